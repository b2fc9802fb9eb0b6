// Numbers written as words, in the languages of the lexicon.
#pragma once

#include <cstddef>
#include <string>

#include "extract/text/scan.h"

namespace maillon::extract {

struct WordNumber {
  std::size_t atoms = 0;  // how many were used; 0 = there is no number
  std::string digits;     // "34" for "trente-quatre", "55" for "double five"
  bool weak = false;      // a single word that is mostly something else
};

// The longest number that starts with atom i: units, teens, tens with units
// ("treinta y cuatro", "soixante-dix-huit", "أربعة وثلاثون"), hundreds, and repeats
// ("triple seven"). Numbers read one after the other stay apart: "zero six" is "0".
WordNumber read_word_number(const Scan& scan, std::size_t i);

}  // namespace maillon::extract
