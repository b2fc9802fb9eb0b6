// Text that is safe to show: posts are written by adversaries.
#pragma once

#include <string>
#include <string_view>

namespace maillon {

// The text on one line for a terminal: control bytes, line breaks, bidi
// controls and zero-width characters become visible stand-ins (a space for
// white space, "·" for the rest), so that a post cannot move the cursor, hide
// characters or reverse what stands beside it (CVE-2021-42574).
std::string printable(std::string_view utf8_text);

// The same, cut to max_width terminal columns with "…" at the end if cut.
std::string printable(std::string_view utf8_text, std::size_t max_width);

}  // namespace maillon
