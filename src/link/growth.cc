// Three moves: fresh texts go to the profiles that hold most of them; those left over meet
// the texts of no family that have own wording in common with them (the index of sketches);
// the few texts that remain in play are linked among themselves as any small heap, with
// the weights of the large one.
#include "link/growth.h"

#include <algorithm>

#include "base/parallel.h"
#include "link/agglomerate.h"
#include "link/blocking.h"
#include "link/profile_search.h"

namespace maillon::link {
namespace {

constexpr std::size_t kBlock = 256;
// A value of a sketch that so many texts have says little, and asking all costs much.
constexpr std::size_t kMostInBin = 64;
// A single text is looked at if it agrees in so many bins; the best few of them.
constexpr uint32_t kLeastBins = 2;
constexpr std::size_t kMostSingles = 8;

Worth worth_at(const WordingKnowledge& knowledge, std::size_t f) {
  return {knowledge.weight[f], knowledge.rarity[f], knowledge.phrase[f], knowledge.phrase_bits[f]};
}

// The place of a hash in knowledge.hash, or its size.
std::size_t find_hash(const WordingKnowledge& knowledge, uint32_t hash) {
  const auto at = std::lower_bound(knowledge.hash.begin(), knowledge.hash.end(), hash);
  return at != knowledge.hash.end() && *at == hash
             ? static_cast<std::size_t>(at - knowledge.hash.begin())
             : knowledge.hash.size();
}

// ---- Fresh texts and known profiles -----------------------------------------------

// The fresh texts by the known features, with the known weights.
Wording known_wording(const WordingKnowledge& knowledge, TokenRows tokens,
                      std::span<const uint32_t> rows) {
  std::vector<std::vector<uint32_t>> features(rows.size());
  Wording wording;
  wording.heap = knowledge.heap;
  wording.table.unshared.resize(rows.size());
  parallel_blocks(rows.size(), kBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
    std::vector<uint32_t> hashes;
    for (std::size_t t = begin; t < end; ++t) {
      list_distinct_features(tokens[rows[t]], hashes);
      for (const uint32_t hash : hashes) {
        const std::size_t f = find_hash(knowledge, hash);
        if (f < knowledge.hash.size()) features[t].push_back(static_cast<uint32_t>(f));
      }
      wording.table.unshared[t] = static_cast<uint32_t>(hashes.size() - features[t].size());
    }
  });
  for (const std::vector<uint32_t>& list : features) {
    wording.table.feature.insert(wording.table.feature.end(), list.begin(), list.end());
    wording.table.text_offsets.push_back(wording.table.feature.size());
  }
  for (std::size_t f = 0; f < knowledge.hash.size(); ++f)
    wording.worth.push_back(worth_at(knowledge, f));
  set_totals(wording, kUnsharedLater);
  return wording;
}

Profiles known_profiles(const WordingKnowledge& knowledge, const Wording& wording) {
  Profiles profiles;
  profiles.label = knowledge.family;
  profiles.offsets = knowledge.profile_offsets;
  profiles.feature = knowledge.profile_feature;
  weigh_profiles(wording.worth, profiles);
  return profiles;
}

// Per text the known family that it belongs to, or kNoFamily.
std::vector<uint32_t> find_known(const WordingKnowledge& knowledge, TokenRows tokens,
                                 std::span<const uint32_t> rows) {
  const Wording wording = known_wording(knowledge, tokens, rows);
  const Profiles profiles = known_profiles(knowledge, wording);
  std::vector<uint32_t> found(rows.size(), kNoFamily);
  parallel_blocks(rows.size(), kBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
    Candidates candidates(profiles);
    for (std::size_t t = begin; t < end; ++t) {
      const uint32_t p = best_profile(wording, profiles, candidates, static_cast<uint32_t>(t),
                                      kNoProfile, kProfileShare);
      if (p != kNoProfile) found[t] = knowledge.family[p];
    }
  });
  return found;
}

// ---- Fresh texts and single ones ----------------------------------------------------

// The singles that agree with a sketch in most bins.
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

// Rows of the texts without a profile that any of the rows may belong with, ascending.
std::vector<uint32_t> find_company(const WordingKnowledge& knowledge, TokenRows tokens,
                                   std::span<const uint32_t> rows) {
  const StockFilter stock(knowledge);
  std::vector<std::vector<uint32_t>> met(rows.size());
  parallel_blocks(rows.size(), kBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t i = begin; i < end; ++i)
      met[i] = similar_singles(knowledge, index_sketch(tokens[rows[i]], stock));
  });
  std::vector<uint32_t> company;
  for (const std::vector<uint32_t>& singles : met) {
    for (const uint32_t s : singles) company.push_back(knowledge.single[s]);
  }
  std::sort(company.begin(), company.end());
  company.erase(std::unique(company.begin(), company.end()), company.end());
  return company;
}

// ---- A small heap with the weights of the large one ---------------------------------

