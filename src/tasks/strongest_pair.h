// The pair of posts that ties two things most: two networks, a selector and a post, and so on.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tasks/explain.h"

namespace maillon::tasks {

struct StrongestPair {
  uint32_t a = 0, b = 0;  // rows, of the first and of the second set
  uint64_t pairs = 0;     // that were weighed across; 0: nothing ties them, and these are the first
};

// Of the links across that the last link weighed the strongest; without any, of one pair for each
// signal that both sets carry. Rows ascending. Nothing if there are no two different posts.
std::optional<StrongestPair> find_strongest_pair(const CaseData& data, const PairWeigher& weigher,
                                                 std::span<const uint32_t> a,
                                                 std::span<const uint32_t> b);

// One side of what `explain` is asked: a post, or the posts of a network, selector or template.
struct ExplainSide {
  std::string id;
  std::vector<uint32_t> rows;  // ascending; empty: nothing of that name
  bool is_post = false;
};
// Code::invalid_input: several posts have that name.
Result<ExplainSide> find_side(const CaseData& data, const std::string& text,
                              const std::string& country);

// The two posts to explain, and how they were chosen ("" if both were named).
struct ExplainPair {
  uint32_t a = 0, b = 0;
  report::Sentence note;
};
// Code::invalid_input: both sides are the same.
Result<ExplainPair> choose_pair(const CaseData& data, const ExplainSide& a, const ExplainSide& b);

}  // namespace maillon::tasks
