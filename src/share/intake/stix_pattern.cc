#include "share/intake/stix_pattern.h"

#include "base/ascii.h"

namespace maillon::share {
namespace {

struct PatternToken {
  enum Kind : uint8_t { end, mark, word, text } kind = end;
  std::string value;  // of a mark its sign
  bool is(std::string_view sign) const { return kind == mark && value == sign; }
  bool is_word(std::string_view name) const {
    return kind == word && same_ignoring_case(value, name);
  }
};

class PatternTokens {
 public:
  explicit PatternTokens(std::string_view pattern) : rest_(pattern) { next(); }
  const PatternToken& now() const { return now_; }
  bool is_broken() const { return is_broken_; }

  PatternToken take() {
    PatternToken taken = std::move(now_);
    next();
    return taken;
  }
  bool skip(std::string_view sign) {
    const bool is_there = now_.is(sign);
    if (is_there) next();
    return is_there;
  }

 private:
  static bool is_sign(char c) {
    return std::string_view("[]()=,!<>").find(c) != std::string_view::npos;
  }

  void next() {
    now_ = {};
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
    if (rest_.empty()) return;
    if (is_sign(rest_[0])) {
      now_ = {PatternToken::mark, std::string(1, rest_[0])};
      rest_.remove_prefix(1);
    } else if (rest_[0] == '\'') {
      now_.kind = PatternToken::text;
      rest_.remove_prefix(1);
      quoted(now_.value);
    } else {
      now_.kind = PatternToken::word;
      word();
    }
  }

  // Up to the closing quote, which is read.
  void quoted(std::string& into) {
    for (std::size_t at = 0; at < rest_.size(); ++at) {
      if (rest_[at] == '\'') {
        rest_.remove_prefix(at + 1);
        return;
      }
      if (rest_[at] == '\\' && at + 1 < rest_.size()) ++at;
      into += rest_[at];
    }
    rest_ = {};
    is_broken_ = true;
  }

  // A path or a keyword; a path may have a quoted part, as file:hashes.'SHA-256'.
  void word() {
    while (!rest_.empty() && !is_sign(rest_[0]) &&
           std::string_view(" \t\r\n").find(rest_[0]) == std::string_view::npos) {
      const char c = rest_[0];
      rest_.remove_prefix(1);
      if (c == '\'') {
        quoted(now_.value);
      } else {
        now_.value += c;
      }
    }
  }

  std::string_view rest_;
  PatternToken now_;
  bool is_broken_ = false;
};

// path = 'x', or path IN ('x', 'y').
bool read_comparison(PatternTokens& tokens, std::vector<StixEquality>& into) {
  if (tokens.now().kind != PatternToken::word || tokens.now().is_word("NOT") ||
      tokens.now().is_word("EXISTS"))
    return false;
  const std::string path = tokens.take().value;
  if (tokens.skip("=")) {
    if (tokens.now().kind != PatternToken::text) return false;
    into.push_back({path, tokens.take().value});
    return true;
  }
  if (!tokens.now().is_word("IN")) return false;
  tokens.take();
  if (!tokens.skip("(")) return false;
  do {
    if (tokens.now().kind != PatternToken::text) return false;
    into.push_back({path, tokens.take().value});
  } while (tokens.skip(","));
  return tokens.skip(")");
}

}  // namespace

std::optional<std::vector<StixEquality>> parse_stix_equalities(std::string_view pattern) {
  std::vector<StixEquality> found;
  PatternTokens tokens(pattern);
  // Where all is joined by OR, parentheses change nothing; they must pair, inside brackets and out.
  int open = 0, open_before = 0;
  bool inside = false;
  for (bool more = true; more;) {
    while (tokens.now().is("(") || tokens.now().is("[")) {
      if (tokens.skip("(")) {
        ++open;
        continue;
      }
      if (inside) return std::nullopt;
      inside = true;
      open_before = open;
      tokens.take();
    }
    if (!inside || !read_comparison(tokens, found)) return std::nullopt;
    while (tokens.now().is(")") || tokens.now().is("]")) {
      if (tokens.skip(")")) {
        if (--open < (inside ? open_before : 0)) return std::nullopt;
        continue;
      }
      if (!inside || open != open_before) return std::nullopt;
      inside = false;
      tokens.take();
    }
    more = tokens.now().is_word("OR");
    if (more) tokens.take();
  }
  const bool is_whole = tokens.now().kind == PatternToken::end && !inside && open == 0;
  if (!is_whole || tokens.is_broken()) return std::nullopt;
  return found;
}

}  // namespace maillon::share
