// The digits of a possible phone number, group by group.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "extract/text/scan.h"

namespace maillon::extract {

// One group: digits, a number word, or letters that stand for digits.
struct PhoneItem {
  uint32_t begin = 0, end = 0;  // in the folded text
  std::string digits;
  uint32_t real = 0;           // how many of the digits are digits or number words
  bool word = false;           // a number word
  bool plus = false;           // '+' or "plus" stands before it
  bool zeros_and_ones = true;  // the letters among the digits are only o and l
  bool weak = false;           // only counts between other groups
  bool strong_gap = false;     // what stands before it often parts numbers: , ; / |
  uint8_t gap = 0;             // size of what stands before it, in characters, at most 9
};

// The longest stretch of groups around the trigger atom `i`, which is not claimed;
// at most 64. `next` becomes the first atom behind it.
std::vector<PhoneItem> read_phone_items(const Scan& scan, std::size_t i, std::size_t& next);

}  // namespace maillon::extract
