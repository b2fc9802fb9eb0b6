#include "extract/text/amounts.h"

#include <algorithm>

#include "base/utf8.h"
#include "extract/text/domain.h"

namespace maillon::extract {
namespace {

int to_int(std::string_view digits) {
  int value = 0;
  for (const char c : digits.substr(0, 6)) value = value * 10 + (c - '0');
  return value;
}

bool is_year(std::string_view digits) {
  return digits.size() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
}

class AmountFinder {
 public:
  explicit AmountFinder(Scan& scan) : scan_(scan), text_(scan.text()) {}

  void run() {
    for (const uint32_t i : scan_.lexed().numbers) {
      if (scan_.is_claimed(i)) continue;
      if (scan_.atom(i).kind == AtomKind::mixed) mixed(i);
      if (scan_.atom(i).kind == AtomKind::number) number(i);
    }
  }

 private:
  std::size_t count() const { return scan_.atoms().size(); }
  bool is_number(std::size_t i) const {
    return i < count() && scan_.atom(i).kind == AtomKind::number && !scan_.is_claimed(i);
  }
  bool same_line(std::size_t i) const { return (scan_.atom(i).flags & kAfterNewline) == 0; }

  // The single separator between atoms i-1 and i, or 0.
  char joint(std::size_t i) const {
    if (i == 0 || i >= count()) return 0;
    const std::string_view gap = scan_.gap_before(i);
    return gap.size() == 1 ? gap[0] : '\0';
  }

  void claim(std::size_t first, std::size_t last, uint32_t token) {
    scan_.claim(scan_.atom(first).begin, scan_.atom(last).end, token);
  }

  // Whether group i ends a chain of digits long enough for a phone.
  bool is_phone_tail(std::size_t i) const {
    std::size_t digits = scan_.atom(i).size();
    for (std::size_t j = i; j > 0 && digits < 8; --j) {
      const char c = joint(j);
      if (c == 0 || std::string_view(" .-/_*+").find(c) == std::string_view::npos) break;
      if (!scan_.atom(j - 1).has_digit() || scan_.is_claimed(j - 1)) break;
      digits += scan_.atom(j - 1).size();
    }
    return digits >= 8;
  }

  // First atom of the amount that ends with atom i: "1 500", "1.500,00", "100-150".
  std::size_t amount_start(std::size_t i) const {
    std::size_t j = i;
    for (int steps = 0; steps < 4 && j > 0 && is_number(j - 1) && same_line(j); ++steps) {
      const char c = joint(j);
      const std::size_t size = scan_.atom(j).size(), left = scan_.atom(j - 1).size();
      const bool thousands =
          (c == ' ' || c == '.' || c == ',' || c == '\'') && size == 3 && left <= 3;
      const bool cents = (c == '.' || c == ',') && size <= 2 && left <= 6;
      const bool range = (c == '-' || c == '/') && left <= 5;
      if (!thousands && !cents && !range) break;
      --j;
    }
    return j;
  }

  void number(std::size_t i) {
    if (date(i) || time(i) || price_before(i) || price_after(i) || unit_after(i) || code(i)) return;
    // 2019-2023
    if (is_year(scan_.atom_text(i)) && is_number(i + 1) && is_year(scan_.atom_text(i + 1)) &&
        scan_.gap_before(i + 1).size() <= 3 && !is_joined(i) && !is_joined_after(i + 1)) {
      claim(i, i + 1, kDateToken);
    }
  }

  bool is_joined(std::size_t i) const {
    const char c = joint(i);
    return c != 0 && c != ' ' && is_number(i - 1);
  }
  bool is_joined_after(std::size_t i) const { return i + 1 < count() && is_joined(i + 1); }

