// level:high, level:>=medium: what the indicators of a post come to, exactly or within bounds.
#pragma once

#include <string_view>

#include "base/result.h"
#include "search/terms.h"

namespace maillon::search {

// A level (rank::Level); one with >= > <= or < before it; or two with .. between them, both in, of
// which one may be left out. Code::invalid_input for what is none, or holds no level.
Result<Part> make_level(std::string_view value);

}  // namespace maillon::search
