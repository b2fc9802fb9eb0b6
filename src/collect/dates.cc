// Three readers are tried in order of cost.
// 1. ISO 8601 by its fixed places: what most programs write.
// 2. Digits only: Unix time, or 20210312140533.
// 3. Anything else. The text becomes tokens (collect/date_tokens.h): numbers, with
//    how many digits they have and what stands before and after them, and folded
//    words. Then the tokens are given roles, one kind after another, and each takes
//    what it uses: 年 and 月 name what stands before them; 14:05 is a clock by its
//    colon, and +02:00 behind it a zone; words are months, halves of the day or
//    zones. What is left is day and year beside a month's name, or three numbers
//    with / - or . between them. These go by the plan's date order, unless the
//    numbers themselves (2021 first; 31 as a month) say otherwise.
#include "collect/dates.h"

#include <array>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "base/civil_time.h"
#include "collect/date_tokens.h"
#include "collect/date_words.h"

namespace maillon::collect {
namespace {

constexpr std::size_t kMaxText = 80;
constexpr int64_t kMinYear = 1900, kMaxYear = 2100;

struct Reading {
  int64_t year = -1;
  int64_t month = -1, day = -1, hour = 0, minute = 0, second = 0;
  int zone = kNoZone;
  DateOrders orders;
  bool ok = false;
};

int64_t full_year(int64_t value, int digits) {
  if (digits > 2) return value;
  return value >= 70 ? 1900 + value : 2000 + value;
}

// Gives roles to tokens, one kind after another; each takes what it uses.
class Reader {
 public:
  Reader(std::vector<DateToken> tokens, DateOrder order)
      : tokens_(std::move(tokens)), order_(order) {}

  Reading read() {
    take_units();
    take_clock();
    take_words();
    if (month_ >= 0) {
      with_month_name();
    } else if (out_.year < 0 || out_.month < 0) {
      numeric();
    } else {
      out_.ok = out_.day >= 0;
    }
    apply_half();
    return out_;
  }

 private:
  bool free_number(std::size_t i) const {
    return i < tokens_.size() && tokens_[i].is_number && tokens_[i].digits > 0;
  }
  void use(std::size_t i) { tokens_[i].digits = 0; }

  void take_units() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (!free_number(i)) continue;
      const DateToken& token = tokens_[i];
      switch (token.unit) {
        case 'y':
          out_.year = full_year(token.value, token.digits);
          break;
        case 'm':
          out_.month = token.value;
          break;
        case 'd':
          out_.day = token.value;
          break;
        case 'h':
          out_.hour = token.value;
          clock_ = true;
          break;
        case 'i':
          out_.minute = token.value;
          break;
        case 's':
          out_.second = token.value;
          break;
        default:
          continue;
      }
      use(i);
    }
  }

  // 14:05, 14:05:33, 14:05:33.250, and a zone like +0200 or +02:00 after it.
  void take_clock() {
    for (std::size_t i = 0; i + 2 < tokens_.size() && !clock_; ++i) {  // 14h05
      if (!free_number(i) || tokens_[i].after != 'h' || tokens_[i + 1].word != "h") continue;
      out_.hour = tokens_[i].value;
      use(i);
      clock_ = true;
      if (!free_number(i + 2) || tokens_[i + 2].before != 'h') break;
      out_.minute = tokens_[i + 2].value;
      use(i + 2);
    }
    for (std::size_t i = 0; i + 1 < tokens_.size() && !clock_; ++i) {
      if (!free_number(i) || !free_number(i + 1) || tokens_[i].after != ':' ||
          tokens_[i + 1].before != ':') {
        continue;
      }
      clock_ = true;
      out_.hour = tokens_[i].value;
      out_.minute = tokens_[i + 1].value;
      use(i);
      use(i + 1);
      std::size_t next = i + 2;
      if (free_number(next) && tokens_[next].before == ':') {
        out_.second = tokens_[next].value;
        use(next++);
        if (free_number(next) && (tokens_[next].before == '.' || tokens_[next].before == ',') &&
            tokens_[next - 1].after == tokens_[next].before && tokens_[next].digits != 4) {
          use(next++);  // fractions of a second
        }
      }
      take_offset(next);
    }
  }

