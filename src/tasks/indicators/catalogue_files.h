// Which catalogue counts: the one that is compiled in, and the overlay files that a person added.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "rank/read_catalogue.h"

namespace maillon::tasks {

// The built-in files, then the given ones; a folder stands for its *.yaml files, by name.
// Code::io if one cannot be read.
Result<std::vector<rank::CatalogueFile>> catalogue_files(const std::vector<std::string>& overlays,
                                                         bool built_in = true);

}  // namespace maillon::tasks
