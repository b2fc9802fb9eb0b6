#include "simulate/evaluate.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <numeric>

#include "base/check.h"
#include "base/hash.h"

namespace maillon::simulate {
namespace {

struct Partition {
  std::vector<uint32_t> cluster;  // of each post, dense
  std::vector<int64_t> sizes;
};

// Numbers the labels.
Partition number_labels(std::span<const std::string_view> labels) {
  struct Key {
    uint64_t hash;
    uint32_t post;
  };
  std::vector<Key> keys;
  Partition result;
  result.cluster.resize(labels.size());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (!labels[i].empty()) keys.push_back({hash64(labels[i]), static_cast<uint32_t>(i)});
  }
  std::sort(keys.begin(), keys.end(), [&](const Key& a, const Key& b) {
    return a.hash != b.hash ? a.hash < b.hash : labels[a.post] < labels[b.post];
  });
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i == 0 || labels[keys[i].post] != labels[keys[i - 1].post]) result.sizes.push_back(0);
    ++result.sizes.back();
    result.cluster[keys[i].post] = static_cast<uint32_t>(result.sizes.size() - 1);
  }
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (!labels[i].empty()) continue;
    result.cluster[i] = static_cast<uint32_t>(result.sizes.size());
    result.sizes.push_back(1);
  }
  return result;
}

int64_t pairs(int64_t n) {
  return n * (n - 1) / 2;
}

double share(double part, double whole) {
  return whole > 0 ? part / whole : 1;
}

double harmonic(double a, double b) {
  return a + b > 0 ? 2 * a * b / (a + b) : 0;
}

// The same for any order of the values: rounding depends on the order of adding.
double sum(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  return std::accumulate(values.begin(), values.end(), 0.0);
}

// Clusters of two or more, and the largest.
void count_clusters(const Partition& partition, int64_t& clusters, int64_t& largest) {
  for (const int64_t size : partition.sizes) {
    clusters += size > 1 ? 1 : 0;
    largest = std::max(largest, size);
  }
}

int64_t all_pairs(const Partition& partition) {
  return std::accumulate(partition.sizes.begin(), partition.sizes.end(), int64_t{0},
                         [](int64_t sum, int64_t size) { return sum + pairs(size); });
}

}  // namespace

Scores evaluate_clusters(std::span<const std::string_view> truth,
                         std::span<const std::string_view> found) {
  CHECK(truth.size() == found.size());
  CHECK(truth.size() < UINT32_MAX);
  Scores scores;
  scores.posts = static_cast<int64_t>(truth.size());
  const Partition a = number_labels(truth), b = number_labels(found);
  count_clusters(a, scores.truth_clusters, scores.largest_truth);
  count_clusters(b, scores.found_clusters, scores.largest_found);

  // Cells of the contingency table, as runs of the sorted (truth, found) pairs.
  std::vector<uint64_t> cells(truth.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    cells[i] = uint64_t{a.cluster[i]} << 32 | b.cluster[i];
  }
  std::sort(cells.begin(), cells.end());
  int64_t together = 0;
  std::vector<double> precision, recall;
  for (std::size_t begin = 0, end = 0; begin < cells.size(); begin = end) {
    while (end < cells.size() && cells[end] == cells[begin]) ++end;
    const auto count = static_cast<int64_t>(end - begin);
    together += pairs(count);
    const auto square = static_cast<double>(count) * static_cast<double>(count);
    recall.push_back(square / static_cast<double>(a.sizes[cells[begin] >> 32]));
    precision.push_back(square / static_cast<double>(b.sizes[cells[begin] & 0xffffffff]));
  }
  const auto posts = static_cast<double>(scores.posts);
  scores.bcubed_precision = share(sum(precision), posts);
  scores.bcubed_recall = share(sum(recall), posts);
  scores.bcubed_f1 = harmonic(scores.bcubed_precision, scores.bcubed_recall);
  const auto both = static_cast<double>(together);
  scores.pairwise_precision = share(both, static_cast<double>(all_pairs(b)));
  scores.pairwise_recall = share(both, static_cast<double>(all_pairs(a)));
  scores.pairwise_f1 = harmonic(scores.pairwise_precision, scores.pairwise_recall);
  return scores;
}

std::vector<SelectorScores> evaluate_selectors(std::span<const PostSelector> truth,
                                               std::span<const PostSelector> found) {
  const auto sorted = [](std::span<const PostSelector> rows) {
    std::vector<PostSelector> result(rows.begin(), rows.end());
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
  };
  const std::vector<PostSelector> expected = sorted(truth), given = sorted(found);
  std::vector<PostSelector> both;
  std::set_intersection(expected.begin(), expected.end(), given.begin(), given.end(),
                        std::back_inserter(both));
  const auto count = [](const std::vector<PostSelector>& rows, SelectorKind kind) {
    return static_cast<int64_t>(std::count_if(
        rows.begin(), rows.end(), [kind](const PostSelector& row) { return row.kind == kind; }));
  };
  std::vector<SelectorScores> scores;
  for (const SelectorKind kind : {SelectorKind::phone, SelectorKind::email, SelectorKind::url,
                                  SelectorKind::handle, SelectorKind::wallet, SelectorKind::iban}) {
    SelectorScores row{kind};
    row.truth = count(expected, kind);
    row.found = count(given, kind);
    row.both = count(both, kind);
    if (row.truth + row.found == 0) continue;
    row.precision = share(static_cast<double>(row.both), static_cast<double>(row.found));
    row.recall = share(static_cast<double>(row.both), static_cast<double>(row.truth));
    row.f1 = harmonic(row.precision, row.recall);
    scores.push_back(row);
  }
  return scores;
}

}  // namespace maillon::simulate
