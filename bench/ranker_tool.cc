// The ranker on labelled texts: figures when near-copies are kept together and when they are not.
//
//   build/bench/ranker_tool FILE LABEL [SPLITS]
//
// FILE has a label, a tab and a text on each line; LABEL is the label to look for. SPLITS, if
// given, is written for other learners (ranker_peers.py): on each line the fold by group, the fold
// at random, 1 or 0, and the text.
#include <algorithm>
#include <ctime>
#include <fstream>
#include <string>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "base/hash.h"
#include "rank/ranker/model.h"

namespace {

using namespace maillon;
using namespace maillon::rank;

constexpr double kSame = 0.5;  // shared part of two texts' words and pairs that makes them copies

struct Texts {
  std::vector<std::string> text;
  FeatureTable table;
  std::vector<Example> examples;
};

bool read_texts(const char* path, const std::string& label, const NeutralLexicon& lexicon,
                Texts& out) {
  std::ifstream file(path);
  if (!file) return false;
  FeatureMaker maker(lexicon);
  FeatureRow row;
  for (std::string line; std::getline(file, line);) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos) continue;
    out.text.push_back(line.substr(tab + 1));
    maker.make(out.text.back(), {}, row);
    out.table.add(row);
    const uint64_t number = out.text.size();
    out.examples.push_back({mix64(number), number, line.substr(0, tab) == label, 1});
  }
  return true;
}

// Joins texts that share half of their words and pairs (Jaccard), by single linkage.
void group_copies(Texts& texts) {
  std::unordered_map<uint32_t, std::vector<uint32_t>> rows_with;
  std::vector<uint32_t> parent;
  const auto root = [&](uint32_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  for (uint32_t row = 0; row < texts.table.rows(); ++row) {
    parent.push_back(row);
    const auto bins = texts.table.bins(row, 0);
    std::unordered_map<uint32_t, uint32_t> shared;
    for (const uint32_t bin : bins) {
      for (const uint32_t other : rows_with[bin]) ++shared[other];
      rows_with[bin].push_back(row);
    }
    for (const auto& [other, count] : shared) {
      const double all =
          static_cast<double>(bins.size() + texts.table.bins(other, 0).size() - count);
      if (count >= kSame * all) parent[root(row)] = root(other);
    }
  }
  for (uint32_t row = 0; row < parent.size(); ++row) texts.examples[row].group = root(row);
}

void print(const char* split, const Texts& texts, std::span<const Example> examples) {
  const std::clock_t start = std::clock();
  const auto result = cross_validate(texts.table, examples);
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  if (!result) {
    fmt::print("{}: {}\n", split, result.error().message);
    return;
  }
  const Figures& f = result->figures;
  fmt::print(
      "{:9}  groups {:5}  F1 {:.3f}  precision {:.3f}  recall {:.3f}  average precision {:.3f}"
      "  Brier {:.4f}  strength {}  CPU {:.1f} s\n",
      split, f.groups, f.f1, f.precision, f.recall, f.pr_auc, f.brier, result->strength, seconds);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: ranker_tool FILE LABEL [SPLITS]\n");
    return 2;
  }
  const NeutralLexicon lexicon = NeutralLexicon::build({}).value();
  Texts texts;
  if (!read_texts(argv[1], argv[2], lexicon, texts)) {
    fmt::print("skipped: no {}\n", argv[1]);
    return 0;
  }
  const std::vector<Example> alone = texts.examples;
  group_copies(texts);
  print("by group", texts, texts.examples);
  print("at random", texts, alone);
  if (argc < 4) return 0;
  const auto by_group = deal_folds(texts.examples, 5), at_random = deal_folds(alone, 5);
  std::ofstream splits(argv[3]);
  for (std::size_t i = 0; i < texts.text.size(); ++i) {
    splits << int{by_group[i]} << '\t' << int{at_random[i]} << '\t' << texts.examples[i].positive
           << '\t' << texts.text[i] << '\n';
  }
  return splits ? 0 : 1;
}
