// International bank account numbers (ISO 13616, ISO 7064 mod 97-10).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace maillon::extract {

// The canonical form, upper case without blanks, when the country is in the
// registry, the length is the country's and mod 97 is 1. Blanks and '-' between
// characters are skipped; anything else that is no ASCII letter or digit refuses.
std::optional<std::string> check_iban(std::string_view candidate);

// The registered length of an IBAN of the country (ISO 3166-1, upper case); 0 if
// the country has none.
int iban_length(std::string_view country);

// A valid made-up IBAN, canonical; the same for the same seed. Its bank code is
// random, so it need not belong to a bank. `country` must have a length.
std::string make_iban(std::string_view country, uint64_t seed);

}  // namespace maillon::extract
