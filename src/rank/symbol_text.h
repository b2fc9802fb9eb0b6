// A text as what its words stand for, and one phrase tried at one of its words.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "rank/matcher.h"
#include "rank/phrase_nfa.h"

namespace maillon::rank {

// Symbols as a filter: sets that share no bit share no symbol.
struct SymbolBits {
  std::array<uint64_t, 4> bits{};
  void add(uint32_t symbol) {
    const uint32_t bit = symbol * 0x85EBCA6BU >> 24;
    bits[bit >> 6] |= uint64_t{1} << (bit & 63);
  }
  void add(const SymbolBits& other) {
    for (std::size_t i = 0; i < bits.size(); ++i) bits[i] |= other.bits[i];
  }
  bool may_share(const SymbolBits& other) const {
    uint64_t common = 0;
    for (std::size_t i = 0; i < bits.size(); ++i) common |= bits[i] & other.bits[i];
    return common != 0;
  }
};

// What a spelling stands for: symbols of the catalogue, mostly none.
struct SymbolSet {
  std::span<const uint32_t> symbols;
  uint64_t bits = 0;  // bit_of each
  SymbolBits filter;
};
struct SymbolWord {
  uint64_t bits;  // of the set
  uint32_t set;   // its number; 0 = the empty one
  bool sentence;  // the first of its sentence
  bool han;       // one Chinese character
};
inline constexpr int32_t kNear = 6;
struct SymbolText {
  std::span<const SymbolWord> words;
  std::span<const SymbolSet> sets;
  // Of each word of the sentence and the kNear - 1 behind it.
  std::span<const SymbolBits> near;
  uint32_t begin = 0, end = 0;  // words of the sentence
  // Nothing goes on over the begin of a sentence.
  bool ends_at(std::size_t at) const { return at >= words.size() || words[at].sentence; }
};

// Where a phrase begins.
struct PhraseBegin {
  uint64_t bits = 0;  // bit_of each symbol that it can begin with
  uint32_t step = 0;
};
// The same with a finer filter, for what is looked for at every word.
struct SideBegin {
  PhraseBegin coarse;
  SymbolBits symbols;
};

// Adds all ends of the phrase that begins at word `first`, as matches of its owner; one end may be
// added several times.
void try_phrase(const PhraseNfa& nfa, const SymbolText& text, uint32_t step, uint32_t first,
                std::vector<Match>& out);

// Sorts by (first, owner) and leaves the longest of each. A word that one of several ways to it
// names is no gap's, whatever the others pass over.
void keep_longest(std::vector<Match>& of);
// The same with all ends: of matches that differ in `passed` only, one.
void keep_each_once(std::vector<Match>& of);

}  // namespace maillon::rank
