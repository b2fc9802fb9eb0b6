// Addresses as the formats want them.
#pragma once

#include <string>
#include <string_view>

namespace maillon::share {

// An address as a URI (RFC 3986): what may not stand in one is percent-encoded, and one that
// names no scheme gets "https://". "" for what can be none: empty, or of a scheme other than
// http and https, or without a host.
std::string to_uri(std::string_view address);

}  // namespace maillon::share
