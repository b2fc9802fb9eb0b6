// What the ranker may see of a text: not who somebody is.
//
// Names, demonyms, gendered forms, religions and ethnicities (whatever the lexicon lists) become
// the sign of their class; endings that agree in gender or number are cut (stem.h); digits become
// one sign, and phones, e-mail addresses, URLs, handles, prices, dates and wallets the sign of
// their kind. Places stay. So two texts that differ in such words alone give the same units, by
// construction: the words are taken out (hide.h) before anything else reads the text. Whatever is
// made of units alone cannot know sex, nationality, ethnicity or religion as far as the lexicon
// reaches; a name that it does not list is a word like any other.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "rank/neutral/lexicon.h"

namespace maillon::rank {

// A word, a character (of a script without blanks) or a sign.
struct Unit {
  uint64_t hash;          // of all that may be known of it
  std::string_view stem;  // of words; empty for characters and signs
  uint32_t begin, end;    // bytes in the text; on code point borders if its bytes are UTF-8
  UnitKind kind;
  bool after_break;  // a sentence or a line begins here
  bool listed;       // it stands for words of the lexicon
};

// Reads one text after another without new memory for each. One thread at a time; the lexicon may
// be shared and must outlive it.
class Neutraliser {
 public:
  explicit Neutraliser(const NeutralLexicon& lexicon);
  ~Neutraliser();
  Neutraliser(Neutraliser&&) noexcept;

  // Units in order of the text; valid until the next call, and without the text. Texts above
  // 1 MiB are read up to there.
  std::span<const Unit> read(std::string_view text);
  uint64_t lexicon_fingerprint() const { return lexicon_->fingerprint(); }

 private:
  struct State;
  const NeutralLexicon* lexicon_;
  std::unique_ptr<State> state_;
};

}  // namespace maillon::rank
