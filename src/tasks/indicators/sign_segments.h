// What the catalogue's phrases show in the texts of one record segment. Kept in derived/, so that
// of a case that grows only the new records are read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/progress.h"
#include "base/result.h"
#include "rank/matcher.h"
#include "rank/reading.h"
#include "store/case.h"

namespace maillon::tasks {

// Row i is record i of the segment.
struct SignSegment {
  std::vector<uint8_t> stance;          // rank::Stance
  std::vector<uint8_t> wording;         // rank::Wording
  std::vector<uint16_t> cues;           // bit k: CueKind k
  std::vector<uint8_t> hidden_contact;  // rank::Fact
  std::vector<uint32_t> pay;            // to the month, rounded; 0 = not stated
  std::vector<uint8_t> currency;
  std::vector<uint64_t> hit_offsets{0};  // hits of row i: [i] .. [i+1], by (field, begin)
  std::vector<uint16_t> hit_indicator;
  std::vector<uint8_t> hit_state, hit_field;
  std::vector<uint32_t> hit_begin, hit_end;

  std::size_t size() const { return stance.size(); }
  std::vector<rank::SignHit> hits_of(uint32_t record) const;
};

// Reads the segments of the active imports that have no signs yet, or some of other records or of
// another catalogue, and drops those of undone imports. Memory is bounded by a segment.
Result<void> read_signs(store::Case& open_case, const rank::Catalogue& catalogue,
                        Progress& progress);

// Code::not_found if there are none that fit: a link makes them.
Result<SignSegment> load_signs(const store::Case& from, ImportId import, uint32_t segment,
                               std::size_t indicators);

// The hits of one post (a row of the posts named so by MadeBundles), without reading the rest.
// None if they cannot be read, or are of other posts by now.
std::vector<rank::SignHit> signs_of_post(const store::Case& from, uint32_t row,
                                         std::string_view posts, std::size_t indicators);

// The fields of one record that are read for signs.
std::vector<rank::FieldText> sign_fields(const RecordBatch& records, std::size_t record);

}  // namespace maillon::tasks
