#include "extract/text/tokens.h"

#include "extract/text/finders.h"
#include "extract/text/fold.h"
#include "extract/text/token_stream.h"

namespace maillon::extract {

struct TokenFinder::State {
  Scan scan;
  SegmentCache cache;
  std::vector<FoldedToken> folded;
  std::vector<TokenSpan> spans;
};

TokenFinder::TokenFinder() : state_(std::make_unique<State>()) {}
TokenFinder::~TokenFinder() = default;
TokenFinder::TokenFinder(TokenFinder&&) noexcept = default;

std::span<const TokenSpan> TokenFinder::find(std::string_view text) {
  State& s = *state_;
  run_finders(s.scan, text, PhoneContext{});
  read_tokens(s.scan, s.cache, s.folded);
  s.spans.clear();
  std::size_t cursor = 0;
  for (const FoldedToken& t : s.folded) {
    const auto [begin, end] = s.scan.source_range(t.begin, t.end, cursor);
    s.spans.push_back({t.token, begin, end});
  }
  return s.spans;
}

std::vector<TokenSpan> find_tokens(std::string_view text) {
  TokenFinder finder;
  const std::span<const TokenSpan> spans = finder.find(text);
  return {spans.begin(), spans.end()};
}

std::string fold_word(std::string_view word) {
  Folded folded;
  folded.assign(word);
  return std::string(folded.text());
}

}  // namespace maillon::extract
