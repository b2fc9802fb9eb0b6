#include "rank/neutral/hide.h"

#include <algorithm>

#include "rank/neutral/stem.h"

namespace maillon::rank {
namespace {

// A word of no language and no role, that the finders may take for a handle's or a domain's.
constexpr std::string_view kFiller = "qwqw";

// Whether a letter or digit could stand there, which would make one word with the filler.
bool may_join(char c) {
  return static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') ||
         (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

NeutralLexicon::Match HiddenText::match(std::size_t unit) {
  const RawUnit& first = units_[unit];
  NeutralLexicon::Match found = lexicon_.match(std::span(units_).subspan(unit));
  if (found.units > 0 || first.kind != UnitKind::word || !lexicon_.any_inflects()) return found;
  stem_.clear();
  append_stem(stem_, spelling(folded_.text(), lexed_.atoms, first, buffer_));
  found.sign = lexicon_.match_stem(stem_);
  found.units = found.sign != 0 ? 1 : 0;
  return found;
}

// Appends what stands before the word, and the filler, with blanks where it would join.
void HiddenText::replace(std::string_view text, uint32_t begin, uint32_t end, uint64_t sign) {
  const uint32_t done = words_.empty() ? 0 : words_.back().source_end;
  begin = std::max(begin, done);  // a character may fold to letters of two words
  if (end <= begin) return;
  text_ += text.substr(done, begin - done);
  if (!text_.empty() && may_join(text_.back())) text_ += ' ';
  const auto at = static_cast<uint32_t>(text_.size());
  text_ += kFiller;
  const auto after = static_cast<uint32_t>(text_.size());
  if (end < text.size() && may_join(text[end])) text_ += ' ';
  words_.push_back({at, after, static_cast<uint32_t>(text_.size()), begin, end, sign});
}

void HiddenText::assign(std::string_view text) {
  const std::string_view before = script_anchor(text);
  const auto anchor = static_cast<uint32_t>(before.size());
  if (anchor != 0) anchored_.assign(before).append(text);
  folded_.assign(anchor != 0 ? std::string_view(anchored_) : text);
  extract::lex(folded_.text(), lexed_);
  split_units(folded_.text(), lexed_.atoms, units_);
  text_.clear();
  words_.clear();
  std::size_t cursor = 0;
  for (std::size_t i = anchor != 0 ? 1 : 0; i < units_.size();) {
    const NeutralLexicon::Match found = match(i);
    if (found.units == 0) {
      ++i;
      continue;
    }
    const auto [begin, end] =
        folded_.source_range(units_[i].begin, units_[i + found.units - 1].end, cursor);
    replace(text, begin - anchor, end - anchor, found.sign);
    i += found.units;
  }
  text_ += text.substr(words_.empty() ? 0 : words_.back().source_end);
}

// The last word that begins at or before the byte.
const Hidden* HiddenText::word_before(uint32_t at, std::size_t& cursor) const {
  while (cursor < words_.size() && words_[cursor].begin <= at) ++cursor;
  return cursor == 0 ? nullptr : &words_[cursor - 1];
}

std::pair<uint32_t, uint32_t> HiddenText::source_range(uint32_t begin, uint32_t end,
                                                       std::size_t& cursor) const {
  const auto original = [](const Hidden* word, uint32_t at) {
    return word == nullptr ? at : word->source_end + (at < word->resume ? 0 : at - word->resume);
  };
  const Hidden* word = word_before(begin, cursor);
  const uint32_t from =
      word != nullptr && begin < word->end ? word->source_begin : original(word, begin);
  const uint32_t last = end - 1;
  word = word_before(last, cursor);
  const uint32_t to =
      word != nullptr && last < word->end ? word->source_end : original(word, last) + 1;
  return {from, to};
}

}  // namespace maillon::rank
