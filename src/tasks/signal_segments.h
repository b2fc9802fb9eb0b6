// Signal segments: what extraction found in the records of one record segment. They are
// kept in derived/, so that a case that grows is read for its new records only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/columns.h"
#include "base/id.h"
#include "base/progress.h"
#include "base/records.h"
#include "base/result.h"
#include "store/case.h"
#include "tasks/pictures/photo_texts.h"
#include "tasks/pictures/photos.h"
#include "tasks/read_text.h"
#include "tasks/record_step.h"
#include "tasks/segments.h"

namespace maillon::tasks {

// Raised when extraction finds something else in the same text.
inline constexpr uint32_t kExtractVersion = 1;

// Row i is record i of the segment. Its tokens are kept beside it and read by themselves.
struct SignalSegment {
  std::vector<uint16_t> language;  // packed ISO 639-1, 0 = unknown
  // Its distinct selectors, by (kind, service, value): a phone has no service; the value of
  // a picture is the SHA-256 of its bytes in hex.
  std::vector<uint8_t> kind, service;
  StringColumn value;
  // Hits of row i, by (field, begin): hit_offsets[i] .. [i+1].
  std::vector<uint64_t> hit_offsets{0};
  std::vector<uint32_t> hit_selector;  // of this segment
  std::vector<uint8_t> hit_service;    // as written at this place (a phone by WhatsApp)
  std::vector<uint8_t> hit_field;
  std::vector<uint32_t> hit_begin, hit_end;
  std::vector<RecordPart> records;  // the short records; rows are the segment's

  std::size_t size() const { return language.size(); }
};

// The name of its bundle: "signals/12-0".
std::string signal_segment_name(ImportId import, uint32_t segment);

// The records of a segment, and what names them: the checksum of their bundle.
struct SegmentRecords {
  Segment records;
  uint64_t checksum = 0;
};
Result<SegmentRecords> read_records(const store::Case& from, ImportId import, uint32_t segment);

// What extraction depends on beside the texts.
struct ExtractContext {
  std::string country;                   // the default one
  const PhotoNames* pictures = nullptr;  // of the segment's import; null: it has none
  const PhotoTexts* texts = nullptr;     // the same
  std::string picture_version;           // CasePhotos::version()
};

// The signals that are kept, if they were made from those records by this program, with the
// libraries that are loaded now and this default country. Nothing if not, or if they are
// damaged: they are to be made.
std::optional<SignalSegment> read_signal_segment(const store::Case& from, ImportId import,
                                                 uint32_t segment, uint64_t checksum,
                                                 const std::string& country,
                                                 const std::string& picture_version);

// Only the tokens of the kept signals, which must be those that this program has read or
// made (see above): not checked again. None of a short record.
Result<TokenTable> read_tokens(const store::Case& from, ImportId import, uint32_t segment);

// Reads the texts of a segment's records again and keeps what it finds in them. Memory is
// bounded by the segment. Threads as the pool allows; the same result for any number.
Result<SignalSegment> make_signal_segment(store::Case& open_case, const TextSources& sources,
                                          ImportId import, uint32_t segment,
                                          const SegmentRecords& records,
                                          const ExtractContext& context, Progress& progress);

}  // namespace maillon::tasks
