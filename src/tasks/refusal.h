// Why two posts whose evidence passes the threshold are not in one network all the same.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "report/said.h"
#include "store/case.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

// Decisions on what belongs together as rows; those about posts that are gone are left out.
struct DecidedPair {
  std::vector<uint32_t> a, b;  // a post each, or the posts of a network or of a part of one
  bool same = false;
  const store::Decision* decision = nullptr;  // of the list that it was read from
  std::string actor, reason;
  // Does it say of these two posts that they are the same, or different?
  bool covers(uint32_t x, uint32_t y) const;
};
// Keep the list: they point into it.
std::vector<DecidedPair> decided_pairs(const CaseData& data,
                                       std::span<const store::Decision> decisions);

// One sentence: a person's decision that keeps the two networks apart, else how many
// links hold each together and how many run between them. REQUIRES: not one network.
report::Sentence why_refused(const CaseData& data, std::span<const DecidedPair> decided, uint32_t a,
                             uint32_t b);

}  // namespace maillon::tasks
