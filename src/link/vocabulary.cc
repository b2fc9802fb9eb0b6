#include "link/vocabulary.h"

#include <bit>

namespace maillon::link {
namespace {

constexpr std::size_t kFirstSlots = 256;

}  // namespace

void Vocabulary::resize(std::size_t slots) {
  slots_.assign(slots, Slot{});
  shift_ = 32 - std::countr_zero(slots);
}

void Vocabulary::clear() {
  tokens_.clear();
  if (slots_.empty()) resize(kFirstSlots);
  if (++round_ != 0) return;
  resize(slots_.size());  // the numbers of rounds are used up
  round_ = 1;
}

uint32_t Vocabulary::add_new(uint32_t token) {
  if ((tokens_.size() + 1) * 2 > slots_.size()) {
    resize(slots_.size() * 2);
    for (uint32_t number = 0; number < size(); ++number) {
      slots_[slot_of(tokens_[number])] = {tokens_[number], number, round_};
    }
  }
  slots_[slot_of(token)] = {token, size(), round_};
  tokens_.push_back(token);
  return size() - 1;
}

uint32_t Vocabulary::find(uint32_t token) const {
  if (tokens_.empty()) return 0;
  const Slot& slot = slots_[slot_of(token)];
  return slot.round == round_ ? slot.number : size();
}

void WordCounts::clear(std::size_t size) {
  if (values_.size() < size) values_.resize(size);
  if (++round_ != 0) return;
  values_.assign(values_.size(), Value{});
  round_ = 1;
}

}  // namespace maillon::link
