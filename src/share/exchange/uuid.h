// Identifiers that follow from what they name, so that the same thing has the same one in every
// document, case and year.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace maillon::share {

// UUID version 5 (RFC 9562, section 5.5): of the SHA-1 of a namespace, itself a UUID as
// text (CHECK), and a name. Lower case.
std::string uuid5(std::string_view space, std::string_view name);

// In the namespace of Maillon's exchange documents. The name is what kind of thing it is and
// what makes it that thing, with a NUL before each part: ("post", source, id).
std::string exchange_uuid(std::string_view what, std::initializer_list<std::string_view> parts);

}  // namespace maillon::share
