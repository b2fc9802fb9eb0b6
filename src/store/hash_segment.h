// One file of a hash index: hashes with the values that they stand for, the tables
// that find them (link/photos/hamming_index.h), and values that are no longer in
// older files. Never changed once it has its name. docs/formats/lists.md draws it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/hash256.h"
#include "base/result.h"
#include "link/photos/hamming_index.h"
#include "store/mapped_file.h"

namespace maillon::store {

// A hash and what it stands for: a number of the caller's choice. Several hashes may
// have one value, several values one hash.
struct HashValue {
  Hash256 hash;
  uint64_t value = 0;
  friend auto operator<=>(const HashValue&, const HashValue&) = default;
};

// How a finished file is known.
struct SegmentStamp {
  uint64_t size = 0;      // bytes
  uint64_t checksum = 0;  // of all of them
  uint64_t rows = 0, deleted = 0;
  friend bool operator==(const SegmentStamp&, const SegmentStamp&) = default;
};

// Writes beside `path`, syncs, and moves it there. `deleted` ascends.
Result<SegmentStamp> write_segment(const std::string& path, std::span<const HashValue> rows,
                                   std::span<const uint64_t> deleted);

// A segment that was opened: its arrays, in the mapped file.
class HashSegment {
 public:
  // Checks every byte and every number that a search relies on. Code::corrupt if it is
  // not what `stamp` says or not sound, Code::unsupported if it is of a newer version.
  static Result<HashSegment> open(const std::string& path, const SegmentStamp& stamp, Load load);

  // The same in memory, without a file.
  static HashSegment of_rows(std::span<const HashValue> rows);

  const link::HammingView& index() const { return index_; }
  // Beside the rows of index(): values of place p are those of index().range_of(p).
  std::span<const uint64_t> values() const { return values_; }
  std::span<const uint64_t> deleted() const { return deleted_; }
  void append_rows(std::vector<HashValue>& out) const;

 private:
  Result<void> read(const SegmentStamp& stamp);

  MappedFile file_;
  link::HammingArrays arrays_;  // of a segment without a file
  HugeVector<uint64_t> owned_values_;
  link::HammingView index_;
  std::span<const uint64_t> values_, deleted_;
};

}  // namespace maillon::store
