// The index of words that `search` reads: one per record segment, kept in derived/, so that
// of a case that grows only the new records are read.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/id.h"
#include "base/progress.h"
#include "base/result.h"
#include "search/word_index.h"
#include "store/case.h"

namespace maillon::tasks {

// Indexes the segments of the active imports that have no index yet, or one of other records
// or of another program, and drops those of undone imports. Memory is bounded by a segment.
Result<void> index_words(store::Case& open_case, Progress& progress);

// The index of one segment, its large arrays still on disk.
class SegmentWords {
 public:
  SegmentWords(search::WordIndex index, store::BundleReader bundle);

  std::size_t records() const { return index_.size(); }
  uint64_t text_bytes() const;  // that keep_texts() will hold
  // The texts' numbers stay in memory once a phrase has asked for them all.
  void keep_texts() { kept_ = std::make_unique<Kept>(); }

  // Rows of the segment; see search::find_texts. For any number of threads.
  Result<std::vector<uint32_t>> find(const search::QueryNode& node) const;

 private:
  struct Kept {
    std::mutex mutex;  // guards what follows
    search::SharedBytes texts;
  };
  Result<search::SharedBytes> read_texts(uint64_t begin, uint64_t end) const;

  search::WordIndex index_;  // postings and texts are empty
  store::BundleReader bundle_;
  std::unique_ptr<Kept> kept_;
};
bool has_words(const store::Case& from, ImportId import, uint32_t segment);  // of whatever state
// Nothing if there is none that fits the segment's records and this program, or if it is
// damaged: the texts are to be read instead.
std::optional<SegmentWords> read_segment_words(const store::Case& from, ImportId import,
                                               uint32_t segment);

}  // namespace maillon::tasks
