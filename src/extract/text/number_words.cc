#include "extract/text/number_words.h"

#include <algorithm>

#include "extract/text/domain.h"

namespace maillon::extract {
namespace {

// Value of the number word at atom i, or -1. Words after others must stand close.
int value_at(const Scan& scan, std::size_t i, bool close) {
  if (i >= scan.atoms().size() || scan.is_claimed(i)) return -1;
  if (close) {
    if ((scan.atom(i).flags & kAfterNewline) != 0) return -1;
    const std::string_view gap = scan.gap_before(i);
    if (gap.size() > 2 || gap.find_first_not_of(" -'") != std::string_view::npos) return -1;
  }
  const WordInfo& info = scan.info(i);
  return info.has(kNumber) && !scan.atom(i).has_digit() ? info.value : -1;
}

bool is_link(const Scan& scan, std::size_t i) {
  return i < scan.atoms().size() && scan.info(i).has(kLink) && scan.gap_before(i).size() <= 2 &&
         (scan.atom(i).flags & kAfterNewline) == 0;
}

// "double five", "triple 7".
WordNumber read_repeat(const Scan& scan, std::size_t i) {
  WordNumber number;
  if (i + 1 >= scan.atoms().size() || scan.gap_before(i + 1).size() > 2) return number;
  const std::string_view next = scan.atom_text(i + 1);
  const int value = value_at(scan, i + 1, true);
  char digit = 0;
  if (value >= 0 && value <= 9) digit = static_cast<char>('0' + value);
  if (next.size() == 1 && is_digit(next[0])) digit = next[0];
  if (digit == 0) return number;
  number.atoms = 2;
  number.digits.assign(scan.info(i).value, digit);
  return number;
}

class Composer {
 public:
  Composer(const Scan& scan, std::size_t i) : scan_(scan), at_(i) {}

  // A value below 1000, and the atoms it took.
  int read(std::size_t& used) {
    const std::size_t first = at_;
    int value = value_at(scan_, at_++, false);
    if (value < 0) return -1;
    if (value >= 1 && value <= 9 && value_at(scan_, at_, true) == 100) {
      ++at_;
      value = value * 100 + small(0);
    } else if (value >= 100) {
      value += small(0);
    } else {
      value = below_hundred(value);
    }
    used = at_ - first;
    return value;
  }

 private:
  // What follows a hundred, or 0.
  int small(int otherwise) {
    const std::size_t start = at_;
    if (is_link(scan_, at_)) ++at_;
    const int value = value_at(scan_, at_, true);
    if (value < 1 || value > 99) {
      at_ = start;
      return otherwise;
    }
    ++at_;
    return below_hundred(value);
  }

  // A value of at least `least` and at most `most` next, perhaps after "et", "y".
  int next_between(int least, int most) {
    const std::size_t start = at_;
    if (is_link(scan_, at_)) ++at_;
    const int value = value_at(scan_, at_, true);
    if (value < least || value > most) {
      at_ = start;
      return 0;
    }
    ++at_;
    return value;
  }

  int below_hundred(int value) {
    const auto is = [&](std::size_t i, std::string_view word) {
      return scan_.atom_text(i) == word;
    };
    if (value >= 1 && value <= 9) {
      if (at_ < scan_.atoms().size() && scan_.info(at_).has(kAndTens) &&
          value_at(scan_, at_, true) >= 20) {
        return value + value_at(scan_, at_++, true);
      }
      // quatre-vingt-dix-neuf
      if (value == 4 && value_at(scan_, at_, true) == 20 && is(at_ - 1, "quatre") &&
          (is(at_, "vingt") || is(at_, "vingts"))) {
        ++at_;
        return 80 + teens(next_between(1, 19));
      }
      return value;
    }
    if (value == 10) return teens(value);  // dix-sept
    if (value == 60 && is(at_ - 1, "soixante")) return 60 + teens(next_between(1, 19));
    if (value >= 20 && value % 10 == 0) {
      if (scan_.atom(at_ - 1).kind == AtomKind::han) return value;
      return value + next_between(1, 9);
    }
    return value;
  }

  // French builds 17 to 19 of ten and a unit.
  int teens(int value) {
    if (value != 10 || !is_french_ten(at_ - 1)) return value;
    const int unit = value_at(scan_, at_, true);
    if (unit < 7 || unit > 9) return value;
    // "dix huit" may be 10 and 8; joined by '-' or not, 18 is what people mean.
    ++at_;
    return 10 + unit;
  }
  bool is_french_ten(std::size_t i) const { return scan_.atom_text(i) == "dix"; }

  const Scan& scan_;
  std::size_t at_;
};

}  // namespace

WordNumber read_word_number(const Scan& scan, std::size_t i) {
  const WordInfo& info = scan.info(i);
  if (info.has(kRepeat)) return read_repeat(scan, i);
  WordNumber number;
  std::size_t used = 0;
  const int value = Composer(scan, i).read(used);
  if (value < 0) return number;
  number.atoms = used;
  number.digits = std::to_string(value);
  number.weak = used == 1 && info.has(kWeakNumber);
  return number;
}

}  // namespace maillon::extract
