// How two posts come to show the same picture, in words.
#pragma once

#include <cstdint>
#include <string>

#include "report/said.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

// For a selector of kind image that both posts carry: "the same file, I-1a2b3c4d5e6f" or
// "I-1a2b3c4d5e6f and I-0f9e8d7c6b5a: PDQ distance 12 of 256".
report::Sentence how_same(const CaseData& data, uint32_t selector, uint32_t a, uint32_t b);

}  // namespace maillon::tasks
