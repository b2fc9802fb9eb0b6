// The deterministic automaton of phrases without gaps, made state by state as texts need them
// (after the lazy DFA of Thompson's "Regular expression search algorithm", 1968, as RE2 has it).
// A walk begins at one word of a text; a state is all places in all phrases that the words since
// then lead to, so a word costs one probe however many phrases go on with it.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "rank/phrase_nfa.h"
#include "rank/symbol_text.h"

namespace maillon::rank {

// The memory of one thread. States are forgotten, all at once, when they grow many.
class LazyDfa {
 public:
  using StateId = uint32_t;
  static constexpr StateId kDead = 0;

  // Places, endings, transitions and, weighed by their size, states: some 64 MB.
  static constexpr std::size_t kMostKept = std::size_t{1} << 22;
  // Of the phrases that begin walks. They must outlive it, and have no gaps.
  explicit LazyDfa(const PhraseNfa& phrases, std::size_t most_kept = kMostKept)
      : nfa_(&phrases), most_kept_(most_kept) {
    forget();
  }

  // The state behind the first word; kDead if no phrase begins with it. `number`: the caller's of
  // the set. States of other walks are not valid afterwards.
  StateId begin(uint32_t number, const SymbolSet& set) {
    if (kept_ > most_kept_) forget();
    if (number < begins_.size() && begins_[number] != kUnknown) return begins_[number];
    return make_begin(number, set);
  }
  // No word goes on from the state that has none of these (bit_of).
  uint64_t bits(StateId of) const { return states_[of].bits; }
  // The state behind one more word.
  StateId next(StateId from, uint32_t number, const SymbolSet& set) {
    const uint64_t key = uint64_t{from} << 32 | number;
    for (std::size_t at = slot_of(key); transitions_[at].to != kUnknown;
         at = (at + 1) & (transitions_.size() - 1)) {
      if (transitions_[at].key == key) return transitions_[at].to;
    }
    return make_next(from, key, set);
  }
  // The owners of the phrases that end with the word just read, ascending, each once.
  std::span<const uint32_t> endings(StateId of) const {
    return std::span(endings_).subspan(states_[of].endings, states_[of].ending_count);
  }

 private:
  static constexpr StateId kUnknown = 0xffffffff;
  static constexpr std::size_t kWeight = 6;  // of a state and where its hash is noted

  // Within an item, before a step's end.
  struct Place {
    uint32_t step, node;
    friend auto operator<=>(const Place&, const Place&) = default;
  };
  struct State {
    uint64_t bits = 0;  // of the symbols that lead on
    uint32_t endings = 0, ending_count = 0;
  };
  struct Places {
    uint32_t begin = 0, count = 0;
  };
  struct Transition {
    uint64_t key = 0;
    StateId to = kUnknown;
  };

  void forget();
  std::size_t slot_of(uint64_t key) const {
    // High bits: the state stands in the key's upper half, and the low ones know nothing of it.
    return static_cast<std::size_t>(key * 0x9E3779B97F4A7C15ULL >> 40) & (transitions_.size() - 1);
  }
  StateId make_begin(uint32_t number, const SymbolSet& set);
  StateId make_next(StateId from, uint64_t key, const SymbolSet& set);
  void put_transition(uint64_t key, StateId to);
  void enter(uint32_t step, uint32_t node);
  StateId state_of_entered();

  const PhraseNfa* nfa_;
  std::size_t most_kept_, kept_ = 0;
  std::vector<State> states_;
  std::vector<Places> places_of_;  // of each state; asked when one is made only
  std::vector<Place> places_;
  std::vector<uint32_t> endings_;
  std::vector<StateId> begins_;          // by number of set
  std::vector<Transition> transitions_;  // open addressing
  std::size_t transition_count_ = 0;
  std::unordered_multimap<uint64_t, StateId> by_hash_;
  // The state that is being made.
  std::vector<Place> entered_;
  std::vector<uint32_t> ended_;
};

}  // namespace maillon::rank
