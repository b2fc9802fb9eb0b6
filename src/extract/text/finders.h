// All finders over one field, in the order in which they must run.
#pragma once

#include <string_view>

#include "extract/text/phone.h"
#include "extract/text/scan.h"

namespace maillon::extract {

// Fills the scan's claims and hits; hits come out ordered by begin (candidates
// of one place by rank).
void run_finders(Scan& scan, std::string_view text, const PhoneContext& context);

}  // namespace maillon::extract
