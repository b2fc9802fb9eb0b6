// Tokens of a scanned field (the contract is in tokens.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "extract/text/scan.h"

namespace maillon::extract {

// Segmented runs of the texts so far: copies repeat them, and segmenting is the
// slowest part of all. Bounded.
class SegmentCache {
 public:
  // Ends of the words of the run; valid until the next call.
  const std::vector<uint32_t>& word_ends(std::string_view run);

 private:
  std::unordered_map<std::string, std::vector<uint32_t>> runs_;
  std::vector<uint32_t> scratch_;
  std::size_t bytes_ = 0;
};

// A token and its bytes in the folded text.
struct FoldedToken {
  uint32_t token, begin, end;
};

// The tokens of the scan after all finders have run. Sorts the scan's claims.
void read_tokens(Scan& scan, SegmentCache& cache, std::vector<FoldedToken>& out);

}  // namespace maillon::extract
