#include "rank/sentence_memo.h"

#include <algorithm>
#include <utility>

namespace maillon::rank {
namespace {

constexpr std::size_t kFirstSlots = std::size_t{1} << 10, kMostSlots = std::size_t{1} << 17,
                      kTries = 8;
// Of one half: some 10 MB.
constexpr std::size_t kMostWords = std::size_t{1} << 20, kMostMatches = std::size_t{1} << 17,
                      kMostPlaces = std::size_t{1} << 17;

}  // namespace

std::optional<SentenceMemo::Found> SentenceMemo::Half::find(const Shape& shape) const {
  for (std::size_t k = 0; k < kTries && !slots.empty(); ++k) {
    const Slot& slot = slots[(shape.hash + k) & (slots.size() - 1)];
    if (slot.word_count == 0) break;
    if (slot.hash != shape.hash || slot.word_count != shape.words.size()) continue;
    if (!std::equal(shape.words.begin(), shape.words.end(), &words[slot.words])) continue;
    return Found{std::span(matches).subspan(slot.matches, slot.match_count),
                 std::span(places).subspan(slot.places, slot.place_count)};
  }
  return std::nullopt;
}

// A free one; where there is none near, another sentence is forgotten: no choice of sentences makes
// a question long.
void SentenceMemo::Half::take_slot(const Slot& slot) {
  const auto at = [&](std::size_t k) -> Slot& {
    return slots[(slot.hash + k) & (slots.size() - 1)];
  };
  std::size_t k = 0;
  while (k < kTries && at(k).word_count != 0) ++k;
  if (k < kTries) ++count;
  at(k % kTries) = slot;
}

void SentenceMemo::Half::put(const Shape& shape, const Found& found) {
  if (count * 2 >= slots.size()) grow();
  const auto add = [](auto& to, const auto& from) {
    const auto begin = static_cast<uint32_t>(to.size());
    to.insert(to.end(), from.begin(), from.end());
    return begin;
  };
  const auto size_of = [](const auto& of) { return static_cast<uint32_t>(of.size()); };
  take_slot({shape.hash, add(words, shape.words), size_of(shape.words), add(matches, found.matches),
             size_of(found.matches), add(places, found.places), size_of(found.places)});
}

void SentenceMemo::Half::grow() {
  std::vector<Slot> old(std::max(kFirstSlots, slots.size() * 2));
  old.swap(slots);
  count = 0;
  for (const Slot& slot : old) {
    if (slot.word_count != 0) take_slot(slot);
  }
}

bool SentenceMemo::Half::is_full() const {
  return count * 2 >= kMostSlots || words.size() >= kMostWords || matches.size() >= kMostMatches ||
         places.size() >= kMostPlaces;
}

void SentenceMemo::Half::clear() {
  std::fill(slots.begin(), slots.end(), Slot{});
  count = 0;
  words.clear(), matches.clear(), places.clear();
}

std::optional<SentenceMemo::Found> SentenceMemo::find(const Shape& shape) {
  if (const auto found = halves_[young_].find(shape)) return found;
  const auto found = halves_[1 - young_].find(shape);
  if (!found) return std::nullopt;
  Half& young = halves_[young_];
  if (young.is_full()) return found;
  young.put(shape, *found);
  return young.find(shape);
}

void SentenceMemo::keep(const Shape& shape, const Found& found) {
  if (halves_[young_].is_full()) {
    young_ = 1 - young_;
    halves_[young_].clear();
  }
  halves_[young_].put(shape, found);
}

}  // namespace maillon::rank
