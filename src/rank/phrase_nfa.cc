#include "rank/phrase_nfa.h"

#include <algorithm>
#include <array>
#include <bit>
#include <set>
#include <utility>

#include "rank/neutral/stem.h"

namespace maillon::rank {
namespace {

constexpr std::size_t kBeginBytes = 3, kManyBytes = 64;
std::size_t begin_of(std::string_view text) {
  return hash_of_word(text.substr(0, kBeginBytes)) & 0x3FFF;
}

std::size_t key_bit(std::string_view key) {
  return hash_of_word(key) & 0x3FFFF;
}

// The shorter a word, the more often it is met (Zipf's law of abbreviation), and texts are made of
// few words again and again, catalogues of many. Chinese words are single characters.
double commonness_of(std::string_view word) {
  constexpr double kChinese = 60, kLong = 20;
  constexpr std::array<double, 5> by_letters = {200, 200, 200, 100, 50};
  if (word.starts_with('*')) word.remove_prefix(1);
  const std::size_t letters = count_letters(word);
  if (word.size() > 2 * letters) return kChinese;
  return letters < by_letters.size() ? by_letters[letters] : kLong;
}

}  // namespace

void Edges::build(const std::unordered_map<uint64_t, uint32_t>& from) {
  constexpr std::size_t kBitsPerEdge = 16;
  constexpr std::size_t kMostBits = std::size_t{1} << 24;  // as many as the hash gives
  std::size_t size = 16, bits = 64;
  while (size * 3 < from.size() * 4) size *= 2;
  while (bits < from.size() * kBitsPerEdge && bits < kMostBits) bits *= 2;
  mask_ = size - 1, bit_mask_ = bits - 1;
  slots_.assign(size, {0, kNoNode});
  bits_.assign(bits / 64, 0);
  for (const auto& [key, node] : from) {
    std::size_t at = place(key);
    while (slots_[at].node != kNoNode) at = (at + 1) & mask_;
    slots_[at] = {key, node};
    const uint64_t bit = bit_at(key);
    bits_[bit >> 6] |= uint64_t{1} << (bit & 63);
  }
}

uint32_t PhraseNfa::symbol_of(const PhrasePart& part) {
  if (part.kind == PhrasePart::number) return kNumberSymbol;
  auto& table = part.kind == PhrasePart::prefix ? prefixes_ : keys_;
  const auto [at, is_new] = table.emplace(part.text, static_cast<uint32_t>(words_.size()));
  if (is_new) {
    words_.push_back((part.kind == PhrasePart::prefix ? "*" : "") + part.text);
    uses_.push_back(0);
  }
  return at->second;
}

uint32_t PhraseNfa::child(uint32_t node, const PhrasePart& part) {
  const auto made = static_cast<uint32_t>(building_.size());
  if (part.kind == PhrasePart::gap) {
    for (const Gap& gap : building_[node].gaps) {
      if (gap.most == part.most) return gap.node;
    }
    building_[node].gaps.push_back({part.most, made});
    building_.emplace_back();
    return made;
  }
  const uint32_t symbol = symbol_of(part);
  const auto [at, is_new] = children_.emplace(uint64_t{node} << 32 | symbol, made);
  if (is_new) {
    building_[node].symbols.push_back(symbol);
    if (counted_ == 0) ++uses_[symbol];
    building_.emplace_back();
  }
  return at->second;
}

uint32_t PhraseNfa::number_of(const std::shared_ptr<const PhraseItem>& item) {
  const auto [at, is_new] = item_numbers_.emplace(item, static_cast<uint32_t>(roots_.size()));
  if (!is_new) return at->second;
  const auto root = static_cast<uint32_t>(building_.size());
  building_.emplace_back();
  for (const PhraseWords& words : item->any) {
    uint32_t node = root;
    for (const PhrasePart& part : words) node = child(node, part);
    building_[node].accepts = true;
  }
  roots_.push_back(root);
  begins_.emplace_back();
  return at->second;
}

double PhraseNfa::share_behind(uint32_t node) const {
  const Building& here = building_[node];
  if (here.accepts) return 1;
  double share = 0;
  for (const uint32_t symbol : here.symbols) {
    const double uses = uses_[symbol] * commonness_of(words_[symbol]);
    const double met = std::min(1.0, uses / counted_);
    share += met * share_behind(children_.at(uint64_t{node} << 32 | symbol));
  }
  for (const Gap& gap : here.gaps) share += share_behind(gap.node);
  return std::min(1.0, share);
}

void PhraseNfa::add_firsts(uint32_t node, std::vector<uint32_t>& to) const {
  to.insert(to.end(), building_[node].symbols.begin(), building_[node].symbols.end());
  for (const Gap& gap : building_[node].gaps) add_firsts(gap.node, to);
}

std::vector<uint32_t> PhraseNfa::first_symbols(uint32_t item) const {
  std::vector<uint32_t> out;
  add_firsts(roots_[item], out);
  return out;
}

uint32_t PhraseNfa::add(const PhraseItems& items, uint32_t owner, bool begins) {
  const auto first = static_cast<uint32_t>(steps.size());
  for (const auto& item : items) {
    const uint32_t number = number_of(item);
    if (begins) begins_[number].push_back(static_cast<uint32_t>(steps.size()));
    begins = begins && item->fewest_words == 0;
    steps.push_back({roots_[number], owner, false});
  }
  steps.push_back({kNoNode, owner, true});
  for (std::size_t i = items.size(); i > 0 && items[i - 1]->fewest_words == 0; --i) {
    steps[first + i - 1].may_end = true;
  }
  return first;
}

// A gap before the first word means nothing.
void PhraseNfa::find_firsts(uint32_t item, uint32_t node,
                            std::vector<std::vector<First>>& of_symbol) const {
  for (const uint32_t symbol : building_[node].symbols) {
    of_symbol[symbol].push_back({item, edges.find(node, symbol)});
  }
  for (const Gap& gap : building_[node].gaps) find_firsts(item, gap.node, of_symbol);
}

void PhraseNfa::finish() {
  edges.build(children_);
  std::vector<std::vector<First>> of_symbol(words_.size());
  for (uint32_t item = 0; item < roots_.size(); ++item) {
    if (!begins_[item].empty()) find_firsts(item, roots_[item], of_symbol);
  }
  for (const auto& list : of_symbol) {
    first_begins_.push_back(static_cast<uint32_t>(firsts_.size()));
    firsts_.insert(firsts_.end(), list.begin(), list.end());
  }
  first_begins_.push_back(static_cast<uint32_t>(firsts_.size()));
  for (const Building& from : building_) {
    nodes.push_back({bits_of(from.symbols), static_cast<uint32_t>(gaps.size()), from.accepts});
    gaps.insert(gaps.end(), from.gaps.begin(), from.gaps.end());
  }
  nodes.push_back({0, static_cast<uint32_t>(gaps.size()), false});
  building_ = {}, children_ = {}, item_numbers_ = {}, uses_ = {};
  note_words();
}

// What symbols_of() asks, where only the words are there.
void PhraseNfa::number_words() {
  for (uint32_t symbol = kNumberSymbol + 1; symbol < words_.size(); ++symbol) {
    const std::string& word = words_[symbol];
    if (word.starts_with('*')) {
      prefixes_.emplace(word.substr(1), symbol);
    } else {
      keys_.emplace(word, symbol);
    }
  }
  note_words();
}

void PhraseNfa::note_words() {
  for (const auto& [text, symbol] : keys_) {
    const std::size_t bit = key_bit(text);
    key_bits_[bit / 64] |= uint64_t{1} << (bit % 64);
  }
  std::set<std::size_t> long_sizes;
  for (const auto& [text, symbol] : prefixes_) {
    if (text.size() < kManyBytes) {
      prefix_sizes_[begin_of(text)] |= uint64_t{1} << text.size();
    } else {
      long_sizes.insert(text.size());
    }
  }
  long_prefix_sizes_.assign(long_sizes.begin(), long_sizes.end());
}

void PhraseNfa::symbols_of(std::string_view folded, const Word& word, std::string& key,
                           std::vector<uint32_t>& out) const {
  out.clear();
  if (word.number) {
    out.push_back(kNumberSymbol);
    key.assign(folded);
  } else {
    to_word_key(folded, key);
  }
  const std::size_t bit = key_bit(key);
  if ((key_bits_[bit / 64] >> (bit % 64) & 1U) != 0) {
    if (const auto at = keys_.find(key); at != keys_.end()) out.push_back(at->second);
  }
  if (folded.size() < kBeginBytes) return;
  const auto add = [&](std::size_t size) {
    if (size > folded.size()) return;
    key.assign(folded.substr(0, size));
    if (const auto at = prefixes_.find(key); at != prefixes_.end()) out.push_back(at->second);
  };
  for (uint64_t sizes = prefix_sizes_[begin_of(folded)]; sizes != 0; sizes &= sizes - 1)
    add(static_cast<std::size_t>(std::countr_zero(sizes)));
  for (const std::size_t size : long_prefix_sizes_) add(size);
}

}  // namespace maillon::rank
