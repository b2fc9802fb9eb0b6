// How well found clusters and selectors agree with the truth.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/records.h"

namespace maillon::simulate {

// A share with nothing below the line (no pair found, no pair to be found) is 1.
struct Scores {
  double pairwise_precision = 1, pairwise_recall = 1, pairwise_f1 = 1;
  double bcubed_precision = 1, bcubed_recall = 1, bcubed_f1 = 1;
  int64_t posts = 0;
  // Clusters of two posts or more, and the posts of the largest.
  int64_t truth_clusters = 0, found_clusters = 0, largest_truth = 0, largest_found = 0;
};

// Compares two partitions of the same posts: truth[i] and found[i] are the
// cluster labels of post i; an empty label is a post that stands alone. Both have
// the same size. Pairwise: precision and recall over pairs of posts in one
// cluster. B-cubed (Bagga and Baldwin 1998): for each post, over the posts in its
// cluster, itself included, then the mean. F1 is the harmonic mean. Sorts labels:
// n log n at worst, whatever the clusters' sizes.
Scores evaluate_clusters(std::span<const std::string_view> truth,
                         std::span<const std::string_view> found);

// A selector of a post.
struct PostSelector {
  std::string_view post;
  SelectorKind kind;
  std::string_view value;
  friend auto operator<=>(const PostSelector&, const PostSelector&) = default;
};

struct SelectorScores {
  SelectorKind kind;
  double precision = 1, recall = 1, f1 = 1;
  int64_t truth = 0, found = 0, both = 0;  // distinct (post, value)
};

// One entry for each kind that is in the truth or found, in order of the kinds.
// Rows in any order; a row given twice counts once.
std::vector<SelectorScores> evaluate_selectors(std::span<const PostSelector> truth,
                                               std::span<const PostSelector> found);

}  // namespace maillon::simulate
