// Record segments: the small fields of an import's records and where each stands.
// Titles and bodies are not in them: they are read from the originals again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/columns.h"
#include "base/records.h"
#include "base/result.h"
#include "store/bundle.h"
#include "store/case.h"

namespace maillon::tasks {

inline constexpr uint32_t kSegmentVersion = 2;  // 2: pictures
inline constexpr std::size_t kSegmentRecords = 1U << 18;

// Records of one or more batches, in the order of their import.
struct Segment {
  std::vector<uint32_t> file;        // index into the import's files
  std::vector<uint64_t> number;      // of the record in its file, from 0
  std::vector<uint64_t> begin, end;  // byte range in the decompressed source
  std::vector<uint64_t> body_hash;   // of title and body
  std::vector<int64_t> posted_at;
  std::vector<uint32_t> pictures;  // of those that it names, how many are kept
  StringColumn id, source, url, author, city, country, language, price;

  std::size_t size() const { return file.size(); }
  // `kept` is beside the records: see `pictures`.
  void append(const RecordBatch& batch, uint32_t file_index, uint64_t first_number,
              const std::vector<uint32_t>& kept);
  // These rows, in this order.
  Segment select(const std::vector<uint32_t>& rows) const;
};

Result<void> write_segment(store::BundleWriter& to, const Segment& segment);
Result<Segment> read_segment(const store::BundleReader& from);

}  // namespace maillon::tasks
