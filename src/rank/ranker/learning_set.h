// Examples in the order in which they are learned, and what each costs.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rank/ranker/evaluate.h"
#include "rank/ranker/logistic.h"

namespace maillon::rank {

// Columns by place in the order; `row` is the example's number, and its row of the table.
struct LearningSet {
  std::vector<uint32_t> row;
  std::vector<uint64_t> group;
  std::vector<uint8_t> positive;
  std::vector<float> cost;

  std::size_t size() const { return row.size(); }
  // Those whose fold is not `held_out` (any number above all folds: all of them), with costs that
  // give either label half of the weight.
  TrainingRows training_rows(const FeatureTable& table, std::span<const uint8_t> fold,
                             uint32_t held_out) const;
};

// By key; `cost` is the weight.
LearningSet order_examples(std::span<const Example> examples);

}  // namespace maillon::rank