  // 12/05/2024, 2024-05-12; 12 mai 2024, May 12, 2024.
  bool date(std::size_t i) {
    const std::string_view a = scan_.atom_text(i);
    const char c = joint(i + 1);
    if ((c == '/' || c == '.' || c == '-') && joint(i + 2) == c && is_number(i + 1) &&
        is_number(i + 2) && !(joint(i) == c && i > 0 && is_number(i - 1)) &&
        !(joint(i + 3) == c && is_number(i + 3))) {
      const std::string_view b = scan_.atom_text(i + 1), d = scan_.atom_text(i + 2);
      const auto day_and_month = [](std::string_view x, std::string_view y) {
        const int m = to_int(x), n = to_int(y);
        return x.size() <= 2 && y.size() <= 2 && m >= 1 && n >= 1 && m <= 31 && n <= 31 &&
               (m <= 12 || n <= 12);
      };
      if ((day_and_month(a, b) && (d.size() == 2 || is_year(d))) ||
          (is_year(a) && day_and_month(b, d))) {
        claim(i, i + 2, kDateToken);
        return true;
      }
    }
    if (a.size() > 2 || to_int(a) < 1 || to_int(a) > 31) return false;
    const bool month_after = i + 1 < count() && scan_.info(i + 1).has(kMonth) &&
                             scan_.gap_before(i + 1).size() <= 2 && same_line(i + 1) &&
                             !is_phone_tail(i) && !is_seven(i);
    if (month_after) {
      const bool year = is_number(i + 2) && is_year(scan_.atom_text(i + 2)) && same_line(i + 2) &&
                        scan_.gap_before(i + 2).size() <= 2;
      claim(i, i + (year ? 2 : 1), kDateToken);
      return true;
    }
    if (i > 0 && scan_.info(i - 1).has(kMonth) && !scan_.info(i - 1).has(kNumber) &&
        joint(i) == ' ') {
      const bool year = is_number(i + 1) && is_year(scan_.atom_text(i + 1)) &&
                        scan_.gap_before(i + 1).size() <= 2;
      if (!year && joint(i + 1) != 0 && is_number(i + 1)) return false;
      claim(i - 1, i + (year ? 1 : 0), kDateToken);
      return true;
    }
    return false;
  }

  // "2 sept 8 4": here "sept" is the French seven.
  bool is_seven(std::size_t i) const {
    if (!scan_.info(i + 1).has(kNumber)) return false;
    const auto near_number = [&](std::size_t k, std::size_t gap_of) {
      return k < count() && scan_.gap_before(gap_of) == " " &&
             (scan_.info(k).has(kNumber) ||
              (scan_.atom(k).has_digit() && scan_.atom(k).size() < 4));
    };
    return (i > 0 && near_number(i - 1, i)) || near_number(i + 2, i + 2);
  }

  // 10:30, 10:30-18:00, 22 h, 8 pm.
  bool time(std::size_t i) {
    const std::string_view a = scan_.atom_text(i);
    if (a.size() > 2 || to_int(a) > 24) return false;
    if (joint(i + 1) == ':' && is_number(i + 1) && scan_.atom(i + 1).size() == 2 &&
        to_int(scan_.atom_text(i + 1)) < 60 && joint(i) != ':' && joint(i + 2) != ':') {
      claim(i, i + 1, kDateToken);
      return true;
    }
    if (i + 1 < count() && scan_.info(i + 1).has(kTimeWord) && same_line(i + 1) &&
        (joint(i + 1) == ' ' || (scan_.atom(i + 1).flags & kGlued) != 0) && !is_phone_tail(i)) {
      std::size_t first = i;
      if (i > 0 && is_number(i - 1) && (joint(i) == '-' || joint(i) == '.' || joint(i) == ':') &&
          scan_.atom(i - 1).size() <= 2) {
        first = i - 1;
      }
      claim(first, i + 1, kDateToken);
      return true;
    }
    return false;
  }