  void take_offset(std::size_t i) {
    // "GMT+0200" has its word first.
    if (i < tokens_.size() && !tokens_[i].is_number && find_zone(tokens_[i].word) == 0) ++i;
    if (!free_number(i)) return;
    const char32_t sign = tokens_[i].before;
    if (sign != '+' && sign != '-' && sign != 0x2212) return;
    int64_t minutes = tokens_[i].value * 60;
    if (tokens_[i].digits == 4) minutes = tokens_[i].value / 100 * 60 + tokens_[i].value % 100;
    if (tokens_[i].digits != 4 && tokens_[i].digits > 2) return;
    use(i);
    if (free_number(i + 1) && tokens_[i + 1].before == ':') {
      minutes += tokens_[i + 1].value;
      use(i + 1);
    }
    if (minutes > 15 * 60) return;
    out_.zone = static_cast<int>(sign == '+' ? minutes : -minutes);
  }

  void take_words() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const DateToken& token = tokens_[i];
      if (token.is_number) continue;
      int month = find_month(token.word);
      // Two words make a month in the Levant: كانون الثاني.
      if (month == 0 && i + 1 < tokens_.size() && !tokens_[i + 1].is_number) {
        const int two = find_month(token.word + tokens_[i + 1].word);
        if (two != 0 && static_cast<unsigned char>(token.word[0]) >= 0xD8) month = two;
      }
      if (month > 0) {
        month_ = month;
        continue;
      }
      if (const DayHalf half = find_day_half(token.word); half != DayHalf::none) half_ = half;
      if (const int zone = find_zone(token.word); zone != kNoZone && out_.zone == kNoZone) {
        // A bare letter z is a zone right after a number only.
        if (clock_ || token.word.size() > 1) out_.zone = zone;
      }
      if (++words_ > 6) too_many_ = true;
    }
  }

  std::vector<std::size_t> free_numbers() const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (free_number(i)) out.push_back(i);
    }
    return out;
  }

  void with_month_name() {
    out_.month = month_;
    const std::vector<std::size_t> rest = free_numbers();
    if (rest.size() < 2 || too_many_) return;
    const DateToken& a = tokens_[rest[0]];
    const DateToken& b = tokens_[rest[1]];
    const bool year_first = a.digits == 4;
    out_.day = year_first ? b.value : a.value;
    out_.year = year_first ? full_year(a.value, a.digits) : full_year(b.value, b.digits);
    out_.ok = rest.size() == 2 || dotted_clock(rest, 2);
  }

  // 14.05 after a whole date.
  bool dotted_clock(const std::vector<std::size_t>& rest, std::size_t from) {
    if (clock_ || rest.size() < from + 2 || rest.size() > from + 3) return false;
    if (!is_date_space(tokens_[rest[from]].before)) return false;
    const char32_t dot = tokens_[rest[from]].after;
    if ((dot != '.' && dot != 0x66B) || tokens_[rest[from + 1]].before != dot) return false;
    out_.hour = tokens_[rest[from]].value;
    out_.minute = tokens_[rest[from + 1]].value;
    if (rest.size() == from + 3) out_.second = tokens_[rest[from + 2]].value;
    clock_ = true;
    return true;
  }

  static bool joins(char32_t c) {
    return c == '/' || c == '-' || c == '.' || c == 0x2010 || c == 0x2011 || c == 0x2013 ||
           c == 0x2F || c == 0xFF0F || c == 0x60C;
  }

  void numeric() {
    const std::vector<std::size_t> rest = free_numbers();
    if (rest.size() < 3 || too_many_ || words_ > 3) return;
    const std::array<const DateToken*, 3> t = {&tokens_[rest[0]], &tokens_[rest[1]],
                                               &tokens_[rest[2]]};
    if (!joins(t[0]->after) || !(joins(t[1]->after))) return;
    if (rest.size() > 3 && !dotted_clock(rest, 3)) return;
    // "2021-03-1x" is none; "2021.03.12г." and a T before the clock are.
    const char32_t after = t[2]->after;
    if (is_date_letter(after) && after != 'T' && after != 't' && after < 0x400) return;
    if (t[0]->digits > 4 || t[1]->digits > 2 || t[2]->digits > 4) return;
    if (t[0]->digits == 4 && t[2]->digits <= 2) {
      out_.orders = {false, false, true};
      set(t[0], t[1], t[2]);
      return;
    }
    if (t[0]->digits > 2) return;
    const bool four = t[2]->digits == 4;
    if (!four && t[2]->digits > 2) return;
    out_.orders.dmy = fits(t[1]->value, t[0]->value);
    out_.orders.mdy = fits(t[0]->value, t[1]->value);
    out_.orders.ymd = !four && fits(t[1]->value, t[2]->value);
    DateOrder order = order_;
    if (four && order == DateOrder::ymd) order = DateOrder::dmy;
    // A date that cannot have the order of the others is still a date.
    if (order == DateOrder::ymd && !out_.orders.ymd) order = DateOrder::dmy;
    if (order == DateOrder::dmy && !out_.orders.dmy) order = DateOrder::mdy;
    if (order == DateOrder::mdy && !out_.orders.mdy) order = DateOrder::dmy;
    if (!out_.orders.dmy && !out_.orders.mdy && out_.orders.ymd) order = DateOrder::ymd;
    if (order == DateOrder::ymd) return set(t[0], t[1], t[2]);
    if (order == DateOrder::mdy) return set(t[2], t[0], t[1]);
    set(t[2], t[1], t[0]);
  }
  static bool fits(int64_t month, int64_t day) {
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }
  void set(const DateToken* year, const DateToken* month, const DateToken* day) {
    out_.year = full_year(year->value, year->digits);
    out_.month = month->value;
    out_.day = day->value;
    out_.ok = true;
  }

  void apply_half() {
    if (half_ == DayHalf::none || out_.hour > 12) return;
    if (half_ == DayHalf::am && out_.hour == 12) out_.hour = 0;
    if (half_ == DayHalf::pm && out_.hour < 12) out_.hour += 12;
  }

  std::vector<DateToken> tokens_;
  DateOrder order_;
  Reading out_;
  int month_ = -1;
  int words_ = 0;
  bool clock_ = false, too_many_ = false;
  DayHalf half_ = DayHalf::none;
};

