// Numbers remembered by a hash, in bounded memory.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace maillon::rank {

// Once they are many the older make room; no choice of hashes makes a question long. What a hash
// stands for is told by the hash alone.
class NumberMemo {
 public:
  static constexpr uint32_t kUnknown = 0xffffffff;

  // `most`: places, a power of two; half of them are used.
  explicit NumberMemo(std::size_t most = std::size_t{1} << 19) : most_(most) {}
  // Before of() is asked, so that the answer is in the cache by then.
  void prefetch(uint64_t hash) const { __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]); }
  // Of that hash, to be filled if it is kUnknown. Valid until the next call.
  uint32_t& of(uint64_t hash) {
    if (count_ * 2 >= slots_.size() && slots_.size() < most_) grow();
    for (std::size_t k = 0; k < kTries; ++k) {
      Slot& slot = slots_[(hash + k) & (slots_.size() - 1)];
      if (slot.number == kUnknown) {
        slot.hash = hash, ++count_;
        return slot.number;
      }
      if (slot.hash == hash) return slot.number;
    }
    Slot& first = slots_[hash & (slots_.size() - 1)];
    first = {hash, kUnknown};
    return first.number;
  }
  void clear() { slots_.assign(slots_.size(), {}), count_ = 0; }

 private:
  static constexpr std::size_t kTries = 8;
  struct Slot {
    uint64_t hash = 0;
    uint32_t number = kUnknown;
  };
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    count_ = 0;
    for (const Slot& one : old) {
      if (one.number != kUnknown) of(one.hash) = one.number;
    }
  }
  std::size_t most_, count_ = 0;
  std::vector<Slot> slots_ = std::vector<Slot>(std::size_t{1} << 12);
};

}  // namespace maillon::rank
