#include "link/fields/compare.h"

#include <algorithm>
#include <array>
#include <bit>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace maillon::link {
namespace {

constexpr std::size_t kWord = 64;

bool has_more_bits(uint64_t set, uint32_t limit) {
  for (; limit > 0; --limit) set &= set - 1;  // the lowest one goes; 0 stays 0
  return set != 0;
}

// Are more than `limit` edits needed? Each changes at most one letter of each side.
bool letters_apart(uint64_t a, uint64_t b, uint32_t limit) {
  return has_more_bits(a & ~b, limit) || has_more_bits(b & ~a, limit);
}

// Hyyrö's bit-parallel form of the optimal string alignment distance (2003): one
// machine word holds a column of the dynamic programme. `places(c)` has a bit for
// each place of c in the text of `size` bytes. Gives up when what is left of b can no
// longer bring the distance under the limit.
template <class Places>
uint32_t run_distance(std::size_t size, std::string_view b, uint32_t limit, const Places& places) {
  if (b.empty() || size - b.size() > limit)
    return std::min(static_cast<uint32_t>(size - b.size()), limit + 1);
  const uint64_t last = uint64_t{1} << (size - 1);
  uint64_t plus = ~uint64_t{0}, minus = 0, diagonal = 0, before = 0;
  auto distance = static_cast<uint32_t>(size);
  auto left = static_cast<uint32_t>(b.size());
  for (const char c : b) {
    const uint64_t here = places(c);
    const uint64_t transposed = (((~diagonal) & here) << 1) & before;
    diagonal = (((here & plus) + plus) ^ plus) | here | minus | transposed;
    uint64_t up = minus | ~(diagonal | plus);
    const uint64_t down = diagonal & plus;
    distance += (up & last) != 0 ? 1 : 0;
    distance -= (down & last) != 0 ? 1 : 0;
    if (distance > limit + --left) return limit + 1;
    up = (up << 1) | 1;
    plus = (down << 1) | ~(diagonal | up);
    minus = up & diagonal;
    before = here;
  }
  return std::min(distance, limit + 1);
}

// REQUIRES: a is not shorter than b and has at most 64 bytes.
uint32_t table_distance(std::string_view a, std::string_view b, uint32_t limit) {
  thread_local std::array<uint64_t, 256> places{};
  for (std::size_t i = 0; i < a.size(); ++i)
    places[static_cast<unsigned char>(a[i])] |= uint64_t{1} << i;
  const uint32_t distance = run_distance(
      a.size(), b, limit, [](char c) { return places[static_cast<unsigned char>(c)]; });
  for (const char c : a) places[static_cast<unsigned char>(c)] = 0;
  return distance;
}

#ifdef __SSE2__
// The same for up to 16 bytes, with 0 behind them: one comparison finds all places.
uint32_t short_distance(const char* head, std::size_t size, std::string_view b, uint32_t limit) {
  const __m128i text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(head));
  return run_distance(size, b, limit, [&](char c) {
    return static_cast<uint64_t>(
        static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(text, _mm_set1_epi8(c)))));
  });
}
#endif

void sort_by_length(std::string_view& a, std::string_view& b) {
  a = a.substr(0, kWord);
  b = b.substr(0, kWord);
  if (a.size() < b.size()) std::swap(a, b);
}

// Of two values, whose first bytes are at hand.
uint32_t value_distance(const FieldValueView& a, const FieldValueView& b, uint32_t limit) {
#ifdef __SSE2__
  const FieldValueView& longer = a.text.size() < b.text.size() ? b : a;
  const FieldValueView& shorter = a.text.size() < b.text.size() ? a : b;
  if (longer.text.size() <= longer.head.size()) {
    return short_distance(longer.head.data(), longer.text.size(),
                          {shorter.head.data(), shorter.text.size()}, limit);
  }
#endif
  return edit_distance(a.text, b.text, limit);
}

uint32_t slips_allowed(std::size_t length) {
  return length < 4 ? 0 : length < 9 ? 1 : 2;
}

// One word for the other: a slip of the pen, or cut short ("proc", "s" for "scott").
bool is_near_word(const FieldWord& a, const FieldWord& b) {
  if (a.text.size() > b.text.size()) return is_near_word(b, a);
  const bool letter = a.text[0] < '0' || a.text[0] > '9';
  if (letter && b.text.starts_with(a.text)) return a.text.size() != 2;  // "jo" is not "john"
  const uint32_t allowed = slips_allowed(a.text.size());
  if (allowed == 0 || b.text.size() - a.text.size() > allowed) return false;
  if (letters_apart(a.letters, b.letters, allowed)) return false;
  return edit_distance(a.text, b.text, allowed) <= allowed;
}

