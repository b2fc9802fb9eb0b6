// Small parts of JSON that are read by hand.
#pragma once

#include <string>
#include <string_view>

namespace maillon::collect {

// Appends the value of a JSON string (without its quotes). Half of a surrogate
// pair, which programs that cut texts leave behind, becomes U+FFFD. False: an
// escape is not one of JSON's.
bool unescape_json(std::string_view text, std::string& out);

// True if the text is one number of JSON's grammar (RFC 8259).
bool is_json_number(std::string_view text);

}  // namespace maillon::collect
