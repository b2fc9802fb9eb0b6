// Why two posts whose evidence passes the threshold are not in one network all the same.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "store/case.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

// Decisions "same" and "different" as rows; those about posts that are gone are left out.
struct DecidedPair {
  uint32_t a = 0, b = 0;
  bool same = false;
  std::string actor, reason;
};
std::vector<DecidedPair> decided_pairs(const CaseData& data,
                                       std::span<const store::Decision> decisions);

// One sentence: a person's decision that keeps the two networks apart, else how many
// links hold each together and how many run between them. REQUIRES: not one network.
std::string why_refused(const CaseData& data, std::span<const DecidedPair> decided, uint32_t a,
                        uint32_t b);

}  // namespace maillon::tasks
