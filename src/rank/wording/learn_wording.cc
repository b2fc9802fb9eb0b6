#include "rank/wording/learn_wording.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/hash.h"
#include "rank/ranker/logistic.h"
#include "rank/wording/wording_features.h"

namespace maillon::rank {
namespace {

// Of the examples against the penalty: what did best on texts that were held out by batch.
constexpr double kStrength = 16;
constexpr double kLargestWeight = 127;
constexpr int kPasses = 60;
constexpr int kLeastTold = 3;  // a feature whose weights are all below tells nothing

FeatureRow row_of(const std::vector<WordingUse>& uses) {
  FeatureRow row;
  for (const bool spelling : {false, true}) {
    for (const WordingUse& use : uses) {
      if (use.spelling == spelling && !use.again) row.bin.push_back(use.bin);
    }
    row.end[spelling ? 1 : 0] = static_cast<uint32_t>(row.bin.size());
  }
  row.end[2] = row.end[1];
  return row;
}

}  // namespace

uint64_t hash_texts(std::span<const KnownText> texts) {
  uint64_t hash = texts.size();
  for (const KnownText& text : texts) {
    hash = mix64(hash ^ hash64(text.text)) + static_cast<uint64_t>(text.kind);
  }
  return hash;
}

class WordingLearner {
 public:
  WordingLearner(const NeutralLexicon& lexicon, std::span<const KnownText> texts) : texts_(texts) {
    WordReader reader;
    std::vector<WordingUse> uses;
    std::unordered_map<uint64_t, uint32_t> copies;
    for (uint32_t i = 0; i < texts.size(); ++i) {
      reader.read(texts[i].text);
      uses.clear();
      collect_features(lexicon, reader, uses);
      table_.add(row_of(uses));
      rows_.push_back(i);
      groups_.push_back(hash64(texts[i].template_id));
      ++copies[groups_.back()];
    }
    for (const uint64_t group : groups_) root_.push_back(1 / std::sqrt(double{1} * copies[group]));
    templates_ = copies.size();
    model_.lexicon_ = lexicon.fingerprint();
    model_.texts_ = hash_texts(texts);
    measure_rarity();
  }

  Result<WordingModel> learn() {
    std::array<std::vector<double>, kPostKinds> weights;
    std::vector<uint32_t> bins;
    for (std::size_t k = 0; k < kPostKinds; ++k) {
      std::vector<uint8_t> positive;
      for (const KnownText& text : texts_) {
        positive.push_back(static_cast<std::size_t>(text.kind) == k ? 1 : 0);
      }
      if (std::count(positive.begin(), positive.end(), 1) == 0) {
        return fail(Code::invalid_input,
                    fmt::format("no text of the kind {}", to_name(static_cast<PostKind>(k))));
      }
      const TrainingRows rows(table_, rows_, groups_, positive, costs(positive), scale_);
      LogisticSolver solver(rows);
      solver.solve(kStrength, 1e-3, kPasses);
      weights[k].assign(solver.weights().begin(), solver.weights().end());
      model_.bias_[k] = solver.bias();
      if (k > 0) continue;
      for (std::size_t c = 0; c < rows.columns(); ++c) bins.push_back(rows.bin_of(c));
    }
    keep(weights, bins);
    return std::move(model_);
  }

 private:
  // Kinds weigh the same, however many texts there are of each.
  std::vector<float> costs(const std::vector<uint8_t>& positive) const {
    std::array<double, 2> weight{};
    for (std::size_t i = 0; i < positive.size(); ++i) weight[positive[i]] += root_[i];
    std::vector<float> out;
    for (std::size_t i = 0; i < positive.size(); ++i) {
      out.push_back(
          static_cast<float>(root_[i] * double(positive.size()) / 2 / weight[positive[i]]));
    }
    return out;
  }

  void measure_rarity() {
    std::vector<uint32_t> holders(kFeatureBins);
    std::vector<uint64_t> last(kFeatureBins);
    for (uint32_t i = 0; i < texts_.size(); ++i) {
      for (std::size_t g = 0; g < kFeatureGroups; ++g) {
        for (const uint32_t bin : table_.bins(i, g)) {
          if (holders[bin] > 0 && last[bin] == groups_[i]) continue;
          ++holders[bin], last[bin] = groups_[i];
        }
      }
    }
    scale_.resize(kFeatureBins);
    for (uint32_t bin = 0; bin < kFeatureBins; ++bin) {
      const double rarity = 1 + std::log((1.0 + double(templates_)) / (1.0 + holders[bin]));
      const double steps = std::clamp(std::round(rarity * WordingModel::kRaritySteps), 1.0, 255.0);
      rarity_.push_back(static_cast<uint8_t>(steps));
      scale_[bin] = static_cast<float>(steps / WordingModel::kRaritySteps);
    }
  }

  void keep(const std::array<std::vector<double>, kPostKinds>& weights,
            const std::vector<uint32_t>& bins) {
    std::map<uint32_t, WordingModel::Feature> features;  // by bin
    for (std::size_t k = 0; k < kPostKinds; ++k) {
      double largest = std::numeric_limits<double>::min();
      for (const double w : weights[k]) largest = std::max(largest, std::abs(w));
      model_.step_[k] = largest / kLargestWeight;
      for (std::size_t c = 0; c < bins.size(); ++c) {
        features[bins[c]].weight[k] =
            static_cast<int8_t>(std::lround(weights[k][c] / model_.step_[k]));
      }
    }
    for (auto& [bin, feature] : features) {
      const bool tells = std::any_of(feature.weight.begin(), feature.weight.end(),
                                     [](int8_t w) { return std::abs(w) >= kLeastTold; });
      if (!tells) continue;
      feature.rarity = rarity_[bin];
      model_.add(bin, feature);
    }
    model_.finish();
  }

  std::span<const KnownText> texts_;
  FeatureTable table_;
  std::vector<uint32_t> rows_;
  std::vector<uint64_t> groups_;
  std::vector<double> root_;
  std::size_t templates_ = 0;
  std::vector<uint8_t> rarity_;  // by bin
  std::vector<float> scale_;
  WordingModel model_;
};

Result<WordingModel> learn_wording(const NeutralLexicon& lexicon,
                                   std::span<const KnownText> texts) {
  return WordingLearner(lexicon, texts).learn();
}

}  // namespace maillon::rank