std::optional<int64_t> to_seconds(const Reading& r) {
  if (!r.ok || r.year < kMinYear || r.year > kMaxYear) return std::nullopt;
  if (r.month > 12 || r.day > 31 || r.hour > 24 || r.minute > 59 || r.second > 60) {
    return std::nullopt;
  }
  const bool midnight = r.hour == 24 && r.minute == 0 && r.second == 0;  // ISO 8601's end of day
  if (r.hour == 24 && !midnight) return std::nullopt;
  const std::optional<int64_t> seconds =
      to_unix(r.year, static_cast<int>(r.month), static_cast<int>(r.day),
              midnight ? 0 : static_cast<int>(r.hour), static_cast<int>(r.minute),
              static_cast<int>(r.second));
  if (!seconds) return std::nullopt;
  return *seconds + (midnight ? 86400 : 0) - (r.zone == kNoZone ? 0 : r.zone * 60);
}

// Digits only: 20210312, 20210312140533, Unix seconds, milli- or microseconds.
struct Digits {
  bool is_digits = false;
  std::optional<int64_t> seconds;
};

Digits read_digits(std::string_view text) {
  Digits out;
  const std::size_t dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  if (whole.empty() || whole.size() > 17) return out;
  if (dot != std::string_view::npos && (dot + 1 == text.size() || whole.size() < 9)) return out;
  int64_t value = 0;
  for (const char c : whole) {
    if (c < '0' || c > '9') return out;
    value = value * 10 + (c - '0');
  }
  if (dot != std::string_view::npos) {
    for (const char c : text.substr(dot + 1)) {
      if (c < '0' || c > '9') return out;
    }
  }
  out.is_digits = true;
  Reading r;
  r.ok = true;
  if (whole.size() == 8 || whole.size() == 14) {
    const int64_t date = whole.size() == 14 ? value / 1000000 : value;
    const int64_t clock = whole.size() == 14 ? value % 1000000 : 0;
    r.year = date / 10000;
    r.month = date / 100 % 100;
    r.day = date % 100;
    r.hour = clock / 10000;
    r.minute = clock / 100 % 100;
    r.second = clock % 100;
    out.seconds = to_seconds(r);
  } else if (whole.size() == 9 || whole.size() == 10) {
    out.seconds = value;
  } else if (whole.size() == 12 || whole.size() == 13) {
    out.seconds = value / 1000;
  } else if (whole.size() == 15 || whole.size() == 16) {
    out.seconds = value / 1000000;
  }
  if (out.seconds && *out.seconds > 4133980799) out.seconds.reset();  // after 2100
  return out;
}

