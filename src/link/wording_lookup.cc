#include "link/wording_lookup.h"

#include <algorithm>
#include <numeric>

namespace maillon::link {

WordingLookup::WordingLookup(WordingKnowledge knowledge)
    : knowledge_(std::move(knowledge)),
      stock_(knowledge_),
      one_([this] {
        Wording wording;
        wording.heap = knowledge_.heap;
        wording.worth = known_worth(knowledge_);
        return wording;
      }()),
      profiles_(known_profiles(knowledge_, one_.worth)),
      candidates_(profiles_) {}

std::optional<WordingMatch> WordingLookup::find_family(std::span<const uint32_t> tokens) {
  FeatureTable& table = one_.table;
  table.unshared = {known_features(knowledge_, tokens, table.feature)};
  table.text_offsets = {0, table.feature.size()};
  set_totals(one_, kUnsharedLater);
  const uint32_t p = best_profile(one_, profiles_, candidates_, 0, kNoProfile, kProfileShare);
  if (p == kNoProfile) return std::nullopt;
  const Shared shared = candidates_.shared_with(p);
  const int64_t own_total = std::min(profiles_.total[p], one_.total[0]);
  const int64_t whole_total = (profiles_.whole[p] + one_.whole[0]) / 2;
  WordingMatch match;
  match.family = knowledge_.family[p];
  match.overlap.bits = shared.own >= kLeastOwnBits ? shared.own : shared.whole;
  match.overlap.share = joint_share(shared.own, own_total, shared.whole, whole_total);
  return match;
}

std::vector<uint32_t> WordingLookup::find_similar(std::span<const uint32_t> tokens) const {
  std::vector<uint32_t> rows;
  for (const uint32_t s : similar_singles(knowledge_, index_sketch(tokens, stock_)))
    rows.push_back(knowledge_.single[s]);
  return rows;
}

std::vector<WordingMatch> WordingLookup::find_alike(std::span<const uint32_t> tokens,
                                                    TokenRows others) const {
  std::vector<std::span<const uint32_t>> texts{tokens};
  texts.insert(texts.end(), others.begin(), others.end());
  std::vector<uint32_t> rows(texts.size());
  std::iota(rows.begin(), rows.end(), 0U);
  const Wording wording = weigh_as_known(knowledge_, texts, rows);
  std::vector<WordingMatch> matches;
  for (uint32_t t = 1; t < texts.size(); ++t) {
    const Overlap overlap = compare(wording, 0, t);
    if (overlap.share >= kPairShare) matches.push_back({t - 1, overlap});
  }
  std::stable_sort(matches.begin(), matches.end(),
                   [](const auto& x, const auto& y) { return x.overlap.share > y.overlap.share; });
  return matches;
}

}  // namespace maillon::link
