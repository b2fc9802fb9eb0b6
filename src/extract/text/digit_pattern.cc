// A pattern becomes a row of steps (Thompson 1968): "12|3\d?" is
//
//   0 split 4     try 1, then 0 + 4
//   1 digits 1
//   2 digits 2
//   3 jump 4      to 3 + 4
//   4 digits 3
//   5 split 2
//   6 digits 0-9
//   7 done
//
// and a match walks it with backtracking, which keeps Perl's preferences and gives
// groups for free. Backtracking can be exponential in general; here the digits are
// twenty at most and nothing repeats without bound, so a walk is some tens of
// steps. An automaton would take fewer, but building one for each pattern costs
// more than a case's numbers do.
#include "extract/text/digit_pattern.h"

#include <algorithm>
#include <utility>

namespace maillon::extract {
namespace {

using Op = DigitPattern::Op;
using Step = DigitPattern::Step;

constexpr std::size_t kMostSteps = 4000;
constexpr uint16_t kAnyDigit = 0x3FF;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
uint16_t bit(char digit) {
  return static_cast<uint16_t>(1U << (digit - '0'));
}

// Recursive descent. A part's jumps are relative and stay within it, so that a part
// can be moved or copied.
class Compiler {
 public:
  explicit Compiler(std::string_view text) : text_(text) {}

  bool run() {
    if (!alternatives() || at_ != text_.size()) return false;
    steps_.push_back({Op::done});
    return true;
  }

  std::vector<Step> steps() { return std::move(steps_); }
  std::size_t groups() const { return groups_; }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(std::string_view what) {
    if (!text_.substr(at_).starts_with(what)) return false;
    at_ += what.size();
    return true;
  }

  bool alternatives() {
    const std::size_t begin = steps_.size();
    while (at_ < text_.size() && peek() != '|' && peek() != ')') {
      if (!item()) return false;
    }
    if (!take("|")) return true;
    insert_split(begin, steps_.size() - begin + 2);
    const std::size_t jump = steps_.size();
    steps_.push_back({Op::jump});
    if (!alternatives()) return false;
    steps_[jump].arg = static_cast<uint16_t>(steps_.size() - jump);
    return true;
  }

  void insert_split(std::size_t where, std::size_t far) {
    steps_.insert(steps_.begin() + static_cast<std::ptrdiff_t>(where),
                  {Op::split, 1, static_cast<uint16_t>(far)});
  }

  bool item() {
    const std::size_t begin = steps_.size();
    if (take("$")) {
      steps_.push_back({Op::end});
      return true;
    }
    if (!(take("(") ? group() : digit_class())) return false;
    return repeat(begin) && steps_.size() < kMostSteps;
  }

  bool group() {
    if (take("?:")) return alternatives() && take(")");
    const auto number = static_cast<uint16_t>(groups_++);
    if (groups_ > std::tuple_size_v<decltype(DigitPrefix::groups)>) return false;
    steps_.push_back({Op::open, 1, number});
    if (!alternatives() || !take(")")) return false;
    steps_.push_back({Op::close, 1, number});
    return true;
  }

  bool digit_class() {
    uint16_t allowed = 0;
    if (take("\\d")) {
      allowed = kAnyDigit;
    } else if (is_digit(peek())) {
      allowed = bit(text_[at_++]);
    } else if (!take("[") || !ranges(allowed)) {
      return false;
    }
    steps_.push_back({Op::digits, 1, allowed});
    return true;
  }

  bool ranges(uint16_t& allowed) {
    while (!take("]")) {
      if (!is_digit(peek())) return false;
      const char first = text_[at_++];
      char last = first;
      if (take("-")) {
        if (!is_digit(peek()) || peek() < first) return false;
        last = text_[at_++];
      }
      for (char c = first; c <= last; ++c) allowed |= bit(c);
    }
    return allowed != 0;
  }

