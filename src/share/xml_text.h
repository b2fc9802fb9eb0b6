// Text inside XML.
#pragma once

#include <string>
#include <string_view>

namespace maillon::share {

// Appends the text with < > & " escaped, for an element or a quoted attribute. Control
// characters have no place in XML 1.0 at all and are left out; broken UTF-8 becomes U+FFFD.
void append_xml(std::string& out, std::string_view text);

}  // namespace maillon::share
