// Records' fields, read again from the originals by their byte ranges.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "base/progress.h"
#include "base/records.h"
#include "base/result.h"
#include "collect/plan.h"
#include "store/case.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

// Where records stand, in columns: import (ImportId), file of it, bytes of its decompressed
// source.
struct Places {
  std::span<const uint32_t> import, file;
  std::span<const uint64_t> begin, end;
};
inline Places places_of(const Posts& posts) {
  return {posts.import, posts.file, posts.begin, posts.end};
}

// A source file, opened to be read again.
struct TextSource {
  store::BlockReader bytes;
  collect::ReadPlan plan;
};

// The source files of the active imports. Holds a reference to the case.
class TextSources {
 public:
  static Result<TextSources> list(const store::Case& open_case);
  // Nothing if that import has been undone. By one thread at a time.
  Result<std::optional<TextSource>> open(uint32_t import, uint32_t file) const;

 private:
  explicit TextSources(const store::Case& open_case) : open_case_(&open_case) {}
  const store::Case* open_case_;
  std::map<std::pair<uint32_t, uint32_t>, store::ImportedFile> files_;
};

// One piece of work: rows of `places` that stand one after another in one file.
struct TextBatch {
  std::vector<uint32_t> rows;  // of the places, in the order of the records
  RecordBatch records;         // beside rows
};

// Reads the given rows (any order) in the order in which they stand on disk and
// hands them over in batches, on all threads: `use(batch number, batch)`. The
// batches depend on the rows only, not on threads. `batches(n)` is called first
// with their number.
Result<void> read_texts(const TextSources& sources, const Places& places,
                        std::span<const uint32_t> rows,
                        const std::function<void(std::size_t)>& batches,
                        const std::function<void(std::size_t, TextBatch&&)>& use,
                        Progress& progress);
Result<void> read_texts(const store::Case& open_case, const Places& places,
                        std::span<const uint32_t> rows,
                        const std::function<void(std::size_t)>& batches,
                        const std::function<void(std::size_t, TextBatch&&)>& use,
                        Progress& progress);

}  // namespace maillon::tasks
