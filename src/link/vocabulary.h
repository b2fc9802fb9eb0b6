// Small numbers for the tokens of a few texts, so that what is known of a word
// stands in an array and is neither searched for nor sorted.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace maillon::link {

// Tokens get 0, 1, 2 ... in the order in which they are first added. Memory is
// kept from one set of texts to the next: clear() costs nothing.
class Vocabulary {
 public:
  void clear();
  // The token's number; a new one if it was not there.
  uint32_t add(uint32_t token) {
    if (slots_.empty()) clear();
    const Slot& slot = slots_[slot_of(token)];
    return slot.round == round_ ? slot.number : add_new(token);
  }
  // The token's number; size() if it is not there.
  uint32_t find(uint32_t token) const;

  uint32_t size() const { return static_cast<uint32_t>(tokens_.size()); }
  uint32_t token(uint32_t number) const { return tokens_[number]; }

 private:
  // Taken if `round` is this round's; so the table need not be wiped.
  struct Slot {
    uint32_t token = 0, number = 0, round = 0;
  };
  // Where the token stands, or the free slot where it would.
  std::size_t slot_of(uint32_t token) const {
    std::size_t at = (token * 0x9E3779B1U) >> shift_;
    while (slots_[at].round == round_ && slots_[at].token != token) {
      at = (at + 1) & (slots_.size() - 1);
    }
    return at;
  }
  uint32_t add_new(uint32_t token);
  void resize(std::size_t slots);

  std::vector<uint32_t> tokens_;  // by number
  std::vector<Slot> slots_;       // a power of two, at most half of them taken
  int shift_ = 0;                 // from 32 bits to the number of a slot
  uint32_t round_ = 0;
};

// A flag or number per word of a vocabulary that is forgotten at once: what was
// written before the last clear() reads as 0.
class WordCounts {
 public:
  // For numbers below `size`.
  void clear(std::size_t size);
  uint32_t get(uint32_t word) const {
    return values_[word].round == round_ ? values_[word].value : 0;
  }
  uint32_t& operator[](uint32_t word) {
    Value& value = values_[word];
    if (value.round != round_) value = {0, round_};
    return value.value;
  }

 private:
  struct Value {
    uint32_t value = 0, round = 0;
  };
  std::vector<Value> values_;
  uint32_t round_ = 0;
};

}  // namespace maillon::link