// Features that two of the texts share: known ones weigh what they did, new ones are as rare
// as they are here. What no other text here shares counts in the totals as it does in the
// large heap.
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
  parallel_blocks(rows.size(), kBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
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

struct SmallHeap {
  Texts texts;                 // of `rows`
  std::vector<uint32_t> rows;  // of the case
  Wording wording;
  std::vector<WordingPair> pairs;
  std::vector<uint32_t> label;
};

SmallHeap link_small_heap(const WordingKnowledge& knowledge, TokenRows tokens,
                          std::vector<uint32_t> rows) {
  SmallHeap heap;
  std::vector<std::span<const uint32_t>> own;
  for (const uint32_t row : rows) own.push_back(tokens[row]);
  heap.rows = std::move(rows);
  heap.texts = collapse_identical(own);
  heap.wording = weigh_as_known(knowledge, own, heap.texts.first_row);
  heap.pairs = find_wording_pairs(heap.wording, kNearMissShare);
  heap.label = agglomerate(heap.wording, heap.pairs);
  return heap;
}

// Clusters with a fresh row become families, or come to the one that a text of theirs is of
// (the first, if there are several: known families are not joined). Two old singles alone do
// not: they have been compared before.
void add_families(const SmallHeap& heap, const std::vector<bool>& is_fresh,
                  std::vector<uint32_t>& family, uint32_t& count) {
  const std::size_t texts = heap.texts.first_row.size();
  std::vector<uint32_t> members(texts, 0), fresh(texts, 0), number(texts, kNoFamily);
  for (std::size_t i = 0; i < heap.rows.size(); ++i) {
    const uint32_t l = heap.label[heap.texts.text[i]];
    ++members[l];
    fresh[l] += is_fresh[heap.rows[i]] ? 1 : 0;
    number[l] = std::min(number[l], family[heap.rows[i]]);
  }
  for (std::size_t i = 0; i < heap.rows.size(); ++i) {
    const uint32_t t = heap.texts.text[i];
    const uint32_t l = heap.label[t];
    if (members[l] < 2 || fresh[l] == 0 || family[heap.rows[i]] != kNoFamily) continue;
    if (members[l] == heap.texts.copies[t] && heap.wording.total[t] < kLeastOwnBits) continue;
    if (number[l] == kNoFamily) number[l] = count++;
    family[heap.rows[i]] = number[l];
  }
}

std::vector<WordingPair> near_misses(const SmallHeap& heap, const std::vector<bool>& is_fresh) {
  std::vector<WordingPair> out;
  for (WordingPair pair : heap.pairs) {
    if (heap.label[pair.a] == heap.label[pair.b]) continue;
    pair.a = heap.rows[heap.texts.first_row[pair.a]];
    pair.b = heap.rows[heap.texts.first_row[pair.b]];
    if (pair.b < pair.a) std::swap(pair.a, pair.b);
    if (is_fresh[pair.a] || is_fresh[pair.b]) out.push_back(pair);
  }
  return out;
}

// The knowledge takes in the profiles of families that are new or had none, and the texts that
// have none now.
void learn(const SmallHeap& heap, TokenRows tokens, const std::vector<bool>& is_fresh,
           const std::vector<uint32_t>& family, uint32_t count, WordingKnowledge& knowledge) {
  const auto family_of = [&](uint32_t t) { return family[heap.rows[heap.texts.first_row[t]]]; };
  std::vector<uint32_t> label = heap.label;
  for (uint32_t t = 0; t < label.size(); ++t) {
    // Texts of known families that are alike stay apart; so do those of none.
    if (family_of(t) == kNoFamily || family_of(t) != family_of(label[t])) label[t] = t;
  }
  const Profiles profiles = build_profiles(heap.wording, label);
  std::vector<uint32_t> families;
  for (const uint32_t first : profiles.label) families.push_back(family_of(first));
  add_profiles(knowledge, heap.wording, profiles, families);

  const std::vector<bool> have = have_profile(knowledge, count);
  const auto stays_single = [&](uint32_t r) { return family[r] == kNoFamily || !have[family[r]]; };
  std::vector<uint32_t> row = knowledge.single;
  for (uint32_t& r : row) r = stays_single(r) ? r : kNoFamily;
  move_singles(knowledge, row);
  std::vector<uint32_t> singles;
  for (const uint32_t first : heap.texts.first_row) {
    const uint32_t r = heap.rows[first];
    if (is_fresh[r] && stays_single(r) && !tokens[r].empty()) singles.push_back(r);
  }
  index_singles(knowledge, tokens, singles);
}

}  // namespace

std::vector<WordingPair> grow_families(WordingKnowledge& knowledge, TokenRows tokens,
                                       std::span<const uint32_t> fresh,
                                       std::vector<uint32_t>& family, uint32_t& count,
                                       Progress& progress) {
  Step known(progress, "known families");
  const std::vector<uint32_t> found = find_known(knowledge, tokens, fresh);
  std::vector<bool> is_fresh(tokens.size(), false);
  std::vector<uint32_t> rows;
  for (std::size_t i = 0; i < fresh.size(); ++i) {
    is_fresh[fresh[i]] = true;
    family[fresh[i]] = found[i];
    if (found[i] == kNoFamily) rows.push_back(fresh[i]);
  }
  known.end(fresh.size() - rows.size());
  Step company(progress, "new families");
  const uint32_t before = count;
  const std::vector<uint32_t> singles = find_company(knowledge, tokens, rows);
  rows.insert(rows.end(), singles.begin(), singles.end());
  std::sort(rows.begin(), rows.end());
  const SmallHeap heap = link_small_heap(knowledge, tokens, std::move(rows));
  add_families(heap, is_fresh, family, count);
  company.end(count - before);
  const Step keep(progress, "keep for growth");
  learn(heap, tokens, is_fresh, family, count, knowledge);
  return near_misses(heap, is_fresh);
}

}  // namespace maillon::link