// First the words that both have, then near ones among the rest.
struct WordOverlap {
  uint32_t rest_a = 0, rest_b = 0;  // bits: words that have found no partner
  int32_t shared = 0, total = 0;    // of both sides
};

WordOverlap share_words(const FieldValueView& a, const FieldValueView& b) {
  WordOverlap overlap{.rest_a = 0, .rest_b = 0, .shared = 0, .total = a.weight + b.weight};
  std::size_t i = 0, j = 0;
  while (i < a.word_count || j < b.word_count) {
    if (j == b.word_count ||
        (i < a.word_count && a.first_word[i].number < b.first_word[j].number)) {
      overlap.rest_a |= 1U << i++;
    } else if (i == a.word_count || b.first_word[j].number < a.first_word[i].number) {
      overlap.rest_b |= 1U << j++;
    } else {
      overlap.shared += 2 * a.first_word[i].weight;
      ++i;
      ++j;
    }
  }
  return overlap;
}

bool is_cut_short(const FieldValueView& a, const FieldValueView& b) {
  return a.text.starts_with(b.text) || b.text.starts_with(a.text);
}

uint32_t compare_names(const FieldValueView& a, const FieldValueView& b) {
  const std::size_t longer = std::min(std::max(a.text.size(), b.text.size()), kWord);
  const std::size_t shorter = std::min(std::min(a.text.size(), b.text.size()), kWord);
  const auto limit = static_cast<uint32_t>(longer * 2 / 5);
  const bool far = longer - shorter > limit || letters_apart(a.letters, b.letters, limit);
  const uint32_t edits = far ? limit + 1 : value_distance(a, b, limit);
  if (edits <= 1 && longer > 2) return kNear;
  if (edits <= std::max<std::size_t>(longer / 4, 1) && longer > 3) return kAlike;
  if (a.word_count > 1 || b.word_count > 1 || (a.head[0] == b.head[0] && is_cut_short(a, b))) {
    const uint32_t overlap = word_overlap(a, b);
    if (overlap >= 900) return kAlike;
    if (overlap >= 500) return kPartly;
  }
  return edits <= limit ? kFaint : kDifferent;
}

std::string_view first_word(std::string_view text) {
  return text.substr(0, text.find(' '));
}

uint32_t compare_numbers(const FieldValueView& a, const FieldValueView& b) {
  const std::size_t longer = std::max(a.text.size(), b.text.size());
  const uint32_t limit = longer >= 6 ? 2 : 1;
  const std::size_t apart = longer - std::min(a.text.size(), b.text.size());
  const uint32_t edits = apart > limit || letters_apart(a.letters, b.letters, limit)
                             ? limit + 1
                             : value_distance(a, b, limit);
  if (edits == 1 && longer > 1) return kNear;
  if (edits == 2 && limit == 2) return kAlike;
  if (a.word_count == 1 && b.word_count == 1) return kDifferent;
  if (first_word(a.text) == first_word(b.text)) return kAlike;
  return share_words(a, b).shared > 0 ? kPartly : kDifferent;
}

uint32_t compare_texts(const FieldValueView& a, const FieldValueView& b) {
  const uint32_t overlap = word_overlap(a, b);
  if (overlap >= 900) return kNear;
  if (overlap >= 700) return kAlike;
  if (overlap >= 450) return kPartly;
  return overlap >= 200 ? kFaint : kDifferent;
}

}  // namespace

std::string_view to_level_name(uint32_t level) {
  constexpr std::array<std::string_view, kLevels> kNames = {
      "not stated", "different", "faintly alike", "partly the same",   "alike",
      "near",       "swapped",   "the same",      "stated in one only"};
  return level < kLevels ? kNames[level] : "";
}

uint32_t edit_distance(std::string_view a, std::string_view b, uint32_t limit) {
  sort_by_length(a, b);
#ifdef __SSE2__
  if (a.size() <= 16) {
    std::array<char, 16> head{};
    std::copy_n(a.data(), a.size(), head.begin());
    return short_distance(head.data(), a.size(), b, limit);
  }
#endif
  return table_distance(a, b, limit);
}

uint32_t edit_distance_portable(std::string_view a, std::string_view b, uint32_t limit) {
  sort_by_length(a, b);
  return table_distance(a, b, limit);
}

