// E-mail addresses in a scanned field.
#pragma once

#include "extract/text/scan.h"

namespace maillon::extract {

// Adds each address, lower-case: plain, with blanks ("a @ gmail . com"), with
// "(at)", "[at]", "arroba", "собака" ... and dots as words. A bare " at " needs a
// known mail provider after it.
void find_emails(Scan& scan);

}  // namespace maillon::extract
