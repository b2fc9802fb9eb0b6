// A folder of hash segments: exact Hamming search over up to 100 million hashes in
// mapped files, with adds and deletes that cost what they change.
//
// As in a log-structured merge tree, a change is a new small segment; segments of like
// size are merged. A manifest names the segments that count. It is swapped by a rename,
// after all that it names is on the disk, so that a process killed at any moment leaves
// the old state or the new one. Readers take no lock: what they opened stays as it was.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "link/photos/hamming_search.h"
#include "store/case_lock.h"
#include "store/hash_segment.h"

namespace maillon::store {

struct HashMatch {
  uint64_t value = 0;
  uint32_t distance = 0;
  friend auto operator<=>(const HashMatch&, const HashMatch&) = default;
};

// What a folder holds at one moment.
struct HashManifest {
  struct Segment {
    uint64_t number = 0;  // of the file
    SegmentStamp stamp;
  };
  uint64_t generation = 0;        // how many changes were made
  uint64_t mark = 0;              // the caller's own, changed together with the hashes
  std::vector<Segment> segments;  // oldest first
};

// The state at the time of open(), for any number of threads.
class HashIndex {
 public:
  // An empty index if the folder or its manifest is not there. Code::corrupt if a file
  // is damaged, with what to do.
  static Result<HashIndex> open(const std::string& folder, Load load = Load::map);

  // The same from memory, for where the files are behind what they are made from.
  static HashIndex of_rows(std::span<const HashValue> rows, uint64_t mark);

  const HashManifest& manifest() const { return manifest_; }
  // Rows, without those that later segments deleted.
  std::vector<HashValue> rows() const;
  uint64_t stored_rows() const;  // with those

 private:
  friend class HashSearch;
  bool is_deleted(std::size_t segment, uint64_t value) const;

  HashManifest manifest_;
  std::vector<HashSegment> segments_;
  std::vector<std::vector<uint64_t>> deleted_;  // ascending: from a segment, by later ones
};

// Searches an index at one radius. One thread at a time.
class HashSearch {
 public:
  // The index must outlive it.
  HashSearch(const HashIndex& index, uint32_t radius, link::Simd simd = link::best_simd());
  // All within the radius, by value, then distance; an equal (value, distance) once.
  std::vector<HashMatch> find(const Hash256& query);

 private:
  const HashIndex* index_;
  std::vector<link::HammingSearch> searches_;
};

// The one writer of a folder.
class HashIndexWriter {
 public:
  // Makes the folder if it is not there; clears what a killed writer left. Code::busy if
  // another process writes to it.
  static Result<HashIndexWriter> open(const std::string& folder);

  const HashManifest& manifest() const { return manifest_; }
  // Deletes all rows with these values, then adds rows; `mark` is kept with them. All
  // or nothing, and on the disk when it returns.
  Result<void> apply(std::span<const HashValue> added, std::vector<uint64_t> deleted,
                     uint64_t mark);
  // These rows and no others.
  Result<void> replace(std::span<const HashValue> rows, uint64_t mark);

 private:
  Result<void> commit(HashManifest next);
  Result<void> remove_strays() const;
  std::size_t merge_from(uint64_t rows) const;

  std::string folder_;
  CaseLock lock_;
  HashManifest manifest_;
};

}  // namespace maillon::store
