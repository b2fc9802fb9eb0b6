// The catalogue that is compiled in: catalogue/*.yaml.
#pragma once

#include <vector>

#include "rank/read_catalogue.h"

namespace maillon::rank {

// By name.
std::vector<CatalogueFile> built_in_catalogue();

}  // namespace maillon::rank
