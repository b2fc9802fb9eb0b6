#include "rank/lazy_dfa.h"

#include <algorithm>

#include "base/hash.h"

namespace maillon::rank {
namespace {

template <class T>
void sort_each_once(std::vector<T>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

}  // namespace

void LazyDfa::forget() {
  states_.assign(1, {}), places_of_.assign(1, {});
  places_.clear(), endings_.clear(), begins_.clear(), by_hash_.clear();
  transitions_.assign(std::size_t{1} << 12, {});
  transition_count_ = 0;
  kept_ = transitions_.size();
}

void LazyDfa::put_transition(uint64_t key, StateId to) {
  if (++transition_count_ * 2 > transitions_.size()) {
    std::vector<Transition> old(transitions_.size() * 2);
    kept_ += transitions_.size();
    old.swap(transitions_);
    transition_count_ = 1;
    for (const Transition& one : old) {
      if (one.to != kUnknown) put_transition(one.key, one.to);
    }
  }
  std::size_t at = slot_of(key);
  while (transitions_[at].to != kUnknown) at = (at + 1) & (transitions_.size() - 1);
  transitions_[at] = {key, to};
}

// All that can be reached from there without a word.
void LazyDfa::enter(uint32_t step, uint32_t node) {
  const PhraseNfa::Node& here = nfa_->nodes[node];
  if (here.next != 0) entered_.push_back({step, node});
  if (!here.accepts) return;
  const PhraseNfa::Step& behind = nfa_->steps[step + 1];
  if (behind.may_end) ended_.push_back(behind.owner);
  if (behind.root != kNoNode) enter(step + 1, behind.root);
}

LazyDfa::StateId LazyDfa::state_of_entered() {
  if (entered_.empty() && ended_.empty()) return kDead;
  sort_each_once(entered_);
  sort_each_once(ended_);
  uint64_t hash = entered_.size();
  for (const Place& one : entered_) hash = mix64(hash ^ (uint64_t{one.step} << 32 | one.node));
  for (const uint32_t owner : ended_) hash = mix64(hash ^ owner);
  const auto [begin, end] = by_hash_.equal_range(hash);
  for (auto at = begin; at != end; ++at) {
    const Places at_places = places_of_[at->second];
    const auto places = std::span(places_).subspan(at_places.begin, at_places.count);
    if (std::equal(entered_.begin(), entered_.end(), places.begin(), places.end()) &&
        std::ranges::equal(ended_, endings(at->second))) {
      return at->second;
    }
  }
  State made;
  for (const Place& one : entered_) made.bits |= nfa_->nodes[one.node].next;
  places_of_.push_back(
      {static_cast<uint32_t>(places_.size()), static_cast<uint32_t>(entered_.size())});
  kept_ += entered_.size() + ended_.size() + kWeight;
  made.endings = static_cast<uint32_t>(endings_.size());
  made.ending_count = static_cast<uint32_t>(ended_.size());
  places_.insert(places_.end(), entered_.begin(), entered_.end());
  endings_.insert(endings_.end(), ended_.begin(), ended_.end());
  const auto id = static_cast<StateId>(states_.size());
  states_.push_back(made);
  by_hash_.emplace(hash, id);
  return id;
}

LazyDfa::StateId LazyDfa::make_begin(uint32_t number, const SymbolSet& set) {
  entered_.clear(), ended_.clear();
  for (const uint32_t symbol : set.symbols) {
    for (const PhraseNfa::First& first : nfa_->firsts_of(symbol)) {
      for (const uint32_t step : nfa_->begins_of(first.item)) enter(step, first.node);
    }
  }
  if (number >= begins_.size()) begins_.resize(number + 1, kUnknown);
  return begins_[number] = state_of_entered();
}

LazyDfa::StateId LazyDfa::make_next(StateId from, uint64_t key, const SymbolSet& set) {
  entered_.clear(), ended_.clear();
  const Places places = places_of_[from];
  for (uint32_t i = places.begin; i < places.begin + places.count; ++i) {
    const Place one = places_[i];
    if ((nfa_->nodes[one.node].next & set.bits) == 0) continue;
    for (const uint32_t symbol : set.symbols) {
      const uint32_t child = nfa_->edges.find(one.node, symbol);
      if (child != kNoNode) enter(one.step, child);
    }
  }
  const StateId made = state_of_entered();
  put_transition(key, made);
  return made;
}

}  // namespace maillon::rank
