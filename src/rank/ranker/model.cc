#include "rank/ranker/model.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/check.h"
#include "rank/ranker/learning_set.h"

namespace maillon::rank {
namespace {

bool before(const Contribution& x, const Contribution& y) {
  const double a = std::abs(x.value), b = std::abs(y.value);
  return a != b ? a > b : std::tie(x.indicator, x.spans) < std::tie(y.indicator, y.spans);
}

void tidy(std::vector<TextSpan>& spans) {
  std::sort(spans.begin(), spans.end());
  spans.erase(std::unique(spans.begin(), spans.end()), spans.end());
}

}  // namespace

double Model::score(const FeatureRow& row) const {
  return bias_ + score_row(row, weight_);
}

Explanation Model::explain(FeatureMaker& maker, std::string_view text,
                           std::span<const std::string> indicators, std::size_t most) const {
  CHECK(maker.lexicon_fingerprint() == lexicon_);
  FeatureRow row;
  std::vector<FeatureUse> uses;
  maker.make(text, indicators, row, &uses);
  // A feature counts once, wherever it stands: its places share what it adds.
  std::map<std::pair<FeatureGroup, uint32_t>, uint32_t> places;
  for (const FeatureUse& use : uses) ++places[{use.group, use.bin}];
  std::array<double, kFeatureGroups> value{};
  uint32_t begin = 0;
  for (std::size_t g = 0; g < kFeatureGroups; ++g) {
    value[g] = feature_value(row.end[g] - begin);
    begin = row.end[g];
  }
  std::map<std::pair<bool, uint64_t>, Contribution> items;
  for (const FeatureUse& use : uses) {
    const bool is_indicator = use.group == FeatureGroup::indicators;
    Contribution& item = items[{is_indicator, use.item}];
    item.value += static_cast<double>(weight_[use.bin]) *
                  value[static_cast<std::size_t>(use.group)] / places[{use.group, use.bin}];
    if (is_indicator) {
      item.indicator = use.item;
    } else {
      item.spans.push_back({use.begin, use.end});
    }
  }
  Explanation out;
  out.score = score(row);
  out.probability = calibration_(out.score);
  out.bias = bias_;
  for (auto& [key, item] : items) {
    if (item.value == 0) continue;
    tidy(item.spans);
    out.top.push_back(std::move(item));
  }
  std::sort(out.top.begin(), out.top.end(), before);
  for (std::size_t i = most; i < out.top.size(); ++i) out.rest += out.top[i].value;
  out.top.resize(std::min(out.top.size(), most));
  return out;
}

Result<Model> train_model(const FeatureTable& table, std::span<const Example> examples,
                          uint64_t lexicon_fingerprint, const TrainOptions& options) {
  TRY(const CrossValidation checked, cross_validate(table, examples, options));
  const Figures& figures = checked.figures;
  const double chance = static_cast<double>(figures.positives) / figures.examples;
  if (checked.calibration.slope <= 0 || figures.pr_auc <= chance) {
    return fail(Code::invalid_input,
                fmt::format("the ranker stays silent: on families that it had not seen its order "
                            "was no better than chance (average precision {:.3f}, chance {:.3f}); "
                            "decide about more posts",
                            figures.pr_auc, chance));
  }
  const std::vector<uint8_t> all(examples.size());
  const TrainingRows rows = order_examples(examples).training_rows(table, all, options.folds);
  LogisticSolver solver(rows);
  for (const double strength : options.strengths) {
    if (strength > checked.strength) break;
    solver.solve(strength);  // from where the weaker one ended, as in cross-validation
  }
  Model model;
  model.weight_.resize(kFeatureBins);
  for (std::size_t c = 0; c < rows.columns(); ++c) {
    const auto weight = static_cast<float>(solver.weights()[c]);
    model.weight_[rows.bin_of(c)] = weight;
    model.features_ += weight != 0 ? 1 : 0;
  }
  model.bias_ = solver.bias();
  model.strength_ = checked.strength;
  model.calibration_ = checked.calibration;
  model.figures_ = figures;
  model.lexicon_ = lexicon_fingerprint;
  return model;
}

}  // namespace maillon::rank
