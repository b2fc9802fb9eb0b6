// A stream of plain bytes -> batches of records and quarantined rows.
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "base/records.h"
#include "base/result.h"
#include "collect/byte_source.h"
#include "collect/plan.h"

namespace maillon::collect {

// A record longer than this is quarantined without being held in memory.
inline constexpr std::size_t kMaxRecord = 64U << 20;

using BatchSink = std::function<Result<void>(RecordBatch&&, std::vector<QuarantineRow>&&)>;

// Reads to the end of the stream in constant memory. Batches have at most
// `batch_records` records and about 16 MiB, in the order of the source; they do
// not depend on how the source cuts its bytes. A failure of the sink or the source
// ends it, after the records read so far have been handed over.
Result<void> read_records(ByteSource& plain, const ReadPlan& plan, const BatchSink& sink,
                          std::size_t batch_records = 8192);

// The same fields again: record i of the result is made from bytes
// [ends[i-1], ends[i]), the raw (undecoded) range that read_records gave. Its
// `begin`, `end` are offsets in `bytes`, its `line` is 0.
RecordBatch parse_ranges(std::string_view bytes, std::span<const uint64_t> ends,
                         const ReadPlan& plan);

}  // namespace maillon::collect
