// Records that were purged: how their bytes are blanked so that the reader passes over them, and
// how what it still reads there is left out when segments are built again.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "collect/plan.h"
#include "store/block_file.h"
#include "store/purge.h"
#include "tasks/segments.h"

namespace maillon::tasks {

// Overwrites the bytes of a record by an empty one of the same size, so that those beside it are
// read as before. A line end stays. Messages of chats and saved pages cannot be blanked.
bool can_blank(const collect::ReadPlan& plan);
void blank_record(const collect::ReadPlan& plan, std::string& bytes);

// The plan for the plain bytes that are kept of a source.
collect::ReadPlan plan_of_kept(collect::ReadPlan plan);

// Leaves the purged records of one file out of its segments, one after another. The others keep
// their numbers: identifiers are made of them.
class PurgedFilter {
 public:
  explicit PurgedFilter(std::vector<store::ByteRange> purged) : purged_(std::move(purged)) {}
  Segment filter(Segment&& segment);

 private:
  bool is_purged(uint64_t begin, uint64_t end) const;
  uint64_t purged_before(uint64_t begin) const;

  std::vector<store::ByteRange> purged_;  // in order
  uint64_t left_ = 0;                     // records that stay, so far
};

// Where the records stand that are read from plain bytes and were not purged.
Result<std::vector<store::ByteRange>> list_ranges(const store::BlockReader& plain,
                                                  const collect::ReadPlan& plan,
                                                  const std::vector<store::ByteRange>& purged);

}  // namespace maillon::tasks
