// The phrases of a catalogue as a nondeterministic automaton over symbols, for lazy_dfa.h.
//
// Thousands of phrases are made of the same brackets, so an item is kept once, as a trie of its
// wordings, and a phrase is a row of steps through items. It stays as small as the catalogue's
// files, and is built about as fast as they are read.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rank/phrase.h"
#include "rank/words.h"

namespace maillon::rank {

inline constexpr uint32_t kNoNode = 0xffffffff;
inline constexpr uint32_t kNumberSymbol = 0;
// One of 64 bits for a symbol: a set of symbols as a filter.
inline uint64_t bit_of(uint32_t symbol) {
  return uint64_t{1} << (symbol * 0x9E3779B1U >> 26);
}

inline uint64_t bits_of(std::span<const uint32_t> symbols) {
  uint64_t bits = 0;
  for (const uint32_t symbol : symbols) bits |= bit_of(symbol);
  return bits;
}

// (node, symbol) -> node, open addressing.
class Edges {
 public:
  struct Slot {
    uint64_t key = 0;
    uint32_t node = kNoNode;
  };
  void build(const std::unordered_map<uint64_t, uint32_t>& from);
  uint32_t find(uint32_t node, uint32_t symbol) const {
    const uint64_t key = uint64_t{node} << 32 | symbol;
    const uint64_t bit = bit_at(key);
    if ((bits_[bit >> 6] >> (bit & 63) & 1U) == 0) return kNoNode;
    for (std::size_t at = place(key); slots_[at].node != kNoNode; at = (at + 1) & mask_) {
      if (slots_[at].key == key) return slots_[at].node;
    }
    return kNoNode;
  }

 private:
  template <class A>
  friend void fields(A& a, Edges& e);
  static uint64_t mixed(uint64_t key) { return key * 0x9E3779B97F4A7C15ULL; }
  std::size_t place(uint64_t key) const { return mixed(key) >> 40 & mask_; }
  uint64_t bit_at(uint64_t key) const { return mixed(key) >> 40 & bit_mask_; }
  std::vector<Slot> slots_;
  std::size_t mask_ = 0;
  // Most questions are of edges that are not there; this tells them apart within the cache.
  std::vector<uint64_t> bits_;
  uint64_t bit_mask_ = 0;
};

// Built once, then only read.
class PhraseNfa {
 public:
  // Adds an item, if it is not there yet; gives its number.
  uint32_t number_of(const std::shared_ptr<const PhraseItem>& item);
  // The symbols it can begin with; a gap before them means nothing.
  std::vector<uint32_t> first_symbols(uint32_t item) const;
  uint32_t root_of(uint32_t item) const { return roots_[item]; }
  // What is added from now on is made of what is there, and says nothing of how often words are
  // met.
  void end_counting() { counted_ = static_cast<double>(children_.size()); }
  // In what share of texts it is met, by a guess from how many items have its words. After
  // end_counting().
  double share_of(uint32_t item) const { return share_behind(roots_[item]); }
  // A phrase without `&`; `owner` is what a match of it names. `begins`: walks over a text begin
  // with it (begins_of). Gives its first step.
  uint32_t add(const PhraseItems& items, uint32_t owner, bool begins);
  // After the last phrase.
  void finish();

  // What a word stands for: symbols, the word's own first. `key` is a buffer.
  void symbols_of(std::string_view folded, const Word& word, std::string& key,
                  std::vector<uint32_t>& out) const;

  struct Gap {
    uint32_t most = 0, node = 0;  // so many words, or none, lead to that node
  };
  // A place in an item's trie. Its gaps end where the next node's begin.
  struct Node {
    uint64_t next = 0;  // bit_of each symbol that may follow
    uint32_t gaps = 0;
    bool accepts = false;  // a wording ends here
  };
  // A place in a phrase: before one of its items, or behind the last.
  struct Step {
    uint32_t root = kNoNode;  // of the item; kNoNode behind the last
    uint32_t owner = 0;
    bool may_end = false;  // all that follows may be missing
  };
  // A first word of an item, and the node behind it.
  struct First {
    uint32_t item = 0, node = 0;
  };

  // After finish().
  std::vector<Node> nodes;  // and one more, where the last one's gaps end
  std::vector<Gap> gaps;
  Edges edges;
  std::vector<Step> steps;
  std::span<const First> firsts_of(uint32_t symbol) const {
    return std::span(firsts_).subspan(first_begins_[symbol],
                                      first_begins_[symbol + 1] - first_begins_[symbol]);
  }
  // The steps before that item at which a match can begin.
  std::span<const uint32_t> begins_of(uint32_t item) const { return begins_[item]; }

 private:
  template <class A>
  friend void fields(A& a, PhraseNfa& n);
  struct Building {
    std::vector<Gap> gaps;
    std::vector<uint32_t> symbols;
    bool accepts = false;
  };
  uint32_t symbol_of(const PhrasePart& part);
  void number_words();
  void note_words();
  uint32_t child(uint32_t node, const PhrasePart& part);
  double share_behind(uint32_t node) const;
  void add_firsts(uint32_t node, std::vector<uint32_t>& to) const;
  void find_firsts(uint32_t item, uint32_t node, std::vector<std::vector<First>>& of_symbol) const;

  std::vector<Building> building_;
  std::unordered_map<uint64_t, uint32_t> children_;
  std::vector<uint32_t> uses_ = {0};  // of each symbol: nodes that have it
  double counted_ = 0;                // nodes that were counted; 0: they are being counted
  std::unordered_map<std::shared_ptr<const PhraseItem>, uint32_t> item_numbers_;
  std::vector<uint32_t> roots_;                // of each item
  std::vector<std::vector<uint32_t>> begins_;  // of each item
  std::vector<First> firsts_;
  std::vector<uint32_t> first_begins_;     // of each symbol, and the end
  std::vector<std::string> words_ = {""};  // of each symbol; a prefix with '*' before it
  std::unordered_map<std::string, uint32_t> keys_, prefixes_;
  // A bit for the hash of each key: most words are none.
  std::vector<uint64_t> key_bits_ = std::vector<uint64_t>(std::size_t{1} << 12);
  // By the first three bytes of a prefix: the sizes in bytes that there are, a bit for each; most
  // words begin like none. Longer ones by themselves, ascending.
  std::vector<uint64_t> prefix_sizes_ = std::vector<uint64_t>(std::size_t{1} << 14);
  std::vector<std::size_t> long_prefix_sizes_;
};

}  // namespace maillon::rank
