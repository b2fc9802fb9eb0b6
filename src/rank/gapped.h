// Phrases with gaps. Most of them begin with words that stand everywhere ("we ..3 passport"), so a
// phrase is looked for by its key, the run of its words without a gap that is met least often.
// Where a key stands, the phrase is tried.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "rank/matcher.h"
#include "rank/phrase_nfa.h"
#include "rank/symbol_text.h"

namespace maillon::rank {

// True if a wording of one of them has a gap.
bool has_gap(const PhraseItems& items);

// A phrase of one bracket, some of whose wordings have gaps, as a phrase for each of these and one
// for the others; another as it is.
std::vector<PhraseItems> split_wordings(const PhraseItems& items);

// Puts a phrase into the automaton, to be tried where something else tells.
SideBegin begin_of(const PhraseItems& items, uint32_t owner, PhraseNfa& nfa);

// A phrase with gaps, to be tried where its key stands. One line of the cache.
struct alignas(64) Gapped {
  PhraseBegin begin;
  // Another item of it, that most keys stand without: its first word is among these words, counted
  // from the key's first. `root` is kNoNode if there is none.
  struct Other {
    SymbolBits filter;
    uint32_t root = kNoNode;
    int16_t from = 0, to = 0;
  } other;
  // So many words of the phrase stand before the key.
  int16_t least_before = 0, most_before = 0;
};

// Puts phrases with gaps into the automaton, and says which phrases are rare.
class GappedPhrases {
 public:
  // `nfa` has the items of all phrases.
  explicit GappedPhrases(PhraseNfa& nfa) : nfa_(nfa) {}
  // `key_owner`: what its key is found as.
  Gapped add(const PhraseItems& items, uint32_t owner, uint32_t key_owner);
  // In what share of texts it is met, by a guess that serves to compare: how often a word is met
  // is taken from how many items have it, for no other measure holds for any language, and for
  // private overlays.
  double share_of(const PhraseItems& items);

 private:
  struct Key {
    PhraseItems items;             // without gaps; each match of the phrase holds one of them
    std::size_t from = 0, to = 0;  // items of the phrase
  };
  double share_of(uint32_t item);
  std::shared_ptr<const PhraseItem> without_gaps(const std::shared_ptr<const PhraseItem>& item);
  Key key_of(const PhraseItems& items);
  Gapped::Other other_of(const PhraseItems& items, const Key& key);

  PhraseNfa& nfa_;
  std::vector<double> shares_;  // of each item; below 0: not worked out yet
  std::unordered_map<std::shared_ptr<const PhraseItem>, std::shared_ptr<const PhraseItem>> cut_;
};

// False if the phrase does not stand in the text where its key stands at word `key`: told by a look
// at the words around, which most keys do not pass.
bool may_stand(const PhraseNfa& nfa, const SymbolText& text, const Gapped& phrase, uint32_t key);
// Adds all that the phrase is there; the same match may be added several times.
void try_gapped(const PhraseNfa& nfa, const SymbolText& text, const Gapped& phrase, uint32_t key,
                std::vector<Match>& out);

}  // namespace maillon::rank
