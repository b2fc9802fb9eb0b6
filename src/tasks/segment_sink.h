// Batches of records -> segments of bounded size, while an import's file is read.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "base/records.h"
#include "base/result.h"
#include "tasks/segments.h"

namespace maillon::tasks {

// `file` is the number of the file in its import.
class SegmentSink {
 public:
  using Write = std::function<Result<void>(Segment&&)>;
  SegmentSink(uint32_t file, Write write) : file_(file), write_(std::move(write)) {}
  // `pictures` is beside the records: see Segment::pictures.
  Result<void> add(const RecordBatch& batch, const std::vector<uint32_t>& pictures) {
    segment_.append(batch, file_, records_, pictures);
    records_ += batch.size();
    return segment_.size() >= kSegmentRecords ? flush() : Result<void>{};
  }
  Result<void> flush() {
    if (segment_.size() == 0) return {};
    return write_(std::exchange(segment_, {}));
  }
  uint64_t records() const { return records_; }

 private:
  uint32_t file_;
  Write write_;
  Segment segment_;
  uint64_t records_ = 0;
};

}  // namespace maillon::tasks
