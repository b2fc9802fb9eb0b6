// How alike two values of a column are, in a few levels; and two records, as a
// pattern of levels.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "link/fields/table.h"

namespace maillon::link {

// Levels of likeness. Stored: never renumber.
inline constexpr uint32_t kMissing = 0;    // neither states anything: no evidence
inline constexpr uint32_t kDifferent = 1;  // nothing in common
inline constexpr uint32_t kFaint = 2;
inline constexpr uint32_t kPartly = 3;
inline constexpr uint32_t kAlike = 4;
inline constexpr uint32_t kNear = 5;     // a slip of the pen
inline constexpr uint32_t kSwapped = 6;  // the value stands in another column
inline constexpr uint32_t kExact = 7;
// Only one of the two states it. Where cells are empty by chance this weighs nothing;
// where they are empty by nature (a thesis has no journal) it tells kinds apart.
inline constexpr uint32_t kOneSided = 8;
inline constexpr uint32_t kLevels = 9;
std::string_view to_level_name(uint32_t level);

// Inserted, left out or changed bytes and swapped neighbours between two texts, or
// `limit` + 1 if there are more than `limit`. Of texts beyond 64 bytes the first
// 64 count.
uint32_t edit_distance(std::string_view a, std::string_view b, uint32_t limit);
// The same without vector instructions: what runs where there are none.
uint32_t edit_distance_portable(std::string_view a, std::string_view b, uint32_t limit);

// Share of the words' weight that two texts have in common, 0 to 1024. A word with
// a slip, a word cut short and an initial count as the same word.
uint32_t word_overlap(const FieldValueView& a, const FieldValueView& b);

// The level of two stated values; kExact if the normalised texts are the same.
uint32_t compare_values(FieldKind kind, const FieldValueView& a, const FieldValueView& b);

// Four bits for each column: its level.
using LevelPattern = uint64_t;
inline uint32_t level_of(LevelPattern pattern, std::size_t column) {
  return static_cast<uint32_t>(pattern >> (4 * column)) & 15U;
}

// Two records, column by column; a view without text states nothing.
LevelPattern compare_views(std::span<const uint8_t> kinds, std::span<const FieldValueView> a,
                           std::span<const FieldValueView> b);
LevelPattern compare_records(const Fields& fields, uint32_t a, uint32_t b);

}  // namespace maillon::link