  bool price_before(std::size_t i) {
    const Atom& atom = scan_.atom(i);
    if (atom.size() > 7) return false;
    uint32_t at = atom.begin;
    if (at > 0 && is_blank(text_[at - 1])) --at;
    uint32_t sign = 0;
    for (const uint32_t size : {1U, 2U, 3U, 4U}) {
      if (size <= at && currency_sign(text_, at - size) == size) sign = size;
    }
    bool word = false;
    if (sign > 0) {
      if (at > sign && is_digit(text_[at - sign - 1])) return false;  // "78€ 50"
      // "78 $ 50": the sign belongs to what is near it.
      if (at < atom.begin && at > sign + 1 && is_digit(text_[at - sign - 2])) return false;
    } else if (i > 0 && scan_.info(i - 1).has(kCurrency) && !scan_.is_claimed(i - 1) &&
               !scan_.info(i - 1).has(kUnit) && scan_.atom(i - 1).kind == AtomKind::word &&
               atom.begin - scan_.atom(i - 1).end <= 1 &&
               !(i > 1 && is_number(i - 2) && scan_.gap_before(i - 1).size() <= 1)) {
      word = true;
    }
    if (sign == 0 && !word) return false;
    std::size_t last = i;
    while (last + 1 < count() && last < i + 3 && is_number(last + 1)) {
      const char c = joint(last + 1);
      const std::size_t size = scan_.atom(last + 1).size();
      const bool more = ((c == ',' || c == '.' || c == ' ') && size == 3) ||
                        ((c == '.' || c == ',') && size <= 2) ||
                        ((c == '-' || c == '/') && size <= 5);
      if (!more || (c == ' ' && is_number(last + 2) && joint(last + 2) != 0)) break;
      ++last;
    }
    if (word && last + 1 < count() && is_number(last + 1) && joint(last + 1) != 0) return false;
    const uint32_t begin = word ? scan_.atom(i - 1).begin : at - sign;
    scan_.claim(begin, scan_.atom(last).end, kPriceToken);
    return true;
  }

  bool price_after(std::size_t i) {
    const Atom& atom = scan_.atom(i);
    if (atom.size() > 7) return false;
    uint32_t at = atom.end;
    const uint32_t glued = currency_sign(text_, at);
    uint32_t end = 0;
    if (glued > 0) {
      end = at + glued;
    } else {
      if (at < text_.size() && is_blank(text_[at])) ++at;
      const uint32_t sign = currency_sign(text_, at);
      const bool near_next = sign > 0 && at + sign < text_.size() && is_digit(text_[at + sign]);
      if (sign > 0 && !near_next) {
        end = at + sign;
      } else if (i + 1 < count() && scan_.info(i + 1).has(kCurrency) && same_line(i + 1) &&
                 scan_.atom(i + 1).begin <= at) {
        end = scan_.atom(i + 1).end;
      }
      if (end == 0 || (is_phone_tail(i) && amount_start(i) == i)) return false;
    }
    const std::size_t start = amount_start(i);
    if (start < i && start > 0 && is_number(start - 1) && joint(start) == joint(i)) {
      // "06 12 34 56 78 100 €": the chain goes on, so the blanks are no thousands.
      scan_.claim(atom.begin, end, kPriceToken);
    } else {
      scan_.claim(scan_.atom(start).begin, end, kPriceToken);
    }
    return true;
  }

  bool unit_after(std::size_t i) {
    const Atom& atom = scan_.atom(i);
    if (atom.size() > 6) return false;
    if (atom.end < text_.size() &&
        (text_[atom.end] == '%' || text_.substr(atom.end).starts_with("°"))) {
      claim(i, i, kNumberToken);
      return true;
    }
    if (i + 1 >= count() || !scan_.info(i + 1).has(kUnit) || !same_line(i + 1)) return false;
    const std::string_view gap = scan_.gap_before(i + 1);
    if (gap.size() > 1 || (gap.size() == 1 && gap[0] != ' ' && gap[0] != '-')) return false;
    if (is_phone_tail(i)) return false;
    claim(amount_start(i), i, kNumberToken);
    return true;
  }

  // "order 12345678", "id: 5499952".
  bool code(std::size_t i) {
    if (i == 0 || !scan_.info(i - 1).has(kCodeCue)) return false;
    if ((scan_.atom(i).flags & (kAfterNewline | kAfterSentence)) != 0) return false;
    const std::string_view gap = scan_.gap_before(i);
    if (gap.size() > 4 || gap.find('+') != std::string_view::npos) return false;
    if (joint(i + 1) != 0 && is_number(i + 1)) return false;
    claim(i, i, kNumberToken);
    return true;
  }

