// What a file is by its first bytes, when it is not what can be imported.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "collect/plan.h"

namespace maillon::collect {

// The wrapping, told by the first bytes. Zip is xlsx here; open_xlsx looks closer.
Container guess_container(std::string_view head);

// Why these bytes (unwrapped) cannot be read as text, and what to do; nothing if
// they look like text.
std::optional<std::string> find_refusal(std::string_view head);

}  // namespace maillon::collect
