// Phone numbers in a scanned field, as candidates for libphonenumber.
#pragma once

#include <string>

#include "extract/text/scan.h"

namespace maillon::extract {

struct PhoneContext {
  // ISO alpha-2 in capitals: the country that the post states, or the default; ""
  // if there is none. Lower case: guessed from the language.
  std::string region;
};

// Adds candidates (phone_book.h) for digits of any script, number words of the
// lexicon's languages, letters that stand for digits among them, with anything
// but line breaks, letters and currency signs between. Where a stretch can be cut
// into numbers in several ways, the likeliest has rank 0 and the others overlap it.
// Claims the likeliest.
void find_phones(Scan& scan, const PhoneContext& context);

}  // namespace maillon::extract
