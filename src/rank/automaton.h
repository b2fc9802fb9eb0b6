// The automaton behind matcher.h: all phrases of a catalogue as states and edges.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rank/catalogue.h"
#include "rank/phrase.h"
#include "rank/words.h"

namespace maillon::rank {

inline constexpr uint32_t kNoState = 0xffffffff;
inline constexpr uint32_t kNumberSymbol = 0;
// Owners from here on are sides of a phrase of `&`, shared by the joints that use them.
inline constexpr uint32_t kFirstSide = 0x80000000;

struct GapEdge {
  uint32_t most, state;
  bool chains = false;  // another gap can follow at once
  uint64_t reach = 0;   // of that state
};
// A state that is reached with another, without a word.
struct Jump {
  uint64_t reach;
  uint32_t state;
  bool waits;
};

// Where a state's lists begin; they end where the next state's begin.
struct State {
  uint64_t next = 0;   // a bit for each symbol that may follow, see bit_of
  uint64_t reach = 0;  // the same of this state and those that are reached with it
  uint32_t owners = 0, jumps = 0, gaps = 0;
  bool alone = false;  // nothing but symbols: the next word decides
  bool waits = false;  // so do those that are reached with it
};
inline uint64_t bit_of(uint32_t symbol) {
  return uint64_t{1} << (symbol * 0x9E3779B1U >> 26);
}

// (state, symbol) -> state, open addressing.
class Edges {
 public:
  void build(const std::unordered_map<uint64_t, uint32_t>& from);
  uint32_t find(uint32_t state, uint32_t symbol) const {
    const uint64_t key = uint64_t{state} << 32 | symbol;
    const uint64_t bit = mixed(key) >> 40 & bit_mask_;
    if ((bits_[bit >> 6] >> (bit & 63) & 1U) == 0) return kNoState;
    for (std::size_t at = place(key); slots_[at].state != kNoState; at = (at + 1) & mask_) {
      if (slots_[at].key == key) return slots_[at].state;
    }
    return kNoState;
  }

 private:
  struct Slot {
    uint64_t key;
    uint32_t state;
  };
  static uint64_t mixed(uint64_t key) { return key * 0x9E3779B97F4A7C15ULL; }
  std::size_t place(uint64_t key) const {
    return static_cast<std::size_t>(mixed(key) >> 24) & mask_;
  }
  std::vector<Slot> slots_;
  std::size_t mask_ = 0;
  // Most questions are of edges that are not there; this tells them apart within the cache.
  std::vector<uint64_t> bits_;
  std::size_t bit_mask_ = 0;
};

// A phrase of several sides: all in one sentence, in any order.
struct Joint {
  uint32_t owner = 0;
  uint32_t sides = 0;  // bits
};
struct SideUse {
  uint32_t joint, side;
};

// Built once, then only read. State 0 is the begin.
class PhraseAutomaton {
 public:
  // A phrase without `&`; `owner` is what a match of it names.
  void add(const PhraseItems& items, uint32_t owner);
  // One with; sides that parse_phrase refuses are left out.
  void add_joint(const Phrase& phrase, std::span<const std::string_view> sides, uint32_t owner);
  // After the last phrase.
  void finish();

  // What a word stands for: symbols, the word's own first. `key` is a buffer.
  void symbols_of(std::string_view folded, const Word& word, std::string& key,
                  std::vector<uint32_t>& out) const;

  // After finish().
  std::vector<State> states;
  std::vector<uint32_t> owner_list;
  std::vector<Jump> jump_list;
  std::vector<GapEdge> gap_list;
  Edges edges;
  std::vector<uint32_t> roots;  // per symbol: the state behind the begin
  std::vector<Joint> joints;
  std::vector<std::vector<SideUse>> sides;  // who uses side i

 private:
  struct Node {
    std::vector<GapEdge> gaps;
    std::vector<uint32_t> owners;  // of the phrases that end here
    std::vector<uint32_t> jumps;   // states that are reached with this one
    uint64_t next = 0;             // see State
  };
  uint32_t symbol_of(const PhrasePart& part);
  uint32_t child(uint32_t node, const PhrasePart& part);
  uint32_t follow(uint32_t node, std::span<const PhrasePart> words);
  uint32_t side_of(std::string_view text, const std::string& language, const PhraseItems& items);
  void find_reach();
  uint32_t add_tail(const PhraseItems& items, std::size_t taken, uint32_t owner);
  bool has_gap(uint32_t node) const;

  std::vector<Node> nodes_ = std::vector<Node>(1);
  std::unordered_map<uint64_t, uint32_t> building_;
  std::unordered_map<std::string, uint32_t> keys_, prefixes_, side_number_;
  std::vector<uint32_t> prefix_sizes_;  // bytes, ascending
  // A bit for the first three bytes of each prefix: most words begin like none.
  std::vector<bool> prefix_begins_ = std::vector<bool>(1U << 16);
  uint32_t symbols_ = 1;
};

}  // namespace maillon::rank
