// Account names on messaging services in a scanned field.
#pragma once

#include <string_view>

#include "base/records.h"
#include "extract/text/scan.h"

namespace maillon::extract {

// Adds "@x", "telegram: x", "ig x_92", "微信 x", "t me slash x" ... as bare,
// lower-case handles with their service. A name after a service's name needs a
// sign that it is one: ':' or '@', "id", or a digit or '_' in it.
void find_handles(Scan& scan);

// Whether the folded name keeps the service's rules for length and characters.
bool is_handle(Service service, std::string_view name);

}  // namespace maillon::extract
