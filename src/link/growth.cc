// Three moves: fresh texts go to the profiles that hold most of them; those left over meet
// the texts of no family that have own wording in common with them (the index of sketches);
// the few texts that remain in play are linked among themselves as any small heap, with
// the weights of the large one.
#include "link/growth.h"

#include <algorithm>

#include "base/parallel.h"
#include "link/agglomerate.h"
#include "link/blocking.h"
#include "link/known_wording.h"
#include "link/profile_search.h"

namespace maillon::link {
namespace {

constexpr std::size_t kGrowthBlock = 256;
// ---- Fresh texts and known profiles -----------------------------------------------

// The fresh texts by the known features, with the known weights.
Wording known_wording(const WordingKnowledge& knowledge, TokenRows tokens,
                      std::span<const uint32_t> rows) {
  std::vector<std::vector<uint32_t>> features(rows.size());
  Wording wording;
  wording.heap = knowledge.heap;
  wording.table.unshared.resize(rows.size());
  parallel_blocks(rows.size(), kGrowthBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t t = begin; t < end; ++t)
      wording.table.unshared[t] = known_features(knowledge, tokens[rows[t]], features[t]);
  });
  for (const std::vector<uint32_t>& list : features) {
    wording.table.feature.insert(wording.table.feature.end(), list.begin(), list.end());
    wording.table.text_offsets.push_back(wording.table.feature.size());
  }
  wording.worth = known_worth(knowledge);
  set_totals(wording, kUnsharedLater);
  return wording;
}

// Per text the known family that it belongs to, or kNoFamily.
std::vector<uint32_t> find_known(const WordingKnowledge& knowledge, TokenRows tokens,
                                 std::span<const uint32_t> rows) {
  const Wording wording = known_wording(knowledge, tokens, rows);
  const Profiles profiles = known_profiles(knowledge, wording.worth);
  std::vector<uint32_t> found(rows.size(), kNoFamily);
  parallel_blocks(rows.size(), kGrowthBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
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

// Rows of the texts without a profile that any of the rows may belong with, ascending.
std::vector<uint32_t> find_company(const WordingKnowledge& knowledge, TokenRows tokens,
                                   std::span<const uint32_t> rows) {
  const StockFilter stock(knowledge);
  std::vector<std::vector<uint32_t>> met(rows.size());
  parallel_blocks(rows.size(), kGrowthBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
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
