// The words that say who somebody is, and the sign that stands for each class of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "rank/neutral/units.h"

namespace maillon::rank {

// One word or phrase of one class: {"name", "es", "María José"}, {"religion", "en", "muslim"}.
// The class is any text; a pair of forms may be a class of its own ("waiter/waitress"), so that the
// trade stays visible and the sex does not. The language is for whoever keeps the list: all words
// are looked for in all texts.
struct LexiconEntry {
  std::string kind, language, word;
  // Other endings of the word count too (stem.h), if its stem has four letters: for Russian and
  // Arabic words, and demonyms.
  bool inflects = false;
};

// Looks words up as they stand in folded texts. Immutable; any number of threads may ask.
class NeutralLexicon {
 public:
  // Fails with invalid_input and the number of the entry (from 1) when a word has no letter, has
  // more than eight parts, or a class is empty. Classes that share a word are one: a word of both
  // would otherwise tell them apart.
  static Result<NeutralLexicon> build(std::span<const LexiconEntry> entries);
  NeutralLexicon(NeutralLexicon&&) noexcept;
  NeutralLexicon& operator=(NeutralLexicon&&) noexcept;
  ~NeutralLexicon();

  struct Match {
    std::size_t units = 0;  // 0: none
    uint64_t sign = 0;      // what stands for the class
  };
  // The longest entry at the start of `units` (units.h), which is not empty.
  Match match(std::span<const RawUnit> units) const;
  // The sign of the class that a word with this stem belongs to; 0 if none. For words that match
  // no entry as they stand.
  uint64_t match_stem(std::string_view stem) const;
  bool any_inflects() const { return any_inflects_; }

  // Of words, classes and endings: a model is good for the lexicon that it was trained with.
  uint64_t fingerprint() const { return fingerprint_; }
  std::size_t size() const { return size_; }

 private:
  NeutralLexicon();
  struct Node {
    uint32_t id = 0;
    uint32_t kind = 0;  // 0: no entry ends here; else number of the class + 1
  };
  struct Slot {
    uint64_t key = 0;
    Node node;  // of neither id nor kind: the slot is free
  };
  Result<void> add(const LexiconEntry& entry, std::size_t number, uint32_t kind);
  void end_at(uint64_t key, uint32_t kind);
  void finish();
  const Node* find(uint64_t key) const;

  std::unordered_map<uint64_t, Node> built_;                    // while it is built
  std::vector<Slot> nodes_;                                     // by the unit and the node before
  std::vector<uint64_t> begins_ = std::vector<uint64_t>(4096);  // a bit for each first unit
  std::vector<uint32_t> same_;  // while it is built: classes that are one, a forest
  std::vector<uint64_t> sign_;  // by class
  uint64_t fingerprint_ = 0;
  std::size_t size_ = 0;
  bool any_inflects_ = false;
};

}  // namespace maillon::rank
