// Text that was set from right to left and read from left to right.
#pragma once

#include <string>

namespace maillon::extract {

// In a line of Arabic a number stands with its plus at the right end and its groups from right to
// left; after an Arabic word, which then stands to the right of it, the parts between hyphens are
// turned round, too (Unicode's bidirectional algorithm, UAX 9, rules W2, W4 and N1). A program that
// reads a picture from left to right gives them so: "78-56 1234 33+ word". Puts them as they were
// typed: "+33 1234 56-78 word". Nothing else of the line changes; numbers of fewer than 8 digits
// ("18+"), and those with hyphens where no word says which way these stand, stay.
// (Not so with handles, whose at sign stands behind them: where letters are lost, as underscores
// are, what is left of one would become another's.)
std::string order_as_typed(const std::string& line);

}  // namespace maillon::extract
