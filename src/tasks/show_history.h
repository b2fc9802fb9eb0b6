// What became of a network's number: merges and splits, as the links recorded them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/case.h"

namespace maillon::tasks {

// In order of time: "took in N-9 on 2026-03-01", "lost posts to N-21 on ...",
// "merged into N-3 on ..." (the number is gone then). Empty if nothing happened.
std::vector<std::string> history_of(const store::Case& file, uint32_t number);

}  // namespace maillon::tasks
