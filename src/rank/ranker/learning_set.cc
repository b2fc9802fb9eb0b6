#include "rank/ranker/learning_set.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace maillon::rank {

LearningSet order_examples(std::span<const Example> examples) {
  LearningSet set;
  set.row.resize(examples.size());
  std::iota(set.row.begin(), set.row.end(), 0U);
  std::stable_sort(set.row.begin(), set.row.end(),
                   [&](uint32_t x, uint32_t y) { return examples[x].key < examples[y].key; });
  for (const uint32_t row : set.row) {
    set.group.push_back(examples[row].group);
    set.positive.push_back(examples[row].positive ? 1 : 0);
    set.cost.push_back(examples[row].weight);
  }
  return set;
}

TrainingRows LearningSet::training_rows(const FeatureTable& table, std::span<const uint8_t> fold,
                                        uint32_t held_out) const {
  LearningSet kept;
  std::array<double, 2> weight{};
  for (std::size_t i = 0; i < size(); ++i) {
    if (fold[row[i]] == held_out) continue;
    kept.row.push_back(row[i]);
    kept.group.push_back(group[i]);
    kept.positive.push_back(positive[i]);
    kept.cost.push_back(cost[i]);
    weight[positive[i]] += static_cast<double>(cost[i]);
  }
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const double half = static_cast<double>(kept.size()) / 2 / weight[kept.positive[i]];
    kept.cost[i] = static_cast<float>(static_cast<double>(kept.cost[i]) * half);
  }
  return {table, kept.row, kept.group, kept.positive, kept.cost};
}

}  // namespace maillon::rank
