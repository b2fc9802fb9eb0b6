// The tokens of all posts: a quarter of a gigabyte a million posts, so they are read from
// the kept signals when they are needed and given back after.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/records.h"
#include "base/result.h"
#include "store/case.h"
#include "tasks/posts.h"

namespace maillon::tasks {

// Row r is post r; a short record has none. Holds what the rows point into.
class CaseTokens {
 public:
  // Code::not_found, corrupt: signals that this link has kept are gone or damaged.
  static Result<CaseTokens> read(const store::Case& from, const CollectedPosts& posts);
  TokenRows rows() const { return rows_; }

 private:
  std::vector<TokenTable> tables_;  // per segment
  std::vector<std::span<const uint32_t>> rows_;
};

}  // namespace maillon::tasks