  // Digits and letters in one: 25ans, 100eur, rs500, 10h30, 90x60x90.
  void mixed(std::size_t i) {
    const std::string_view word = scan_.atom_text(i);
    const auto digit = [](char c) { return is_digit(c); };
    const auto head =
        static_cast<std::size_t>(std::find_if_not(word.begin(), word.end(), digit) - word.begin());
    const auto tail_from =
        static_cast<std::size_t>(std::find_if(word.begin(), word.end(), digit) - word.begin());
    const auto roles = [](std::string_view part) {
      return word_info(find_word(hash_word(part), part)).roles;
    };
    if (head > 0) {
      const std::string_view unit = word.substr(head);
      const bool all_letters = std::none_of(unit.begin(), unit.end(), digit);
      if (all_letters && head <= 7) {
        const uint32_t r = roles(unit);
        if ((r & kCurrency) != 0 || (unit == "e" && head <= 4)) {
          claim(amount_or_self(i), i, kPriceToken);
          return;
        }
        if ((r & kTimeWord) != 0 && head <= 2) {
          claim(amount_or_self(i), i, kDateToken);
          return;
        }
        if (unit.size() == 1 && std::string_view("lghs").find(unit[0]) != std::string_view::npos &&
            (is_near_digits(i) || is_near_digits(i + 1))) {
          return;  // "+44 75l0 9l2 43l"
        }
        if ((r & kUnit) != 0 || unit == "k" || unit == "d") {
          claim(amount_or_self(i), i, kNumberToken);
          return;
        }
      }
      if (head <= 2 && unit.size() >= 1 && unit.size() <= 3 && unit[0] == 'h' &&
          std::all_of(unit.begin() + 1, unit.end(), digit)) {
        claim(i, i, kDateToken);
        return;
      }
      if (word.find_first_not_of("0123456789x") == std::string_view::npos && is_measures(word)) {
        claim(i, i, kNumberToken);
        return;
      }
    }
    if (tail_from > 0 && word.size() - tail_from <= 7 &&
        std::all_of(word.begin() + static_cast<std::ptrdiff_t>(tail_from), word.end(), digit) &&
        (roles(word.substr(0, tail_from)) & kCurrency) != 0) {
      claim(i, i, kPriceToken);
    }
  }

  // Whether only one separator stands between atoms i-1 and i, and both have digits.
  bool is_near_digits(std::size_t i) const {
    return i > 0 && i < count() && joint(i) != 0 && scan_.atom(i).has_digit() &&
           scan_.atom(i - 1).has_digit() && scan_.atom(i).size() + scan_.atom(i - 1).size() >= 4;
  }

  // The number before a joined unit may be part of it: "100-150eur", "1.500eur".
  std::size_t amount_or_self(std::size_t i) const {
    const char c = joint(i);
    if (i == 0 || !is_number(i - 1) || scan_.atom(i - 1).size() > 4) return i;
    if (c != '-' && c != '.' && c != ',' && c != '/') return i;
    return i > 1 && joint(i - 1) == c && is_number(i - 2) ? i : i - 1;
  }

  static bool is_measures(std::string_view word) {
    int groups = 0;
    while (!word.empty()) {
      const std::size_t x = word.find('x');
      const std::size_t size = x == std::string_view::npos ? word.size() : x;
      if (size > 3) return false;
      ++groups;
      word = x == std::string_view::npos ? std::string_view() : word.substr(x + 1);
    }
    return groups <= 3;
  }

  Scan& scan_;
  std::string_view text_;
};

}  // namespace

uint32_t currency_sign(std::string_view folded, uint32_t at) {
  if (at >= folded.size()) return 0;
  const auto byte = static_cast<unsigned char>(folded[at]);
  if (byte == '$') return 1;
  if (byte < 0xC2 || (byte != 0xC2 && byte != 0xE2 && byte != 0xE0 && byte != 0xF0)) return 0;
  const CodePoint c = decode_utf8(folded, at);
  switch (c.value) {
    case U'€':
    case U'£':
    case U'¥':
    case U'₽':
    case U'₺':
    case U'₴':
    case U'₹':
    case U'₩':
    case U'₪':
    case U'₦':
    case U'₱':
    case U'฿':
    case U'₫':
    case U'₸':
    case U'₼':
    case U'₾':
    case U'¢':
    case U'🌹':
      return c.size;
    default:
      return 0;
  }
}

void find_amounts(Scan& scan) {
  AmountFinder(scan).run();
}

}  // namespace maillon::extract
