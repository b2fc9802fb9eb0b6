// Words, phrases and prefixes to the posts that have them, by the kept index of words.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "search/query.h"
#include "store/case.h"
#include "tasks/word_step.h"

namespace maillon::tasks {

// For any number of threads.
class WordSearch {
 public:
  // Of these posts (MadeBundles::posts). Nothing if some segment of them has no index that fits:
  // the texts are to be read. The case must have been linked.
  static Result<std::optional<WordSearch>> open(const store::Case& from, std::string_view posts);

  // Posts (rows, ascending) that answer a node of which search::is_of_text() is true.
  Result<std::vector<uint32_t>> find(const search::QueryNode& node) const;

 private:
  struct Part {
    SegmentWords words;
    std::vector<uint32_t> row;  // of record i: the post whose current version it is, or kNone
  };
  std::vector<Part> parts_;
};

// One WordSearch for all who read a case, opened when the first one asks.
class SharedWordSearch {
 public:
  // Null if there is none (yet: a link makes it last). As WordSearch::open.
  Result<const WordSearch*> get(const store::Case& from, std::string_view posts);

 private:
  std::mutex mutex_;                  // guards what follows until it is there
  std::optional<WordSearch> search_;  // then it stays as it is
};

}  // namespace maillon::tasks
