// Takes the lexicon's words out of a text before anything else reads it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "extract/text/fold.h"
#include "extract/text/lex.h"
#include "rank/neutral/lexicon.h"

namespace maillon::rank {

// A word of the lexicon, and the filler that stands for it.
struct Hidden {
  uint32_t begin, end;                // bytes of the hidden text
  uint32_t resume;                    // where the original goes on in it
  uint32_t source_begin, source_end;  // bytes of the original
  uint64_t sign;                      // of the word's class
};

// A text with one and the same filler for each word of the lexicon, whatever its class, script and
// length. Two texts that differ in such words alone give the same bytes, so that whoever reads
// these bytes (the finders of phones, handles and URLs look at neighbours) cannot tell them apart.
class HiddenText {
 public:
  explicit HiddenText(const NeutralLexicon& lexicon) : lexicon_(lexicon) {}

  // Forgets what was there; memory is kept. The text is not needed after.
  void assign(std::string_view text);

  std::string_view text() const { return text_; }
  std::span<const Hidden> words() const { return words_; }
  // Bytes of the original for a range of the hidden text that is not empty, and neither begins nor
  // ends in a blank; of the whole word where it touches one. For ranges asked for in ascending
  // order: `cursor` is 0 at first.
  std::pair<uint32_t, uint32_t> source_range(uint32_t begin, uint32_t end,
                                             std::size_t& cursor) const;

 private:
  NeutralLexicon::Match match(std::size_t unit);
  void replace(std::string_view text, uint32_t begin, uint32_t end, uint64_t sign);
  const Hidden* word_before(uint32_t at, std::size_t& cursor) const;

  const NeutralLexicon& lexicon_;
  extract::Folded folded_;
  extract::Lexed lexed_;
  std::vector<RawUnit> units_;
  std::string anchored_, buffer_, stem_, text_;
  std::vector<Hidden> words_;
};

}  // namespace maillon::rank
