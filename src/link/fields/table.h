// Short records in columns (names, addresses, dates, titles), prepared for
// comparing: each column's distinct values, their words and how rare they are.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/columns.h"

namespace maillon::link {

// Records as they come: columns[c][row] is folded text (lower case, no accents),
// "" where nothing is stated. Rows are in canonical order.
struct RecordTable {
  std::vector<std::string> names;
  std::vector<StringColumn> columns;

  std::size_t rows() const { return columns.empty() ? 0 : columns[0].size(); }
};

// What a column holds, as its values show. Stored: never renumber.
enum class FieldKind : uint8_t {
  name,    // a few words: a name, a town, a street
  number,  // mostly digits: a date, a code, a phone, pages
  text,    // many words: a title, a list of authors
};
std::string_view to_name(FieldKind kind);

// At most this many columns are compared: those that tell most.
inline constexpr std::size_t kMaxFields = 16;
inline constexpr uint32_t kNoValue = 0xffffffff;
inline constexpr std::size_t kMaxWords = 24;  // of a value; the rest is not compared

// A word of a value: its text, a set of its letters as bits, and how much it tells.
struct FieldWord {
  std::string_view text;
  uint64_t letters = 0;
  uint32_t number = 0;  // equal words have equal numbers
  int32_t weight = 0;   // 1/64 bits: rare words weigh more
};

// A value ready to be compared. The owner of the views is the column it is of.
// It fills one cache line, and most values are compared without touching another.
struct alignas(64) FieldValueView {
  std::string_view text;
  std::array<char, 16> head{};  // of text, the rest 0
  uint64_t hash = 0;            // of text
  uint64_t letters = 0;
  const FieldWord* first_word = nullptr;
  uint32_t word_count = 0;
  int32_t weight = 0;  // of all words

  std::span<const FieldWord> words() const { return {first_word, word_count}; }
};
static_assert(sizeof(FieldValueView) == 64);

// A view of the text and its words; weights are summed.
FieldValueView make_view(std::string_view text, std::span<const FieldWord> words);

// One column with its distinct values, in the order of their text.
struct FieldColumn {
  std::string name;
  FieldKind kind = FieldKind::name;
  std::vector<uint32_t> value;       // per row, or kNoValue
  StringColumn text;                 // per distinct value, normalised
  std::vector<uint32_t> count;       // rows that state it
  StringColumn word;                 // distinct words, ascending
  std::vector<uint32_t> word_count;  // distinct values that hold it
  std::vector<uint64_t> word_offsets{0};
  std::vector<FieldWord> words;       // of value v: word_offsets[v] .. [v+1], by number
  std::vector<FieldValueView> views;  // per distinct value
  uint64_t stated = 0;                // rows that state a value
};

struct Fields {
  std::vector<FieldColumn> columns;
  std::size_t rows = 0;
  std::vector<uint32_t> by_row;  // the columns' values once more, row by row

  const uint32_t* values_of(uint32_t row) const { return by_row.data() + row * columns.size(); }
};

// Words of folded text with one blank between them; of a number only its digits.
// "" where the text says that there is no value (NA, null, -, ?).
std::string normalise_value(std::string_view folded, FieldKind kind);

// Columns that nobody fills, or that say the same everywhere, are left out; order
// is kept.
Fields prepare_fields(const RecordTable& table);

// A value's words in their order, at most kMaxWords.
std::vector<std::string_view> cut_words(std::string_view normalised);

// How much a word tells that `holders` of `values` distinct values hold, 1/64 bits.
int32_t word_weight(uint64_t values, uint64_t holders);

// The set of a text's letters and digits, for a quick bound on edit distance.
uint64_t letters_of(std::string_view text);

}  // namespace maillon::link
