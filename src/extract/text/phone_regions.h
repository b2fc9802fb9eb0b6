// The world's numbering plans as the installed libphonenumber has them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/text/digit_pattern.h"

namespace maillon::extract {

// Lengths of a national number, a bit for each.
struct PhoneLengths {
  uint32_t bits = 0;
  bool has(std::size_t length) const { return length < 32 && ((bits >> length) & 1) != 0; }
};

// Numbers of one type: mobile, toll free ...
struct PhoneType {
  DigitPattern pattern;
  std::optional<PhoneLengths> lengths;  // nothing: those of the region
  bool matches(std::string_view national) const {
    return (!lengths || lengths->has(national.size())) && pattern.matches(national);
  }
};

// What the library's metadata says of a region, or of a calling code without one.
struct PhoneRegion {
  std::size_t calling_code = 0;
  std::string calling_digits;                   // the same in writing
  DigitPattern international_prefix;            // "00", "011"
  std::optional<DigitPattern> national_prefix;  // "0", and what else is to be taken off
  std::string transform;                        // what comes in its place: "9$1"
  std::optional<DigitPattern> leading_digits;   // of this one's among those of a calling code
  PhoneType general, fixed_line, mobile;
  std::vector<PhoneType> other_types;  // premium rate to voice mail
  bool mobile_as_fixed_line = false;   // one pattern for both
  PhoneLengths possible, local_only;
  std::size_t longest = 0;
};

class PhoneRegions {
 public:
  // Read once, from the library that is loaded. Thread-safe.
  static const PhoneRegions& get();

  // False if the library does not give its metadata, or has in it what is not
  // understood here: then only the library itself can be asked.
  bool complete() const { return complete_; }
  // Of the metadata; 0 if the library does not give it.
  uint64_t hash() const { return hash_; }

  const PhoneRegion* find(std::string_view region) const;  // "FR"; null if there is none
  // The regions of a calling code, the main one first; none if there is no such code.
  const std::vector<const PhoneRegion*>& with_calling_code(std::size_t code) const;

 private:
  PhoneRegions();
  bool read();

  static constexpr std::size_t kLetters = 26;
  std::vector<PhoneRegion> regions_;
  std::array<const PhoneRegion*, kLetters * kLetters> by_name_{};
  std::vector<std::vector<const PhoneRegion*>> by_code_;
  bool complete_ = false;
  uint64_t hash_ = 0;
};

}  // namespace maillon::extract
