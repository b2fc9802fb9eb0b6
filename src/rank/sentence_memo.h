// What was found in the sentences that were met. Adverts return under many names, and what a
// catalogue finds in a sentence follows from the symbol sets of its words alone: the same sets are
// looked at once.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "rank/matcher.h"

namespace maillon::rank {

// Bounded: what was not met for long is forgotten. The memory of one thread.
class SentenceMemo {
 public:
  // A sentence as one number a word.
  struct Shape {
    std::span<const uint32_t> words;
    uint64_t hash = 0;  // of these
  };
  // Words are counted from the sentence's first; `joint` from the first of these places.
  struct Found {
    std::span<const Match> matches;
    std::span<const WordRange> places;
  };
  // A longer one is not worth its memory.
  static constexpr std::size_t kLongest = 256;

  // Before find() is asked, so that the answer is in the cache by then.
  void prefetch(uint64_t hash) const {
    for (const Half& half : halves_) {
      if (!half.slots.empty()) __builtin_prefetch(&half.slots[hash & (half.slots.size() - 1)]);
    }
  }
  // What keep() was given for these words; valid until the next call.
  std::optional<Found> find(const Shape& shape);
  // Of a sentence that find() does not know, of at most kLongest words.
  void keep(const Shape& shape, const Found& found);

 private:
  struct Slot {
    uint64_t hash = 0;
    uint32_t words = 0, word_count = 0;  // 0: the slot is free
    uint32_t matches = 0, match_count = 0;
    uint32_t places = 0, place_count = 0;
  };
  struct Half {
    std::vector<Slot> slots;
    std::size_t count = 0;
    std::vector<uint32_t> words;
    std::vector<Match> matches;
    std::vector<WordRange> places;

    std::optional<Found> find(const Shape& shape) const;
    void put(const Shape& shape, const Found& found);
    void take_slot(const Slot& slot);
    void grow();
    bool is_full() const;
    void clear();
  };

  // Once the young are many they become the old, whose place is taken by what is met from then on.
  std::array<Half, 2> halves_;
  std::size_t young_ = 0;
};

}  // namespace maillon::rank
