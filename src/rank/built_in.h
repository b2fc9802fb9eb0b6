// What is compiled in: catalogue/*.yaml and the wording model.
#pragma once

#include <string>
#include <vector>

#include "rank/read_catalogue.h"

namespace maillon::rank {

// By name.
std::vector<CatalogueFile> built_in_catalogue();

// catalogue/wording.model, for WordingModel::from_bytes.
std::string built_in_wording_bytes();

}  // namespace maillon::rank
