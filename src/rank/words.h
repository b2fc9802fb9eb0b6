// A text as words for the catalogue's matcher: folded (extract/text/fold.h), cut, and each with a
// key by which its inflected forms are one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "extract/text/fold.h"
#include "extract/text/lex.h"

namespace maillon::rank {

struct Word {
  uint32_t begin, end;  // bytes of the folded text
  uint64_t hash;        // of those bytes
  bool number;          // 2500, 2,500, 5k
  bool sentence;        // the first of its sentence or line
  bool han;             // one Chinese character
};

// One text after another, with the memory of the last. Traditional Chinese characters are read as
// simplified ones (extract/text/simplified.h), and a run of them is cut into single ones; 900usd is
// a number and a word; Kana, Thai ... stay runs.
class WordReader {
 public:
  // The text must live as long as the words are used. Linear; broken UTF-8 does no harm.
  void read(std::string_view text);

  const std::vector<Word>& words() const { return words_; }
  std::string_view folded() const { return simplified_.empty() ? folded_.text() : simplified_; }
  // The words before numbers and Chinese were cut; they fit folded().
  const std::vector<extract::Atom>& atoms() const { return lexed_.atoms; }
  std::string_view text_of(const Word& w) const {
    return folded().substr(w.begin, w.end - w.begin);
  }
  // Bytes of the original from the begin of one folded place to the end of another.
  uint32_t source_begin(uint32_t folded_begin) const { return folded_.source_begin(folded_begin); }
  uint32_t source_end(uint32_t folded_end) const { return folded_.source_end(folded_end); }

 private:
  uint32_t skip_thousands(std::size_t& i) const;

  extract::Folded folded_;
  std::string simplified_;  // the folded text, if it held traditional characters
  extract::Lexed lexed_;
  std::vector<Word> words_;
};

// The key of a folded word: light stemming by script. Latin: without the plural's s or x;
// Cyrillic: without the endings of case, number, gender and person; Arabic: without article,
// conjunctions, prepositions and pronoun endings, alef and ya forms unified. Others: as it is.
// `out` is written over.
void to_word_key(std::string_view folded, std::string& out);

// Short fingerprint of a folded word.
uint64_t hash_of_word(std::string_view folded);

}  // namespace maillon::rank
