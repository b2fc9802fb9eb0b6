// Regular expressions over decimal digits, as libphonenumber's tables write them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace maillon::extract {

// Where a pattern matches the beginning of some digits: views of these. A group
// that took no part is empty.
struct DigitPrefix {
  std::string_view all;
  std::array<std::string_view, 3> groups;
};

// Digits, \d, classes, groups, |, $, ?, {n} and {n,m}, with the preferences of Perl
// and ICU: the first alternative that leads to a match, as much as can be repeated.
// Immutable, so any number of threads may ask one. What is asked must be digits.
class DigitPattern {
 public:
  DigitPattern() = default;  // matches nothing, not even nothing
  // Nothing if `text` has anything else, more than three groups or a thousand
  // digits to match: nothing is half understood.
  static std::optional<DigitPattern> compile(std::string_view text);

  bool matches(std::string_view digits) const;  // all of them
  std::optional<DigitPrefix> match_prefix(std::string_view digits) const;
  std::size_t groups() const { return groups_; }

  enum class Op : uint8_t { digits, split, jump, open, close, end, done };
  struct Step {
    Op op = Op::done;
    uint8_t count = 1;  // digits: how many in a row
    uint16_t arg = 0;   // digits: a bit for each allowed; split, jump: how far; open, close: group
  };

 private:
  std::vector<Step> steps_;
  std::size_t groups_ = 0;
};

}  // namespace maillon::extract
