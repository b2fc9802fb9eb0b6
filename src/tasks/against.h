// What speaks against two posts having one operator: facts that the case states and
// for which no likelihood ratio is estimated. They stand beside the sum, not in it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/records.h"
#include "report/ledger.h"
#include "tasks/case_data.h"
#include "tasks/refusal.h"

namespace maillon::tasks {

// In this order: a person's decision; selectors of one kind that both have and never
// share; other families of wording; other languages; other places within an hour.
// `record_a` and `record_b` are the posts' own rows, or null if they cannot be read.
std::vector<report::LedgerFact> find_against(const CaseData& data,
                                             std::span<const DecidedPair> decided, uint32_t a,
                                             uint32_t b, const RecordBatch* record_a,
                                             const RecordBatch* record_b);

}  // namespace maillon::tasks
