#include "link/knowledge.h"

#include <algorithm>

#include "base/hash.h"
#include "base/parallel.h"
#include "link/families.h"
#include "link/radix_sort.h"

namespace maillon::link {
namespace {

constexpr std::size_t kKnowledgeBlock = 4096;

// The values of each bin in order, from the sketches of all singles.
void write_bins(std::span<const IndexSketch> sketches, WordingKnowledge& knowledge) {
  knowledge.bin_offsets.assign(1, 0);
  knowledge.bin_value.clear();
  knowledge.bin_single.clear();
  std::vector<uint64_t> keys;
  for (std::size_t bin = 0; bin < kIndexBins; ++bin) {
    keys.clear();
    for (std::size_t i = 0; i < sketches.size(); ++i) {
      if (sketches[i][bin] != kEmptyIndexBin)
        keys.push_back(static_cast<uint64_t>(sketches[i][bin]) << 32 | i);
    }
    radix_sort(keys, 32);
    for (const uint64_t key : keys) {
      knowledge.bin_value.push_back(static_cast<uint32_t>(key >> 32));
      knowledge.bin_single.push_back(static_cast<uint32_t>(key));
    }
    knowledge.bin_offsets.push_back(knowledge.bin_value.size());
  }
}

std::vector<IndexSketch> read_bins(const WordingKnowledge& knowledge) {
  IndexSketch empty;
  empty.fill(kEmptyIndexBin);
  std::vector<IndexSketch> sketches(knowledge.single.size(), empty);
  for (std::size_t bin = 0; bin + 1 < knowledge.bin_offsets.size(); ++bin) {
    for (uint64_t i = knowledge.bin_offsets[bin]; i < knowledge.bin_offsets[bin + 1]; ++i)
      sketches[knowledge.bin_single[i]][bin] = knowledge.bin_value[i];
  }
  return sketches;
}

void push_worth(WordingKnowledge& to, uint32_t hash, const Worth& worth) {
  to.hash.push_back(hash);
  to.weight.push_back(worth.weight);
  to.rarity.push_back(worth.rarity);
  to.phrase.push_back(worth.phrase);
  to.phrase_bits.push_back(worth.phrase_bits);
}

// Makes the given features of `wording` (ascending) known. For each its place in `hash`.
std::vector<uint32_t> make_known(WordingKnowledge& knowledge, const Wording& wording,
                                 std::span<const uint32_t> features) {
  WordingKnowledge merged;
  std::vector<uint32_t> place;
  std::vector<uint32_t> moved(knowledge.hash.size());
  const auto push_below = [&](uint64_t hash) {
    for (; place.size() < features.size();) {
      const uint32_t f = features[place.size()];
      if (wording.table.hash[f] >= hash) return;
      place.push_back(static_cast<uint32_t>(merged.hash.size()));
      push_worth(merged, wording.table.hash[f], wording.worth[f]);
    }
  };
  for (std::size_t f = 0; f < knowledge.hash.size(); ++f) {
    push_below(knowledge.hash[f]);
    moved[f] = static_cast<uint32_t>(merged.hash.size());
    if (place.size() < features.size() &&
        wording.table.hash[features[place.size()]] == knowledge.hash[f])
      place.push_back(moved[f]);
    push_worth(
        merged, knowledge.hash[f],
        {knowledge.weight[f], knowledge.rarity[f], knowledge.phrase[f], knowledge.phrase_bits[f]});
  }
  push_below(uint64_t{1} << 32);
  for (uint32_t& f : knowledge.profile_feature) f = moved[f];
  knowledge.hash = std::move(merged.hash);
  knowledge.weight = std::move(merged.weight);
  knowledge.rarity = std::move(merged.rarity);
  knowledge.phrase = std::move(merged.phrase);
  knowledge.phrase_bits = std::move(merged.phrase_bits);
  return place;
}

}  // namespace

StockFilter::StockFilter(const WordingKnowledge& knowledge)
    : bit_(std::size_t{1} << (32 - kShift), false) {
  for (std::size_t f = 0; f < knowledge.hash.size(); ++f) {
    if (knowledge.weight[f] == 0) bit_[knowledge.hash[f] >> kShift] = true;
  }
}

IndexSketch index_sketch(std::span<const uint32_t> tokens, const StockFilter& stock) {
  IndexSketch sketch;
  sketch.fill(kEmptyIndexBin);
  std::vector<uint32_t> hashes;
  list_features(tokens, hashes);
  for (const uint32_t hash : hashes) {
    if (stock.may_be_stock(hash)) continue;
    const uint64_t mixed = mix64(hash + 0x9e3779b97f4a7c15ULL);
    uint32_t& bin = sketch[(mixed >> 32) % kIndexBins];
    bin = std::min(bin, static_cast<uint32_t>(mixed));
  }
  return sketch;
}

WordingKnowledge learn_wording(const Wording& wording, const Texts& texts, TokenRows tokens,
                               std::span<const uint32_t> family) {
  WordingKnowledge out;
  out.heap = wording.heap;
  for (uint32_t f = 0; f < wording.worth.size(); ++f)
    push_worth(out, wording.table.hash[f], wording.worth[f]);
  // Families as clusters of texts; a text of none is a cluster of its own.
  std::vector<uint32_t> first_of;  // per family
  std::vector<uint32_t> label(texts.first_row.size());
  for (uint32_t t = 0; t < label.size(); ++t) {
    const uint32_t f = family[texts.first_row[t]];
    label[t] = t;
    if (f == kNoFamily) continue;
    if (f >= first_of.size()) first_of.resize(f + 1, kNoFamily);
    if (first_of[f] == kNoFamily) first_of[f] = t;
    label[t] = first_of[f];
  }
  const Profiles profiles = build_profiles(wording, label);
  std::vector<uint32_t> family_of;
  for (const uint32_t first : profiles.label) family_of.push_back(family[texts.first_row[first]]);
  add_profiles(out, wording, profiles, family_of);
  const std::vector<bool> known = have_profile(out, static_cast<uint32_t>(first_of.size()));
  std::vector<uint32_t> singles;
  for (const uint32_t row : texts.first_row) {
    if ((family[row] == kNoFamily || !known[family[row]]) && !tokens[row].empty())
      singles.push_back(row);
  }
  index_singles(out, tokens, singles);
  return out;
}

std::vector<bool> have_profile(const WordingKnowledge& knowledge, uint32_t count) {
  std::vector<bool> have(count, false);
  for (const uint32_t f : knowledge.family) have[f] = true;
  return have;
}

void index_singles(WordingKnowledge& knowledge, TokenRows tokens, std::span<const uint32_t> rows) {
  std::vector<IndexSketch> sketches = read_bins(knowledge);
  const std::size_t before = sketches.size();
  sketches.resize(before + rows.size());
  const StockFilter stock(knowledge);
  parallel_blocks(rows.size(), kKnowledgeBlock,
                  [&](std::size_t begin, std::size_t end, std::size_t) {
                    for (std::size_t i = begin; i < end; ++i)
                      sketches[before + i] = index_sketch(tokens[rows[i]], stock);
                  });
  knowledge.single.insert(knowledge.single.end(), rows.begin(), rows.end());
  write_bins(sketches, knowledge);
}

void move_singles(WordingKnowledge& knowledge, std::span<const uint32_t> row) {
  std::vector<uint32_t> place(knowledge.single.size(), kNoFamily);
  std::vector<uint32_t> kept;
  for (std::size_t s = 0; s < place.size(); ++s) {
    if (row[s] == kNoFamily) continue;
    place[s] = static_cast<uint32_t>(kept.size());
    kept.push_back(row[s]);
  }
  knowledge.single = std::move(kept);
  uint64_t to = 0;
  uint64_t from = 0;
  for (std::size_t bin = 1; bin < knowledge.bin_offsets.size(); ++bin) {
    for (; from < knowledge.bin_offsets[bin]; ++from) {
      const uint32_t s = place[knowledge.bin_single[from]];
      if (s == kNoFamily) continue;
      knowledge.bin_value[to] = knowledge.bin_value[from];
      knowledge.bin_single[to++] = s;
    }
    knowledge.bin_offsets[bin] = to;
  }
  knowledge.bin_value.resize(to);
  knowledge.bin_single.resize(to);
}

void renumber_profiles(WordingKnowledge& knowledge, std::span<const uint32_t> number) {
  std::vector<uint32_t> family;
  std::vector<uint64_t> offsets{0};
  uint64_t to = 0;
  for (std::size_t p = 0; p < knowledge.family.size(); ++p) {
    const uint32_t n = number[knowledge.family[p]];
    if (n == kNoFamily) continue;
    for (uint64_t i = knowledge.profile_offsets[p]; i < knowledge.profile_offsets[p + 1]; ++i)
      knowledge.profile_feature[to++] = knowledge.profile_feature[i];
    family.push_back(n);
    offsets.push_back(to);
  }
  knowledge.profile_feature.resize(to);
  knowledge.family = std::move(family);
  knowledge.profile_offsets = std::move(offsets);
}

void add_profiles(WordingKnowledge& knowledge, const Wording& wording, const Profiles& profiles,
                  std::span<const uint32_t> family) {
  std::vector<bool> held(wording.table.features(), false);
  for (const uint32_t f : profiles.feature) held[f] = true;
  std::vector<uint32_t> features;
  for (uint32_t f = 0; f < held.size(); ++f) {
    if (held[f]) features.push_back(f);
  }
  const std::vector<uint32_t> known = make_known(knowledge, wording, features);
  std::vector<uint32_t> place(held.size());
  for (std::size_t i = 0; i < features.size(); ++i) place[features[i]] = known[i];
  for (std::size_t p = 0; p < profiles.size(); ++p) {
    for (const uint32_t f : profiles.features_of(p)) knowledge.profile_feature.push_back(place[f]);
    knowledge.profile_offsets.push_back(knowledge.profile_feature.size());
    knowledge.family.push_back(family[p]);
  }
}

}  // namespace maillon::link
