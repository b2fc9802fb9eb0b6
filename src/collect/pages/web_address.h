// Web addresses: references within a page resolved, parts taken (RFC 3986).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace maillon::collect {

// A longer address is not taken over.
inline constexpr std::size_t kMaxAddressBytes = 4096;

// "http", "mailto" ... in lower case; "" if the text has no scheme.
std::string scheme_of(std::string_view address);
// The host in lower case, without user, port and a leading "www."; "" if there is none.
std::string host_of(std::string_view address);
// The reference seen from a page at `base` (section 5.2). With an empty base, and where the base
// is no http address, the reference as it is.
std::string resolve_reference(std::string_view base, std::string_view reference);
// "%20" and the like as bytes.
std::string percent_decode(std::string_view text);

}  // namespace maillon::collect
