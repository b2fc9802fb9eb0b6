#include "tasks/case_tokens.h"

#include "base/parallel.h"
#include "tasks/signal_segments.h"

namespace maillon::tasks {

Result<CaseTokens> CaseTokens::read(const store::Case& from, const CollectedPosts& posts) {
  CaseTokens out;
  out.tables_.resize(posts.segments.size());
  std::vector<Result<void>> done(posts.segments.size());
  parallel_for(posts.segments.size(), [&](std::size_t i) {
    auto tokens = read_tokens(from, posts.segments[i].import, posts.segments[i].number);
    if (tokens) {
      out.tables_[i] = *std::move(tokens);
    } else {
      done[i] = tl::unexpected<Error>(std::move(tokens).error());
    }
  });
  for (Result<void>& one : done) TRY_OK(std::move(one));
  out.rows_.reserve(posts.segment.size());
  for (std::size_t row = 0; row < posts.segment.size(); ++row) {
    const TokenTable& table = out.tables_[posts.segment[row]];
    const uint32_t record = posts.record[row];
    if (record >= table.rows())
      return fail(Code::corrupt,
                  "derived/signals: does not fit the records; run `maillon link --force`");
    out.rows_.push_back(
        std::span(table.token)
            .subspan(table.offsets[record], table.offsets[record + 1] - table.offsets[record]));
  }
  return out;
}

}  // namespace maillon::tasks
