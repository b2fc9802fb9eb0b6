// From tokens to families, in five moves:
//   1. identical texts are one text (a flood of 10,000 copies costs nothing);
//   2. features: word pairs that at least two texts share (features.h);
//   3. stock phrases lose their weight (wording.h);
//   4. texts that are neighbours in several features' lists are compared exactly
//      and joined without chaining (blocking.h, agglomerate.h);
//   5. families get profiles, by which stragglers come in, twins merge and
//      strangers leave (profiles.h); siblings part (siblings.h).
// All thresholds are shares of a text or bits of evidence, so the same settings
// hold for a thousand posts and for a million; what chance brings together grows with
// the heap, and chance.h asks for more there.
#include "link/families.h"

#include <algorithm>

#include "link/agglomerate.h"
#include "link/blocking.h"
#include "link/knowledge.h"
#include "link/refine.h"
#include "link/siblings.h"
#include "link/texts.h"
#include "link/wording.h"

namespace maillon::link {
namespace {

constexpr int kFirstRefinements = 1;  // of the round that only tells stock phrases apart
constexpr int kRefinements = 2;

Families to_families(const Texts& texts, const Wording& wording,
                     const std::vector<uint32_t>& label) {
  std::vector<uint32_t> members(texts.first_row.size(), 0);
  for (uint32_t t = 0; t < label.size(); ++t) members[label[t]] += texts.copies[t];
  Families families;
  families.family.assign(texts.text.size(), kNoFamily);
  std::vector<uint32_t> number(texts.first_row.size(), kNoFamily);
  for (uint32_t row = 0; row < texts.text.size(); ++row) {
    const uint32_t t = texts.text[row];
    const uint32_t l = label[t];
    if (members[l] < 2) continue;
    if (members[l] == texts.copies[t] && wording.total[t] < kLeastOwnBits) continue;
    if (number[l] == kNoFamily) number[l] = families.count++;
    families.family[row] = number[l];
  }
  return families;
}

// One round: candidate pairs under the present weights, joined and refined.
struct Round {
  std::vector<WordingPair> pairs;
  std::vector<uint32_t> label;
};
Round cluster(const Wording& wording, int refinements, Progress& progress) {
  Round round;
  Step find(progress, "pairs");
  round.pairs = find_wording_pairs(wording, kNearMissShare);
  find.end(round.pairs.size());
  Step join(progress, "join");
  round.label = agglomerate(wording, round.pairs);
  join.end();
  const Step profiles(progress, "profiles");
  for (int i = 0; i < refinements; ++i) {
    round.label = refine_by_profiles(wording, round.label, kProfileShare);
  }
  return round;
}

}  // namespace

Result<TextHeap> weigh_texts(TokenRows tokens, Scratch& scratch, Progress& progress) {
  TextHeap heap;
  Step identical(progress, "identical texts");
  heap.texts = collapse_identical(tokens);
  identical.end(heap.texts.first_row.size());
  Step features(progress, "features");
  TRY(FeatureTable table, build_features(tokens, heap.texts.first_row, scratch));
  heap.wording = weigh_by_rarity(std::move(table));
  features.end(heap.wording.table.features());
  return heap;
}

Families find_families(TextHeap& heap, Progress& progress) {
  Wording& wording = heap.wording;
  Step stock(progress, "stock phrases");
  discount_stock(wording);
  stock.end();

  Step first(progress, "first round");
  const std::vector<uint32_t> first_label = cluster(wording, kFirstRefinements, progress).label;
  first.end();
  Step scattered(progress, "scattered phrases");
  discount_scattered(wording, first_label);
  scattered.end();

  const Step second(progress, "second round");
  Round round = cluster(wording, kRefinements, progress);
  Step siblings(progress, "siblings");
  const std::vector<uint32_t> label = split_siblings(wording, round.label, heap.texts.copies);
  siblings.end();
  Families families = to_families(heap.texts, wording, label);
  for (WordingPair pair : round.pairs) {
    if (label[pair.a] == label[pair.b]) continue;
    pair.a = heap.texts.first_row[pair.a];
    pair.b = heap.texts.first_row[pair.b];
    families.near_misses.push_back(pair);
  }
  return families;
}

Families find_families(TokenRows tokens, Progress& progress, WordingKnowledge* knowledge) {
  MemoryScratch memory;
  TextHeap heap = *weigh_texts(tokens, memory, progress);
  Families families = find_families(heap, progress);
  if (knowledge != nullptr)
    *knowledge = learn_wording(heap.wording, heap.texts, tokens, families.family);
  return families;
}

}  // namespace maillon::link
