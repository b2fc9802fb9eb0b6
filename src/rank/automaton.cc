// The phrases are one automaton whose edges are symbols: a word's key, a prefix, a number, or a
// gap. The first words of all phrases share a trie; behind them each phrase has states of its own,
// where the alternatives of an item meet again, so that a phrase of many wordings is small. A
// text's word stands for few symbols, mostly for none; which ones is worked out once for a
// spelling and remembered in a small table, so that a word costs one probe and stemming is rare. A
// walk starts only at words that begin a phrase, and the longest phrase bounds it, so ten times
// the phrases cost hardly more.
#include "rank/automaton.h"

#include <algorithm>
#include <utility>

namespace maillon::rank {
namespace {

void put(std::vector<uint32_t>& list, uint32_t value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

// How many items are multiplied out into the trie: until each wording has two words, or there
// are many.
std::size_t head_items(const PhraseItems& items, std::vector<PhraseWords>& heads) {
  constexpr std::size_t kMostHeads = 1024;
  heads.assign(1, {});
  std::size_t told = 0, taken = 0;
  for (const PhraseItem& item : items) {
    if (told >= 2 || (told >= 1 && heads.size() * item.any.size() > kMostHeads)) break;
    std::vector<PhraseWords> longer;
    for (const PhraseWords& head : heads) {
      for (const PhraseWords& words : item.any) {
        longer.push_back(head);
        longer.back().insert(longer.back().end(), words.begin(), words.end());
      }
    }
    heads = std::move(longer);
    told += fewest_words(item);
    ++taken;
  }
  return taken;
}

constexpr std::size_t kMostBits = std::size_t{1} << 24;  // of Edges, as many as the hash gives

constexpr std::size_t kBeginBytes = 3;
std::size_t begin_bit(std::string_view text) {
  return hash_of_word(text.substr(0, kBeginBytes)) & 0xFFFF;
}

}  // namespace

void Edges::build(const std::unordered_map<uint64_t, uint32_t>& from) {
  std::size_t size = 16;
  while (size < from.size() * 2) size *= 2;
  mask_ = size - 1;
  slots_.assign(size, {0, kNoState});
  constexpr std::size_t kBitsPerEdge = 8;
  std::size_t bits = 64;
  while (bits < from.size() * kBitsPerEdge && bits < kMostBits) bits *= 2;
  bit_mask_ = bits - 1;
  bits_.assign(bits / 64, 0);
  for (const auto& [key, state] : from) {
    std::size_t at = place(key);
    while (slots_[at].state != kNoState) at = (at + 1) & mask_;
    slots_[at] = {key, state};
    const uint64_t bit = mixed(key) >> 40 & bit_mask_;
    bits_[bit >> 6] |= uint64_t{1} << (bit & 63);
  }
}

uint32_t PhraseAutomaton::symbol_of(const PhrasePart& part) {
  if (part.kind == PhrasePart::number) return kNumberSymbol;
  auto& table = part.kind == PhrasePart::prefix ? prefixes_ : keys_;
  const auto [at, is_new] = table.emplace(part.text, symbols_);
  if (is_new) ++symbols_;
  return at->second;
}

uint32_t PhraseAutomaton::child(uint32_t node, const PhrasePart& part) {
  if (part.kind == PhrasePart::gap) {
    for (const GapEdge& gap : nodes_[node].gaps) {
      if (gap.most == part.most) return gap.state;
    }
    const auto made = static_cast<uint32_t>(nodes_.size());
    nodes_[node].gaps.push_back({part.most, made});
    nodes_.emplace_back();
    return made;
  }
  const uint64_t key = uint64_t{node} << 32 | symbol_of(part);
  const auto [at, is_new] = building_.emplace(key, static_cast<uint32_t>(nodes_.size()));
  nodes_[node].next |= bit_of(static_cast<uint32_t>(key));
  if (is_new) nodes_.emplace_back();
  return at->second;
}

uint32_t PhraseAutomaton::follow(uint32_t node, std::span<const PhrasePart> words) {
  for (const PhrasePart& part : words) node = child(node, part);
  return node;
}

uint32_t PhraseAutomaton::side_of(std::string_view text, const std::string& language,
                                  const PhraseItems& items) {
  const auto [at, is_new] =
      side_number_.emplace(language + " " + std::string(text), static_cast<uint32_t>(sides.size()));
  if (is_new) {
    sides.emplace_back();
    add(items, kFirstSide + at->second);
  }
  return at->second;
}

void PhraseAutomaton::add_joint(const Phrase& phrase, std::span<const std::string_view> texts,
                                uint32_t owner) {
  const auto joint = static_cast<uint32_t>(joints.size());
  joints.push_back({owner, (1U << texts.size()) - 1});
  for (uint32_t s = 0; s < texts.size(); ++s) {
    const auto items = parse_phrase(texts[s], phrase.language);
    if (items) sides[side_of(texts[s], phrase.language, *items)].push_back({joint, s});
  }
}

// The phrase's own states before each item from the last to `taken`; the first of them, 0 if there
// is none. Where all that follows may be missing, the phrase ends.
uint32_t PhraseAutomaton::add_tail(const PhraseItems& items, std::size_t taken, uint32_t owner) {
  uint32_t next = 0;
  bool may_end = true;
  for (std::size_t i = items.size(); i > taken; --i) {
    const auto state = static_cast<uint32_t>(nodes_.size());
    nodes_.emplace_back();
    for (const PhraseWords& words : items[i - 1].any) {
      const uint32_t end = follow(state, words);
      if (i == items.size()) {
        put(nodes_[end].owners, owner);
      } else {
        put(nodes_[end].jumps, next);
      }
    }
    may_end = may_end && fewest_words(items[i - 1]) == 0;
    if (may_end) put(nodes_[state].owners, owner);
    next = state;
  }
  return next;
}

void PhraseAutomaton::add(const PhraseItems& items, uint32_t owner) {
  std::vector<PhraseWords> heads;
  const std::size_t taken = head_items(items, heads);
  const uint32_t tail = add_tail(items, taken, owner);
  for (const PhraseWords& head : heads) {
    std::span<const PhrasePart> words = head;
    while (!words.empty() && words.front().kind == PhrasePart::gap) words = words.subspan(1);
    while (tail == 0 && !words.empty() && words.back().kind == PhrasePart::gap) {
      words = words.first(words.size() - 1);
    }
    const uint32_t end = follow(0, words);
    if (tail == 0) {
      put(nodes_[end].owners, owner);
    } else {
      put(nodes_[end].jumps, tail);
    }
  }
}

bool PhraseAutomaton::has_gap(uint32_t node) const {
  if (!nodes_[node].gaps.empty()) return true;
  return std::any_of(nodes_[node].jumps.begin(), nodes_[node].jumps.end(),
                     [&](uint32_t jump) { return has_gap(jump); });
}

void PhraseAutomaton::finish() {
  edges.build(building_);
  roots.assign(symbols_, kNoState);
  for (const auto& [key, node] : building_) {
    if (key >> 32 == 0) roots[static_cast<uint32_t>(key)] = node;
  }
  building_.clear();
  for (const auto& [text, symbol] : prefixes_) {
    prefix_sizes_.push_back(static_cast<uint32_t>(text.size()));
    prefix_begins_[begin_bit(text)] = true;
  }
  std::sort(prefix_sizes_.begin(), prefix_sizes_.end());
  prefix_sizes_.erase(std::unique(prefix_sizes_.begin(), prefix_sizes_.end()), prefix_sizes_.end());
  for (Node& node : nodes_) {
    for (GapEdge& gap : node.gaps) gap.chains = has_gap(gap.state);
  }
  const auto begins = [&](uint64_t next, bool alone) {
    states.push_back({next, next, static_cast<uint32_t>(owner_list.size()),
                      static_cast<uint32_t>(jump_list.size()),
                      static_cast<uint32_t>(gap_list.size()), alone, alone});
  };
  for (const Node& node : nodes_) {
    begins(node.next, node.owners.empty() && node.jumps.empty() && node.gaps.empty());
    owner_list.insert(owner_list.end(), node.owners.begin(), node.owners.end());
    for (const uint32_t jump : node.jumps) jump_list.push_back({0, jump, false});
    gap_list.insert(gap_list.end(), node.gaps.begin(), node.gaps.end());
  }
  begins(0, false);
  nodes_ = {};
  find_reach();
}

// A jump leads to a state that was made before its source's own, or behind it, but never round.
void PhraseAutomaton::find_reach() {
  std::vector<bool> done(states.size(), false);
  const auto visit = [&](const auto& self, uint32_t at) -> void {
    if (done[at]) return;
    done[at] = true;
    State& state = states[at];
    const bool listless =
        state.owners == states[at + 1].owners && state.gaps == states[at + 1].gaps;
    state.waits = listless;
    for (uint32_t i = state.jumps; i < states[at + 1].jumps; ++i) {
      Jump& jump = jump_list[i];
      self(self, jump.state);
      jump.reach = states[jump.state].reach;
      jump.waits = states[jump.state].waits;
      state.reach |= jump.reach;
      state.waits = state.waits && jump.waits;
    }
  };
  for (uint32_t at = 0; at + 1 < states.size(); ++at) visit(visit, at);
  for (GapEdge& gap : gap_list) gap.reach = states[gap.state].reach;
}

void PhraseAutomaton::symbols_of(std::string_view folded, const Word& word, std::string& key,
                                 std::vector<uint32_t>& out) const {
  out.clear();
  if (word.number) {
    out.push_back(kNumberSymbol);
    key.assign(folded);
  } else {
    to_word_key(folded, key);
  }
  if (const auto at = keys_.find(key); at != keys_.end()) out.push_back(at->second);
  if (folded.size() < kBeginBytes || !prefix_begins_[begin_bit(folded)]) return;
  for (const uint32_t size : prefix_sizes_) {
    if (size > folded.size()) break;
    key.assign(folded.substr(0, size));
    if (const auto at = prefixes_.find(key); at != prefixes_.end()) out.push_back(at->second);
  }
}

}  // namespace maillon::rank
