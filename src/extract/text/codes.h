// Wallets and bank accounts in a scanned field.
#pragma once

#include "extract/text/scan.h"

namespace maillon::extract {

// Adds what passes its checksum (wallet.h, iban.h): wallets as written, IBANs in
// upper case without blanks, also when blanks or '-' stand between its groups.
void find_codes(Scan& scan);

}  // namespace maillon::extract
