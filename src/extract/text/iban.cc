#include "extract/text/iban.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/ascii.h"
#include "base/check.h"
#include "base/hash.h"
#include "extract/text/domain.h"

namespace maillon::extract {
namespace {

// From the IBAN registry: the whole length, and how many letters the national
// part begins with (the bank's code in most of them), for made-up ones.
struct IbanCountry {
  std::string_view code;
  uint8_t length;
  uint8_t letters;
};
constexpr std::array kCountries = std::to_array<IbanCountry>(
    {{"AD", 24, 0}, {"AE", 23, 0}, {"AL", 28, 0}, {"AT", 20, 0}, {"AZ", 28, 4}, {"BA", 20, 0},
     {"BE", 16, 0}, {"BG", 22, 4}, {"BH", 22, 4}, {"BI", 27, 0}, {"BR", 29, 0}, {"BY", 28, 4},
     {"CH", 21, 0}, {"CR", 22, 0}, {"CY", 28, 0}, {"CZ", 24, 0}, {"DE", 22, 0}, {"DJ", 27, 0},
     {"DK", 18, 0}, {"DO", 28, 4}, {"EE", 20, 0}, {"EG", 29, 0}, {"ES", 24, 0}, {"FI", 18, 0},
     {"FK", 18, 2}, {"FO", 18, 0}, {"FR", 27, 0}, {"GB", 22, 4}, {"GE", 22, 2}, {"GI", 23, 4},
     {"GL", 18, 0}, {"GR", 27, 0}, {"GT", 28, 4}, {"HN", 28, 4}, {"HR", 21, 0}, {"HU", 28, 0},
     {"IE", 22, 4}, {"IL", 23, 0}, {"IQ", 23, 4}, {"IS", 26, 0}, {"IT", 27, 1}, {"JO", 30, 4},
     {"KW", 30, 4}, {"KZ", 20, 0}, {"LB", 28, 0}, {"LC", 32, 4}, {"LI", 21, 0}, {"LT", 20, 0},
     {"LU", 20, 0}, {"LV", 21, 4}, {"LY", 25, 0}, {"MC", 27, 0}, {"MD", 24, 2}, {"ME", 22, 0},
     {"MK", 19, 0}, {"MN", 20, 0}, {"MR", 27, 0}, {"MT", 31, 4}, {"MU", 30, 4}, {"NI", 28, 4},
     {"NL", 18, 4}, {"NO", 15, 0}, {"OM", 23, 0}, {"PK", 24, 4}, {"PL", 28, 0}, {"PS", 29, 4},
     {"PT", 25, 0}, {"QA", 29, 4}, {"RO", 24, 4}, {"RS", 22, 0}, {"RU", 33, 0}, {"SA", 24, 0},
     {"SC", 31, 4}, {"SD", 18, 0}, {"SE", 24, 0}, {"SI", 19, 0}, {"SK", 24, 0}, {"SM", 27, 1},
     {"SO", 23, 0}, {"ST", 25, 0}, {"SV", 28, 4}, {"TL", 23, 0}, {"TN", 24, 0}, {"TR", 26, 0},
     {"UA", 29, 0}, {"VA", 22, 0}, {"VG", 24, 4}, {"XK", 20, 0}, {"YE", 30, 4}});
constexpr std::size_t kLongestIban = 34;

const IbanCountry* find_country(std::string_view code) {
  const auto found =
      std::lower_bound(kCountries.begin(), kCountries.end(), code,
                       [](const IbanCountry& a, std::string_view b) { return a.code < b; });
  return found != kCountries.end() && found->code == code ? &*found : nullptr;
}

// The remainder by 97 of the national part, the country and the check digits,
// with letters as 10 to 35 (ISO 7064).
int remainder_97(std::string_view iban) {
  int rest = 0;
  for (std::size_t i = 0; i < iban.size(); ++i) {
    const char c = iban[(i + 4) % iban.size()];
    rest = c <= '9' ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
  }
  return rest;
}

}  // namespace

int iban_length(std::string_view country) {
  const IbanCountry* found = find_country(country);
  return found == nullptr ? 0 : found->length;
}

std::optional<std::string> check_iban(std::string_view candidate) {
  std::string iban;
  for (const char c : candidate) {
    if (c == ' ' || c == '-') continue;
    const char upper = to_upper(c);
    if (!is_digit(c) && !(upper >= 'A' && upper <= 'Z')) return std::nullopt;
    if (iban.size() == kLongestIban) return std::nullopt;
    iban += upper;
  }
  if (iban.size() < 4 || !is_digit(iban[2]) || !is_digit(iban[3])) return std::nullopt;
  // Check digits are 02 to 98: the others give the same remainder and are never issued.
  const int check = (iban[2] - '0') * 10 + (iban[3] - '0');
  if (check < 2 || check > 98) return std::nullopt;
  if (iban_length(std::string_view(iban).substr(0, 2)) != static_cast<int>(iban.size())) {
    return std::nullopt;
  }
  if (remainder_97(iban) != 1) return std::nullopt;
  return iban;
}

std::string make_iban(std::string_view country, uint64_t seed) {
  const IbanCountry* found = find_country(country);
  CHECK(found != nullptr);
  std::string iban(country);
  iban += "00";
  for (std::size_t i = 4; i < found->length; ++i) {
    const uint64_t random = mix64(seed + 0x9e3779b97f4a7c15ULL * i);
    iban += i < 4U + found->letters ? static_cast<char>('A' + random % 26)
                                    : static_cast<char>('0' + random % 10);
  }
  const int check = 98 - remainder_97(iban);
  iban[2] = static_cast<char>('0' + check / 10);
  iban[3] = static_cast<char>('0' + check % 10);
  return iban;
}

}  // namespace maillon::extract
