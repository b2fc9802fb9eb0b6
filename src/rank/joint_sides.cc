#include "rank/joint_sides.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>

namespace maillon::rank {
namespace {

bool is_before(const WordRange& a, const WordRange& b) {
  return std::tie(a.first, a.end) < std::tie(b.first, b.end);
}

}  // namespace

std::pair<uint32_t, bool> Joints::side_of(std::string_view text, const std::string& language) {
  const auto [at, is_new] =
      numbers_.emplace(language + " " + std::string(text), static_cast<uint32_t>(numbers_.size()));
  return {at->second, is_new};
}

void Joints::add(std::span<const uint32_t> sides, uint32_t owner) {
  Joint made{owner, static_cast<uint32_t>(sides.size()), {}};
  std::copy(sides.begin(), sides.end(), made.numbers.begin());
  joints_.push_back(made);
}

void Joints::finish(std::span<const double> shares) {
  const auto key_of = [&](const Joint& joint) {
    return *std::min_element(joint.sides().begin(), joint.sides().end(),
                             [&](uint32_t a, uint32_t b) { return shares[a] < shares[b]; });
  };
  std::stable_sort(joints_.begin(), joints_.end(),
                   [&](const Joint& a, const Joint& b) { return key_of(a) < key_of(b); });
  keyed_.assign(numbers_.size() + 1, 0);
  for (const Joint& joint : joints_) ++keyed_[key_of(joint) + 1];
  std::partial_sum(keyed_.begin(), keyed_.end(), keyed_.begin());
  numbers_ = {};
}

void SideJoiner::put(List& list, const WordRange& place) {
  if (list.begin != list.end) {
    WordRange& last = ranges_.back();
    if (last.first == place.first && last.end == place.end) {
      last.passed &= place.passed;
      return;
    }
  }
  ranges_.push_back(place);
  list.end = static_cast<uint32_t>(ranges_.size());
}

SideJoiner::List& SideJoiner::new_list(uint32_t side) {
  const auto begin = static_cast<uint32_t>(ranges_.size());
  return lists_[side] = {sentence_, begin, begin};
}

// True if the side stands in the sentence; its list is made if it was not yet.
bool SideJoiner::look_for(uint32_t side, const SymbolText& text) {
  if (lists_[side].sentence != sentence_) {
    List& list = new_list(side);
    const SideBegin& phrase = joints_->begins[side];
    for (uint32_t first = text.begin; first < text.end; ++first) {
      const SymbolWord& word = text.words[first];
      if ((word.bits & phrase.coarse.bits) == 0) continue;
      if (!text.sets[word.set].filter.may_share(phrase.symbols)) continue;
      walked_.clear();
      try_phrase(*nfa_, text, phrase.coarse.step, first, walked_);
      std::sort(walked_.begin(), walked_.end(),
                [](const Match& a, const Match& b) { return a.end < b.end; });
      for (const Match& match : walked_) put(list, {first, match.end, match.passed});
    }
  }
  return lists_[side].begin != lists_[side].end;
}

void SideJoiner::join(const SymbolText& text, std::vector<Match>& out) {
  if (found_.empty()) return;
  ++sentence_;
  ranges_.clear();
  std::sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) {
    return std::tie(a.side, a.place.first, a.place.end) <
           std::tie(b.side, b.place.first, b.place.end);
  });
  for (std::size_t i = 0; i < found_.size(); ++i) {
    const uint32_t side = found_[i].side;
    put(i == 0 || found_[i - 1].side != side ? new_list(side) : lists_[side], found_[i].place);
  }
  for (std::size_t i = 0; i < found_.size(); ++i) {
    if (i > 0 && found_[i].side == found_[i - 1].side) continue;
    for (const Joints::Joint& joint : joints_->keyed_at(found_[i].side)) {
      const auto sides = joint.sides();
      const bool all = std::all_of(sides.begin(), sides.end(),
                                   [&](uint32_t side) { return look_for(side, text); });
      if (all) put_together(joint, text, out);
    }
  }
  found_.clear();
}

// In the order of the text: as soon as all sides were seen, where each was seen last.
void SideJoiner::put_together(const Joints::Joint& joint, const SymbolText& text,
                              std::vector<Match>& out) {
  std::array<std::span<const WordRange>, kMostSides> rest;
  std::array<WordRange, kMostSides> place{};
  const std::size_t count = joint.count;
  for (std::size_t s = 0; s < count; ++s) {
    const List& list = lists_[joint.numbers[s]];
    rest[s] = std::span(ranges_).subspan(list.begin, list.end - list.begin);
  }
  uint32_t seen = 0;
  while (true) {
    std::size_t next = count;
    for (std::size_t s = 0; s < count; ++s) {
      if (rest[s].empty()) continue;
      if (next == count || is_before(rest[s].front(), rest[next].front())) next = s;
    }
    if (next == count) return;
    place[next] = rest[next].front();
    rest[next] = rest[next].subspan(1);
    seen |= 1U << next;
    if (seen != (1U << count) - 1) continue;
    uint32_t first = place[0].first, end = 0;
    for (std::size_t s = 0; s < count; ++s) {
      first = std::min(first, place[s].first);
      end = std::max(end, place[s].end);
    }
    const bool han = text.words[first].han;
    if (end - first > (han ? 2 : 1) * kJointWindow) continue;
    out.push_back({joint.owner, first, end, static_cast<uint32_t>(places_.size() / kMostSides), 0});
    places_.insert(places_.end(), place.begin(), place.end());
    seen = 0;
  }
}

std::span<const WordRange> SideJoiner::places_of(uint32_t joint) const {
  const auto all = std::span(places_).subspan(std::size_t{joint} * kMostSides, kMostSides);
  const auto none =
      std::find_if(all.begin(), all.end(), [](const WordRange& w) { return w.end == 0; });
  return {all.begin(), none};
}

void SideJoiner::put_back(std::span<const WordRange> places, uint32_t first_word) {
  for (WordRange place : places) {
    if (place.end != 0) place.first += first_word, place.end += first_word;
    places_.push_back(place);
  }
}

}  // namespace maillon::rank
