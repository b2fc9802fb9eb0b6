#include "rank/neutral/lexicon.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/hash.h"
#include "extract/text/fold.h"
#include "rank/neutral/stem.h"

namespace maillon::rank {
namespace {

constexpr std::size_t kMaxParts = 8, kMinStem = 4;
constexpr uint64_t kStemSeed = 0x7374656d, kClassSeed = 0x636c6173;

uint64_t node_key(uint32_t before, uint64_t unit) {
  return mix64(unit + uint64_t{before} * 0x9e3779b97f4a7c15ULL);
}

uint64_t stem_key(std::string_view stem) {
  return hash64(stem, kStemSeed);
}

uint32_t find_root(std::vector<uint32_t>& same, uint32_t kind) {
  while (same[kind] != kind) kind = same[kind] = same[same[kind]];
  return kind;
}

tl::unexpected<Error> refuse(std::size_t number, std::string_view why) {
  return fail(Code::invalid_input, fmt::format("entry {} of the lexicon {}", number, why));
}

// Most words begin no entry: a bit tells, within the cache.
std::size_t begin_word(uint64_t unit) {
  return unit >> 6 & 4095;
}

}  // namespace

NeutralLexicon::NeutralLexicon() = default;
NeutralLexicon::NeutralLexicon(NeutralLexicon&&) noexcept = default;
NeutralLexicon& NeutralLexicon::operator=(NeutralLexicon&&) noexcept = default;
NeutralLexicon::~NeutralLexicon() = default;

Result<NeutralLexicon> NeutralLexicon::build(std::span<const LexiconEntry> entries) {
  NeutralLexicon lexicon;
  std::map<std::string, uint32_t, std::less<>> kinds;  // ordered: the same numbers for any order
  for (const LexiconEntry& entry : entries) kinds.emplace(entry.kind, 0);
  for (auto& [name, number] : kinds) {
    number = static_cast<uint32_t>(lexicon.same_.size());
    lexicon.same_.push_back(number);
    lexicon.sign_.push_back(hash64(name, kClassSeed));
  }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].kind.empty()) return refuse(i + 1, "has no class: give it one");
    TRY_OK(lexicon.add(entries[i], i + 1, kinds.find(entries[i].kind)->second));
  }
  // The smallest number is the root, so that signs depend on the words alone.
  for (uint32_t kind = 0; kind < lexicon.same_.size(); ++kind) {
    lexicon.sign_[kind] = lexicon.sign_[find_root(lexicon.same_, kind)];
  }
  lexicon.same_.clear();
  lexicon.finish();
  return lexicon;
}

void NeutralLexicon::finish() {
  std::size_t size = 16;
  while (size < 2 * built_.size()) size *= 2;
  nodes_.assign(size, {});
  for (const auto& [key, node] : built_) {
    std::size_t at = key & (size - 1);
    while (nodes_[at].node.id != 0 || nodes_[at].node.kind != 0) at = (at + 1) & (size - 1);
    nodes_[at] = {key, node};
  }
  built_ = {};
}

// nullptr if there is none.
const NeutralLexicon::Node* NeutralLexicon::find(uint64_t key) const {
  for (std::size_t at = key;; ++at) {
    const Slot& slot = nodes_[at & (nodes_.size() - 1)];
    if (slot.node.id == 0 && slot.node.kind == 0) return nullptr;
    if (slot.key == key) return &slot.node;
  }
}

Result<void> NeutralLexicon::add(const LexiconEntry& entry, std::size_t number, uint32_t kind) {
  const std::string anchor(script_anchor(entry.word));
  extract::Folded folded;
  folded.assign(anchor + entry.word);
  extract::Lexed lexed;
  extract::lex(folded.text(), lexed);
  std::vector<RawUnit> units;
  split_units(folded.text(), lexed.atoms, units);
  if (!anchor.empty()) units.erase(units.begin());
  if (units.empty()) return refuse(number, "has no letter: give it a word or take it out");
  if (units.size() > kMaxParts) {
    return refuse(number, fmt::format("has more than {} parts: cut it", kMaxParts));
  }
  for (const RawUnit& unit : units) {
    if (unit.kind == UnitKind::sign) {
      return refuse(number, "holds digits, which are never looked at: take it out");
    }
  }
  begins_[begin_word(units[0].hash)] |= uint64_t{1} << (units[0].hash & 63);
  uint32_t before = 0;
  uint64_t key = 0;
  for (const RawUnit& unit : units) {
    key = node_key(before, unit.hash);
    Node& node = built_[key];
    if (node.id == 0) node.id = static_cast<uint32_t>(built_.size());
    before = node.id;
  }
  end_at(key, kind);
  std::string buffer, stem;
  if (entry.inflects && units.size() == 1 && units[0].kind == UnitKind::word) {
    append_stem(stem, spelling(folded.text(), lexed.atoms, units[0], buffer));
    if (count_letters(stem) >= kMinStem) {
      end_at(stem_key(stem), kind);
      any_inflects_ = true;
    }
  }
  ++size_;
  // A sum, so that the order of entries does not count.
  fingerprint_ += mix64(hash64(folded.text(), hash64(entry.kind)) + (stem.empty() ? 0 : 1));
  return {};
}

void NeutralLexicon::end_at(uint64_t key, uint32_t kind) {
  Node& node = built_[key];
  if (node.kind == 0) {
    node.kind = kind + 1;
    return;
  }
  const uint32_t one = find_root(same_, node.kind - 1), other = find_root(same_, kind);
  same_[std::max(one, other)] = std::min(one, other);
}

NeutralLexicon::Match NeutralLexicon::match(std::span<const RawUnit> units) const {
  Match best;
  if ((begins_[begin_word(units[0].hash)] >> (units[0].hash & 63) & 1U) == 0) return best;
  uint32_t before = 0;
  const std::size_t most = std::min(units.size(), kMaxParts);
  for (std::size_t i = 0; i < most; ++i) {
    const Node* const node = find(node_key(before, units[i].hash));
    if (node == nullptr) break;
    before = node->id;
    if (node->kind != 0) best = {i + 1, sign_[node->kind - 1]};
    if (before == 0) break;  // a stem's entry, which leads nowhere
  }
  return best;
}

uint64_t NeutralLexicon::match_stem(std::string_view stem) const {
  if (!any_inflects_ || count_letters(stem) < kMinStem) return 0;
  const Node* const node = find(stem_key(stem));
  return node == nullptr || node->kind == 0 ? 0 : sign_[node->kind - 1];
}

}  // namespace maillon::rank