// 2021-03-12, 2021-03-12T14:05[:33[.25]][Z|+02:00]: the common case, fast.
bool read_iso(std::string_view t, Reading& r) {
  const auto digits = [&](std::size_t at, std::size_t count, int64_t& value) {
    value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
      if (i >= t.size() || t[i] < '0' || t[i] > '9') return false;
      value = value * 10 + (t[i] - '0');
    }
    return true;
  };
  if (t.size() < 10 || t[4] != '-' || t[7] != '-' || !digits(0, 4, r.year) ||
      !digits(5, 2, r.month) || !digits(8, 2, r.day)) {
    return false;
  }
  r.ok = true;
  r.orders = {false, false, true};
  if (t.size() == 10) return true;
  if ((t[10] != 'T' && t[10] != ' ') || t.size() < 16 || t[13] != ':' || !digits(11, 2, r.hour) ||
      !digits(14, 2, r.minute)) {
    return false;
  }
  std::size_t at = 16;
  if (at < t.size() && t[at] == ':') {
    if (!digits(17, 2, r.second)) return false;
    at = 19;
    if (at < t.size() && t[at] == '.') {
      for (++at; at < t.size() && t[at] >= '0' && t[at] <= '9';) ++at;
    }
  }
  if (at == t.size()) return true;
  if (t[at] == 'Z' && at + 1 == t.size()) {
    r.zone = 0;
    return true;
  }
  int64_t hours = 0;
  int64_t minutes = 0;
  if ((t[at] != '+' && t[at] != '-') || !digits(at + 1, 2, hours)) return false;
  const std::size_t colon = at + 3 < t.size() && t[at + 3] == ':' ? 1 : 0;
  if (t.size() != at + 5 + colon || !digits(at + 3 + colon, 2, minutes) || hours > 15) return false;
  r.zone = static_cast<int>(hours * 60 + minutes) * (t[at] == '-' ? -1 : 1);
  return true;
}

Reading read_date(std::string_view text, DateOrder order) {
  Reading iso;
  if (read_iso(text, iso)) return iso;
  return Reader(to_date_tokens(text), order).read();
}

}  // namespace

std::optional<int64_t> parse_date(std::string_view text, DateOrder order) {
  text = trimmed(text, " ");
  if (text.empty() || text.size() > kMaxText) return std::nullopt;
  const Digits digits = read_digits(text);
  if (digits.is_digits) return digits.seconds;
  return to_seconds(read_date(text, order));
}

DateOrders possible_orders(std::string_view text) {
  text = trimmed(text, " ");
  if (text.empty() || text.size() > kMaxText || read_digits(text).is_digits) return {};
  const Reading r = read_date(text, DateOrder::dmy);
  return r.ok ? r.orders : DateOrders{};
}

bool has_zone(std::string_view text) {
  text = trimmed(text, " ");
  if (text.empty() || text.size() > kMaxText) return false;
  if (const Digits digits = read_digits(text); digits.is_digits) {
    return text.size() != 8 && text.size() != 14;
  }
  return read_date(text, DateOrder::dmy).zone != kNoZone;
}

}  // namespace maillon::collect
