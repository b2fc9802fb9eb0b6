// Bytes -> records, in constant memory.
//
// A record is a byte range of the decompressed source. A splitter finds the
// ranges; a parser turns the bytes of one range into fields, looking at nothing
// else but the plan. So the fields of any record can be had again from its range.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/records.h"
#include "base/result.h"
#include "collect/byte_source.h"
#include "collect/plan.h"

namespace maillon::collect {

// Longer records go to quarantine, unread.
inline constexpr uint64_t kMaxRecordBytes = 64ULL << 20;
// A batch ends before the record that would take it beyond this (one alone may).
inline constexpr uint64_t kMaxBatchBytes = 16ULL << 20;

// Takes a batch and the bad rows met since the last one, both in the order of
// the source. An error stops the reading and comes back from read_records.
using BatchSink = std::function<Result<void>(RecordBatch&&, std::vector<QuarantineRow>&&)>;

// What was met on the way, for the user.
struct ReadStats {
  uint64_t records = 0;
  uint64_t quarantined = 0;
  uint64_t unread_dates = 0;  // posted_at is stated, but is no date that we can read
  uint64_t first_unread_date_line = 0;
  // One line each, in plain words; nothing if there is nothing to say.
  std::vector<std::string> to_notes() const;
};

// Reads all records. `plain` is the unwrapped source. Batches hold at most
// batch_records records, and do not depend on how `plain` cuts its chunks.
// Ranges are in order and do not overlap; what is in no record and no bad row
// is structure: a header, brackets and commas between records, blank lines.
// If `plain` fails, all whole records before that are given to the sink, the
// cut one goes to quarantine, and the error is returned.
Result<void> read_records(ByteSource& plain, const ReadPlan& plan, const BatchSink& sink,
                          std::size_t batch_records = 8192, ReadStats* stats = nullptr);

// The fields again, from ranges that read_records gave. `bytes` are the ranges'
// bytes (before decoding) one after another, ends[i] is where range i ends in
// them; begin and end of the batch are places in `bytes`, line is i + 1. A range
// that is no record (it was changed since) is left out.
RecordBatch parse_ranges(std::string_view bytes, std::span<const uint64_t> ends,
                         const ReadPlan& plan);

}  // namespace maillon::collect
