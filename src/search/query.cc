// A recursive descent over the query text:
//
//   query   = group
//   group   = choice { ["AND"] choice }
//   choice  = term { "OR" term }
//   term    = ["-" | "NOT"] ( "(" group ")" | [field ":"] value | field "=" value )
//   value   = "quoted" [~number] | run of bytes without blank, quote or parenthesis
#include "search/query.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "extract/text/whole_selector.h"
#include "search/terms.h"

namespace maillon::search {
namespace {

enum class Token : uint8_t { end, open, close, minus, either, both, text };

class Parser {
 public:
  Parser(std::string_view text, std::string_view country) : text_(text), country_(country) {
    next();
  }
  Result<Part> parse();

 private:
  void next();
  bool read_quote();
  bool read_exact_quote();
  void read_distance();
  bool is_lone_mark() const;
  bool is_near_word() const;
  Result<Part> parse_group(std::size_t depth);
  Result<Part> parse_choice(std::size_t depth);
  Result<Part> parse_term(std::size_t depth);

  std::string_view text_, country_;
  std::size_t at_ = 0, terms_ = 0;
  Token token_ = Token::end;
  std::string_view field_;  // of Token::text, "" = none
  std::string value_;       // of Token::text
  bool exact_ = false;      // ... and "=" behind it
  bool quoted_ = false, unclosed_ = false;
  std::string_view distance_;  // what follows the closing quote: "~5", "" = nothing
};

// Reads a quoted value if there is one here. “ ” „ « » count as quotes too.
bool Parser::read_quote() {
  constexpr std::array<std::string_view, 6> kQuotes = {
      "\"", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E", "\xC2\xAB", "\xC2\xBB"};
  const auto quote_at = [&](std::size_t at) -> std::size_t {
    for (const std::string_view quote : kQuotes) {
      if (text_.substr(at).starts_with(quote)) return quote.size();
    }
    return 0;
  };
  const std::size_t opening = quote_at(at_);
  if (opening == 0) return false;
  at_ += opening;
  const std::size_t begin = at_;
  while (at_ < text_.size() && quote_at(at_) == 0) ++at_;
  value_ = text_.substr(begin, at_ - begin);
  quoted_ = true;
  unclosed_ = at_ == text_.size();
  if (!unclosed_) at_ += quote_at(at_);
  read_distance();
  return true;
}

// The same for a value that is meant letter by letter: "" is a quote in it, other quotes are
// letters.
bool Parser::read_exact_quote() {
  if (at_ == text_.size() || text_[at_] != '"') return false;
  ++at_;
  quoted_ = unclosed_ = true;
  while (at_ < text_.size()) {
    const char c = text_[at_++];
    if (c == '"' && (at_ == text_.size() || text_[at_] != '"')) {
      unclosed_ = false;
      break;
    }
    if (c == '"') ++at_;
    value_.push_back(c);
  }
  return true;
}

// "~5" right behind a closing quote, up to what ends a term.
void Parser::read_distance() {
  if (unclosed_ || at_ == text_.size() || text_[at_] != '~') return;
  const std::size_t end = std::min(text_.find_first_of(" \t\r\n()", at_), text_.size());
  distance_ = text_.substr(at_, end - at_);
  at_ = end;
}

void Parser::next() {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  distance_ = {};
  field_ = {};
  value_.clear();
  quoted_ = unclosed_ = exact_ = false;
  const auto take = [&](Token token) {
    ++at_;
    token_ = token;
  };
  if (at_ == text_.size()) {
    token_ = Token::end;
    return;
  }
  if (text_[at_] == '(') return take(Token::open);
  if (text_[at_] == ')') return take(Token::close);
  if (text_[at_] == '-' && at_ + 1 < text_.size() && !is_blank(text_[at_ + 1])) {
    return take(Token::minus);
  }
  token_ = Token::text;
  if (read_quote()) return;
  const std::size_t begin = at_;
  while (at_ < text_.size() && !is_blank(text_[at_]) && text_[at_] != '(' && text_[at_] != ')') {
    const std::string_view name = text_.substr(begin, at_ - begin);
    const bool is_name = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    });
    if (text_[at_] == ':' && field_.empty() && is_name && !text_.substr(at_).starts_with("://")) {
      field_ = name;
      ++at_;
      if (at_ < text_.size() && read_quote()) return;
      value_.clear();
      continue;
    }
    if (text_[at_] == '=' && field_.empty() && is_name && is_whole_field(name)) {
      field_ = name;
      exact_ = true;
      ++at_;
      value_.clear();
      if (read_exact_quote()) return;
      continue;
    }
    value_.push_back(text_[at_++]);
  }
  if (field_.empty() && value_ == "OR") token_ = Token::either;
  if (field_.empty() && value_ == "AND") token_ = Token::both;
  if (field_.empty() && value_ == "NOT") token_ = Token::minus;
}

// "nanny - Paris": marks by themselves are no terms.
bool Parser::is_lone_mark() const {
  return token_ == Token::text && field_.empty() && !quoted_ &&
         std::all_of(value_.begin(), value_.end(), [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           const bool is_letter = (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
           return byte < 0x80 && !is_letter && !(byte >= '0' && byte <= '9');
         });
}

Result<Part> Parser::parse() {
  TRY(Part part, parse_group(0));
  if (token_ == Token::close) {
    return fail(Code::invalid_input,
                "the query has a ) without a ( before it: take it out, or put it in quotes");
  }
  return part;
}

Result<Part> Parser::parse_group(std::size_t depth) {
  if (depth > kMaxDepth) {
    return fail(Code::invalid_input, "the query has too many parentheses inside each other");
  }
  Part group;
  group.node.op = QueryOp::all;
  while (token_ != Token::end && token_ != Token::close) {
    if (is_near_word()) {
      return fail(Code::invalid_input,
                  "search knows no NEAR: write \"job driver\"~5 for words with at most five others "
                  "between them; the word NEAR itself is found in quotes");
    }
    if (token_ == Token::both || is_lone_mark()) {
      next();
      continue;
    }
    TRY(Part part, parse_choice(depth));
    group.said += (group.said.empty() ? "" : " and ") + part.said;
    group.node.children.push_back(std::move(part.node));
  }
  if (group.node.children.empty()) {
    return fail(Code::invalid_input,
                "the query has nothing to look for: give words, a \"phrase\", or a field such as "
                "city:Reno");
  }
  if (group.node.children.size() == 1) {
    QueryNode only = std::move(group.node.children[0]);
    group.node = std::move(only);
  }
  return group;
}

Result<Part> Parser::parse_choice(std::size_t depth) {
  TRY(Part first, parse_term(depth));
  if (token_ != Token::either) return first;
  Part choice;
  choice.node.op = QueryOp::any;
  choice.node.children.push_back(std::move(first.node));
  choice.said = "(" + first.said;
  while (token_ == Token::either) {
    next();
    TRY(Part part, parse_term(depth));
    choice.said += " or " + part.said;
    choice.node.children.push_back(std::move(part.node));
  }
  choice.said += ")";
  return choice;
}

// NEAR, as other programs have it.
bool Parser::is_near_word() const {
  if (token_ != Token::text || !field_.empty() || quoted_) return false;
  return value_ == "NEAR" || value_.starts_with("NEAR/");
}

Result<Part> Parser::parse_term(std::size_t depth) {
  bool negated = false;
  while (token_ == Token::minus) {
    negated = !negated;
    next();
  }
  if (++terms_ > kMaxTerms) {
    return fail(Code::invalid_input, fmt::format("the query has more than {} terms", kMaxTerms));
  }
  Part part;
  if (token_ == Token::open) {
    next();
    TRY(part, parse_group(depth + 1));
    if (token_ != Token::close) {
      return fail(Code::invalid_input,
                  "a ( is not closed: add ) at the end of what belongs together");
    }
    if (part.node.op == QueryOp::all) part.said = "(" + part.said + ")";
  } else if (token_ == Token::text) {
    if (unclosed_) {
      return fail(Code::invalid_input, "a quote is not closed: add \" at the end of the phrase");
    }
    TRY(part, exact_              ? make_exact_term(field_, value_, quoted_)
              : distance_.empty() ? make_term(field_, value_, quoted_, country_)
                                  : make_near_term(field_, value_, distance_));
  } else {
    return fail(Code::invalid_input,
                "OR and - need a term after them: give a word, or put \"OR\" in quotes");
  }
  next();
  if (!negated) return part;
  Part none;
  none.node.op = QueryOp::none_of;
  none.node.children.push_back(std::move(part.node));
  none.said = "not " + part.said;
  return none;
}

}  // namespace

Result<Query> parse_query(std::string_view text, std::string_view country) {
  // A number that is written in groups is no list of words.
  const bool is_selector = text.find_first_of(" (") != std::string_view::npos &&
                           extract::is_whole_selector(text, country);
  TRY(Part part, is_selector ? make_term("", text, true, country) : Parser(text, country).parse());
  return Query{std::move(part.node), "posts with " + part.said};
}

}  // namespace maillon::search
