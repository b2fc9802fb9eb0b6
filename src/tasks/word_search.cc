#include "tasks/word_search.h"

#include <algorithm>
#include <utility>

#include "base/parallel.h"
#include "tasks/derived_io.h"

namespace maillon::tasks {

namespace {
// Numbers of texts that are kept in memory for phrases: those of some five million posts.
constexpr uint64_t kMostKeptBytes = uint64_t{512} << 20;
}  // namespace

Result<std::optional<WordSearch>> WordSearch::open(const store::Case& from,
                                                   std::string_view posts) {
  TRY(const std::optional<PostRecords> records, read_post_records(from, posts));
  if (!records) return std::optional<WordSearch>();
  for (std::size_t p = 0; p < records->import.size(); ++p) {
    if (!has_words(from, ImportId{records->import[p]}, records->segment[p]))
      return std::optional<WordSearch>();
  }
  std::vector<std::optional<SegmentWords>> words(records->import.size());
  parallel_for(words.size(), [&](std::size_t p) {
    words[p] = read_segment_words(from, ImportId{records->import[p]}, records->segment[p]);
  });
  WordSearch out;
  for (std::optional<SegmentWords>& part : words) {
    if (!part) return std::optional<WordSearch>();
    const std::size_t size = part->records();
    out.parts_.push_back({*std::move(part), std::vector<uint32_t>(size, kNone)});
  }
  uint64_t text_bytes = 0;
  for (const Part& part : out.parts_) text_bytes += part.words.text_bytes();
  if (text_bytes <= kMostKeptBytes) {
    for (Part& part : out.parts_) part.words.keep_texts();
  }
  for (uint32_t row = 0; row < records->record.size(); ++row) {
    std::vector<uint32_t>& of = out.parts_[records->part[row]].row;
    if (records->record[row] >= of.size()) return std::optional<WordSearch>();
    of[records->record[row]] = row;
  }
  return std::optional<WordSearch>(std::move(out));
}

Result<std::vector<uint32_t>> WordSearch::find(const search::QueryNode& node) const {
  std::vector<Result<std::vector<uint32_t>>> found(parts_.size());
  parallel_for(parts_.size(), [&](std::size_t p) { found[p] = parts_[p].words.find(node); });
  std::vector<uint32_t> rows;
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    TRY(const std::vector<uint32_t> texts, std::move(found[p]));
    for (const uint32_t text : texts) {
      if (parts_[p].row[text] != kNone) rows.push_back(parts_[p].row[text]);
    }
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

Result<const WordSearch*> SharedWordSearch::get(const store::Case& from, std::string_view posts) {
  const std::lock_guard lock(mutex_);
  if (!search_) {
    TRY(search_, WordSearch::open(from, posts));
  }
  return search_ ? &*search_ : nullptr;
}

}  // namespace maillon::tasks
