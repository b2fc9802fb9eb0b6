// Made-up phone numbers that are valid for their country, and the ways in which
// people write them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "simulate/random.h"

namespace maillon::simulate {

// A mobile number. Which are issued is not known here: some may be in use.
struct Phone {
  std::string_view country;  // ISO 3166-1
  std::string_view calling;  // country calling code, "33"
  std::string_view trunk;    // what stands before the number inside the country, "0"
  std::string national;      // national significant number, "612345678"
  std::string e164() const;  // "+33612345678"
};

// True if numbers of the country can be made.
bool has_phones(std::string_view country);
// A number of the country, drawn from ranges that libphonenumber holds valid.
Phone make_phone(std::string_view country, Random& random);

// How a number is written: with its country or as inside the country, digits in
// groups between separators. Which of several usual ways is drawn.
std::string write_international(const Phone& phone, Random& random);
std::string write_national(const Phone& phone, Random& random);

}  // namespace maillon::simulate
