// Rows with the same tokens, as one text: a flood of 10,000 copies costs nothing.
#pragma once

#include <cstdint>
#include <vector>

#include "base/records.h"

namespace maillon::link {

// Texts are in the order of their first row.
struct Texts {
  std::vector<uint32_t> first_row;  // per text
  std::vector<uint32_t> text;       // per row
  std::vector<uint32_t> copies;     // per text
};

Texts collapse_identical(TokenRows tokens);

}  // namespace maillon::link
