// The words of a text as 32-bit hashes, so that wording can be compared.
//
// A word's token survives case, accents, width forms, letters of another script
// that look alike, zero-width characters, digits and signs that stand for
// letters inside a word (c4ll, fr€e), and letters spread by dots or blanks
// (m.a.s.s.a.g.e). Runs of scripts without spaces are cut into words by ICU.
// Numbers, prices, dates, phones, e-mails, URLs, handles and wallets become one
// typed token each (base/records.h), so that copies with another number or price
// still have the same tokens. kSentenceBreak stands between sentences and lines,
// never twice in a row and never first or last.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace maillon::extract {

struct TokenSpan {
  uint32_t token;
  uint32_t begin, end;  // bytes in the text; for kSentenceBreak begin == end
};

// The same tokens as extract_signals puts into its TokenTable for one field,
// with their places. Spans are in order, do not overlap, lie on code point borders.
std::vector<TokenSpan> find_tokens(std::string_view text);

// find_tokens for one text after another, without new memory for each. One thread
// at a time.
class TokenFinder {
 public:
  TokenFinder();
  ~TokenFinder();
  TokenFinder(TokenFinder&&) noexcept;
  // Valid until the next call.
  std::span<const TokenSpan> find(std::string_view text);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// How tokens see a word: lower-case, without accents, one script. For showing
// that two spellings are one word; "" for typed tokens is the caller's business.
std::string fold_word(std::string_view word);

}  // namespace maillon::extract