  // What stands from `begin` on, as often as is said behind it.
  bool repeat(std::size_t begin) {
    std::size_t least = 1, most = 1;
    if (take("?")) {
      least = 0;
    } else if (take("{")) {
      if (!number(least)) return false;
      most = least;
      if (take(",") && !number(most)) return false;
      if (!take("}") || least > most || most == 0) return false;
    } else {
      return true;
    }
    // "??", "{2}+": lazy and possessive ones, which nobody writes here.
    if (peek() == '?' || peek() == '+' || peek() == '*' || peek() == '{') return false;
    const std::vector<Step> part(steps_.begin() + static_cast<std::ptrdiff_t>(begin), steps_.end());
    if (part.size() * most > kMostSteps) return false;
    steps_.resize(begin);
    write(part, least, most);
    return true;
  }

  void write(const std::vector<Step>& part, std::size_t least, std::size_t most) {
    const bool one_digit = part.size() == 1 && part[0].op == Op::digits && part[0].count == 1;
    if (one_digit && least > 0) {
      steps_.push_back({Op::digits, static_cast<uint8_t>(least), part[0].arg});
    } else {
      for (std::size_t i = 0; i < least; ++i) steps_.insert(steps_.end(), part.begin(), part.end());
    }
    for (std::size_t left = most - least; left > 0; --left) {
      steps_.push_back({Op::split, 1, static_cast<uint16_t>(left * (part.size() + 1))});
      steps_.insert(steps_.end(), part.begin(), part.end());
    }
  }

  bool number(std::size_t& value) {
    value = 0;
    const std::size_t begin = at_;
    while (is_digit(peek()) && at_ < begin + 2) {
      value = value * 10 + static_cast<std::size_t>(text_[at_++] - '0');
    }
    return at_ > begin;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Step> steps_;
  std::size_t groups_ = 0;
};

class Walk {
 public:
  Walk(std::string_view digits, bool whole)
      : begin_(digits.data()), end_(begin_ + digits.size()), whole_(whole) {}

  bool run(const Step* step, const char* at) {
    for (;;) {
      switch (step->op) {
        case Op::digits:
          if (!allows(*step, at)) return false;
          at += step->count;
          break;
        case Op::split:
          if (may_begin(step[1], at) && run(step + 1, at)) return true;
          step += step->arg;
          continue;
        case Op::jump:
          step += step->arg;
          continue;
        case Op::open:
        case Op::close: {
          const char*& mark = marks_[step->arg][step->op == Op::close ? 1 : 0];
          const char* const before = std::exchange(mark, at);
          if (run(step + 1, at)) return true;
          mark = before;
          return false;
        }
        case Op::end:
          if (at != end_) return false;
          break;
        case Op::done:
          stop_ = at;
          return !whole_ || at == end_;
      }
      ++step;
    }
  }

  DigitPrefix found() const {
    DigitPrefix out;
    out.all = {begin_, static_cast<std::size_t>(stop_ - begin_)};
    for (std::size_t g = 0; g < marks_.size(); ++g) {
      const auto [from, to] = marks_[g];
      if (to != nullptr) out.groups[g] = {from, static_cast<std::size_t>(to - from)};
    }
    return out;
  }

 private:
  bool allows(const Step& step, const char* at) const {
    if (end_ - at < step.count) return false;
    for (int i = 0; i < step.count; ++i) {
      if (((step.arg >> (at[i] - '0')) & 1) == 0) return false;
    }
    return true;
  }

  // Most alternatives fail at their first digit: seen without a call.
  bool may_begin(const Step& step, const char* at) const {
    return step.op != Op::digits || (at != end_ && ((step.arg >> (*at - '0')) & 1) != 0);
  }

  const char* begin_;
  const char* end_;
  const char* stop_ = nullptr;
  bool whole_;
  std::array<std::array<const char*, 2>, std::tuple_size_v<decltype(DigitPrefix::groups)>> marks_{};
};

}  // namespace

std::optional<DigitPattern> DigitPattern::compile(std::string_view text) {
  Compiler compiler(text);
  if (!compiler.run()) return {};
  DigitPattern out;
  out.steps_ = compiler.steps();
  out.groups_ = compiler.groups();
  return out;
}

bool DigitPattern::matches(std::string_view digits) const {
  return !steps_.empty() && Walk(digits, true).run(steps_.data(), digits.data());
}

std::optional<DigitPrefix> DigitPattern::match_prefix(std::string_view digits) const {
  Walk walk(digits, false);
  if (steps_.empty() || !walk.run(steps_.data(), digits.data())) return {};
  return walk.found();
}

}  // namespace maillon::extract