uint32_t word_overlap(const FieldValueView& a, const FieldValueView& b) {
  WordOverlap overlap = share_words(a, b);
  for (uint32_t rest = overlap.rest_a; rest != 0; rest &= rest - 1) {
    const FieldWord& x = a.first_word[static_cast<std::size_t>(std::countr_zero(rest))];
    for (uint32_t others = overlap.rest_b; others != 0; others &= others - 1) {
      const int at = std::countr_zero(others);
      const FieldWord& y = b.first_word[static_cast<std::size_t>(at)];
      if (!is_near_word(x, y)) continue;
      const int32_t weight = std::min(x.weight, y.weight);
      overlap.shared += 2 * weight;
      overlap.total -= x.weight + y.weight - 2 * weight;
      overlap.rest_b &= ~(1U << at);
      break;
    }
  }
  return overlap.total == 0 ? 0
                            : static_cast<uint32_t>(int64_t{1024} * overlap.shared / overlap.total);
}

uint32_t compare_values(FieldKind kind, const FieldValueView& a, const FieldValueView& b) {
  if (a.hash == b.hash) return kExact;
  switch (kind) {
    case FieldKind::name:
      return compare_names(a, b);
    case FieldKind::number:
      return compare_numbers(a, b);
    case FieldKind::text:
      return compare_texts(a, b);
  }
  return kDifferent;
}

namespace {

// Values that stand in each other's column ("Maria Anna" for "Anna Maria").
LevelPattern find_swapped(std::span<const FieldValueView* const> a,
                          std::span<const FieldValueView* const> b, LevelPattern pattern,
                          uint32_t weak) {
  for (uint32_t rest = weak; rest != 0; rest &= rest - 1) {
    const auto c = static_cast<std::size_t>(std::countr_zero(rest));
    for (uint32_t others = rest & (rest - 1); others != 0; others &= others - 1) {
      const auto d = static_cast<std::size_t>(std::countr_zero(others));
      const bool there = a[c]->hash == b[d]->hash;
      const bool back = a[d]->hash == b[c]->hash;
      if (!there && !back) continue;
      const LevelPattern level = there && back ? kSwapped : kPartly;
      const LevelPattern both = (LevelPattern{15} << (4 * c)) | (LevelPattern{15} << (4 * d));
      pattern = (pattern & ~both) | level << (4 * c) | level << (4 * d);
    }
  }
  return pattern;
}

// kind(c) and a[c], b[c]: null where nothing is stated.
template <class Kind>
LevelPattern compare_columns(std::size_t columns, const Kind& kind,
                             std::span<const FieldValueView* const> a,
                             std::span<const FieldValueView* const> b) {
  LevelPattern pattern = 0;
  uint32_t weak = 0;
  for (std::size_t c = 0; c < columns; ++c) {
    if (a[c] == nullptr && b[c] == nullptr) continue;
    uint32_t level = kOneSided;
    if (a[c] == b[c]) {
      level = kExact;
    } else if (a[c] != nullptr && b[c] != nullptr) {
      level = compare_values(kind(c), *a[c], *b[c]);
      if (level <= kFaint && kind(c) == FieldKind::name) weak |= 1U << c;
    }
    pattern |= LevelPattern{level} << (4 * c);
  }
  return std::popcount(weak) > 1 ? find_swapped(a, b, pattern, weak) : pattern;
}

using Views = std::array<const FieldValueView*, kMaxFields>;

}  // namespace

LevelPattern compare_views(std::span<const uint8_t> kinds, std::span<const FieldValueView> a,
                           std::span<const FieldValueView> b) {
  Views left{}, right{};
  const std::size_t columns = std::min(kinds.size(), kMaxFields);
  for (std::size_t c = 0; c < columns; ++c) {
    left[c] = a[c].text.empty() ? nullptr : &a[c];
    right[c] = b[c].text.empty() ? nullptr : &b[c];
  }
  return compare_columns(
      columns, [&](std::size_t c) { return static_cast<FieldKind>(kinds[c]); }, left, right);
}

LevelPattern compare_records(const Fields& fields, uint32_t a, uint32_t b) {
  Views left{}, right{};
  const uint32_t* values_a = fields.values_of(a);
  const uint32_t* values_b = fields.values_of(b);
  for (std::size_t c = 0; c < fields.columns.size(); ++c) {
    const FieldValueView* views = fields.columns[c].views.data();
    left[c] = values_a[c] == kNoValue ? nullptr : views + values_a[c];
    right[c] = values_b[c] == kNoValue ? nullptr : views + values_b[c];
  }
  return compare_columns(
      fields.columns.size(), [&](std::size_t c) { return fields.columns[c].kind; }, left, right);
}

}  // namespace maillon::link
