// The nearest known word to one that was mistyped.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace maillon::apps {

// The word of `known` with the fewest edits (insert, delete, replace, swap of
// neighbours) from `typed`, if those are few for its length; else "".
std::string nearest(std::string_view typed, const std::vector<std::string>& known);

}  // namespace maillon::apps
