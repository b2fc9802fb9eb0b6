#include "link/known_wording.h"

#include <algorithm>

#include "base/parallel.h"

namespace maillon::link {

namespace {

constexpr std::size_t kKnownBlock = 256;
// A value of a sketch that so many texts have says little, and asking all costs much.
constexpr std::size_t kMostInBin = 64;
// A single text is looked at if it agrees in so many bins; the best few of them.
constexpr uint32_t kLeastBins = 2;
constexpr std::size_t kMostSingles = 8;

}  // namespace

std::size_t find_hash(const WordingKnowledge& knowledge, uint32_t hash) {
  const auto at = std::lower_bound(knowledge.hash.begin(), knowledge.hash.end(), hash);
  return at != knowledge.hash.end() && *at == hash
             ? static_cast<std::size_t>(at - knowledge.hash.begin())
             : knowledge.hash.size();
}

Worth worth_at(const WordingKnowledge& knowledge, std::size_t place) {
  return {knowledge.weight[place], knowledge.rarity[place], knowledge.phrase[place],
          knowledge.phrase_bits[place]};
}

uint32_t known_features(const WordingKnowledge& knowledge, std::span<const uint32_t> tokens,
                        std::vector<uint32_t>& places) {
  std::vector<uint32_t> hashes;
  list_distinct_features(tokens, hashes);
  places.clear();
  for (const uint32_t hash : hashes) {
    const std::size_t at = find_hash(knowledge, hash);
    if (at < knowledge.hash.size()) places.push_back(static_cast<uint32_t>(at));
  }
  return static_cast<uint32_t>(hashes.size() - places.size());
}

std::vector<Worth> known_worth(const WordingKnowledge& knowledge) {
  std::vector<Worth> worth;
  worth.reserve(knowledge.hash.size());
  for (std::size_t f = 0; f < knowledge.hash.size(); ++f) worth.push_back(worth_at(knowledge, f));
  return worth;
}

Profiles known_profiles(const WordingKnowledge& knowledge, std::span<const Worth> worth) {
  Profiles profiles;
  profiles.label = knowledge.family;
  profiles.offsets = knowledge.profile_offsets;
  profiles.feature = knowledge.profile_feature;
  weigh_profiles(worth, profiles);
  return profiles;
}

std::vector<uint32_t> similar_singles(const WordingKnowledge& knowledge,
                                      const IndexSketch& sketch) {
  std::vector<uint32_t> met;
  for (std::size_t bin = 0; bin + 1 < knowledge.bin_offsets.size(); ++bin) {
    if (sketch[bin] == kEmptyIndexBin) continue;
    const auto values = std::span(knowledge.bin_value)
                            .subspan(knowledge.bin_offsets[bin],
                                     knowledge.bin_offsets[bin + 1] - knowledge.bin_offsets[bin]);
    const auto [from, to] = std::equal_range(values.begin(), values.end(), sketch[bin]);
    if (static_cast<std::size_t>(to - from) > kMostInBin) continue;
    for (auto at = from; at != to; ++at) {
      const auto place = static_cast<std::size_t>(at - values.begin());
      met.push_back(knowledge.bin_single[knowledge.bin_offsets[bin] + place]);
    }
  }
  std::sort(met.begin(), met.end());
  std::vector<std::pair<uint32_t, uint32_t>> counted;  // bins missed, single
  for (std::size_t i = 0; i < met.size();) {
    std::size_t j = i + 1;
    while (j < met.size() && met[j] == met[i]) ++j;
    const auto bins = static_cast<uint32_t>(j - i);
    if (bins >= kLeastBins) counted.emplace_back(kIndexBins - bins, met[i]);
    i = j;
  }
  std::sort(counted.begin(), counted.end());
  if (counted.size() > kMostSingles) counted.resize(kMostSingles);
  std::vector<uint32_t> found;
  for (const auto& [missed, single] : counted) found.push_back(single);
  return found;
}

Wording weigh_as_known(const WordingKnowledge& knowledge, TokenRows tokens,
                       std::span<const uint32_t> rows) {
  Wording wording;
  wording.heap = knowledge.heap;
  wording.table = build_features(tokens, rows);
  for (uint32_t f = 0; f < wording.table.features(); ++f) {
    const std::size_t at = find_hash(knowledge, wording.table.hash[f]);
    if (at < knowledge.hash.size()) {
      wording.worth.push_back(worth_at(knowledge, at));
    } else {
      const auto texts = static_cast<double>(wording.table.texts_of(f).size());
      const int32_t rarity = rarity_of(knowledge.heap, texts);
      wording.worth.push_back({.weight = rarity, .rarity = rarity, .phrase = 0, .phrase_bits = 0});
    }
  }
  set_totals(wording, kUnsharedLater);
  const int32_t rarest = rarity_of(knowledge.heap, 1);
  parallel_blocks(rows.size(), kKnownBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
    std::vector<uint32_t> hashes;
    for (std::size_t t = begin; t < end; ++t) {
      list_distinct_features(tokens[rows[t]], hashes);
      const auto features = wording.table.features_of(static_cast<uint32_t>(t));
      std::size_t next = 0;
      for (const uint32_t hash : hashes) {
        if (next < features.size() && wording.table.hash[features[next]] == hash) {
          ++next;
          continue;
        }
        const std::size_t at = find_hash(knowledge, hash);
        if (at == knowledge.hash.size()) continue;
        const Worth worth = worth_at(knowledge, at);
        wording.total[t] += weight_in_total(worth) - static_cast<int32_t>(kUnsharedLater * rarest);
        wording.whole[t] += worth.rarity - rarest;
      }
    }
  });
  return wording;
}

}  // namespace maillon::link
