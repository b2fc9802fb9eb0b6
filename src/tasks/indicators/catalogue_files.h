// Which catalogue counts: the one that is compiled in, and the overlay files that a person added.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rank/read_catalogue.h"
#include "store/case.h"

namespace maillon::tasks {

// A list that is kept as text, an item a line; empty ones are left out.
std::vector<std::string> lines_of(std::string_view text);

// The built-in files, then the given ones; a folder stands for its *.yaml files, by name.
// Code::io if one cannot be read.
Result<std::vector<rank::CatalogueFile>> catalogue_files(const std::vector<std::string>& overlays,
                                                         bool built_in = true);

// The catalogue that the case is read with: the built-in one and the overlays of its setting
// "catalogue" (paths, one a line). Fails if it has a fault.
inline constexpr const char* kCatalogueSetting = "catalogue";
Result<rank::Catalogue> catalogue_of(const store::Case& of);
// Its files, not read yet.
Result<std::vector<rank::CatalogueFile>> catalogue_files_of(const store::Case& of);

}  // namespace maillon::tasks
