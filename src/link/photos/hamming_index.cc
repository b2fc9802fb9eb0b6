#include "link/photos/hamming_index.h"

#include <algorithm>
#include <bit>
#include <cstddef>

#include "base/check.h"
#include "base/parallel.h"
#include "link/radix_sort.h"

namespace maillon::link {
namespace {

constexpr std::size_t kHashBlock = 1U << 16;
// Places are read four at a time, also the last ones.
constexpr std::size_t kPadding = 4;
constexpr std::size_t kLine = 16;  // offsets in a cache line

// Entries of a table: one more than keys, one more for counting, whole cache lines.
std::size_t table_size(const Substring& s) {
  return ((std::size_t{1} << s.bits) + 2 + kLine - 1) / kLine * kLine;
}

// Rows in ascending order of their hash, equal ones by row: sorted by as many leading
// bits as fit beside the row number, then the few (or, in a skewed list, many) that
// agree in those by all bits.
std::vector<uint64_t> sort_rows(std::span<const Hash256> hashes) {
  const auto row_bits = static_cast<int>(std::bit_width(hashes.size() | 1U));
  const uint64_t row_mask = (uint64_t{1} << row_bits) - 1;
  std::vector<uint64_t> keys(hashes.size());
  parallel_blocks(keys.size(), kHashBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t i = begin; i < end; ++i) keys[i] = (hashes[i].word[0] & ~row_mask) | i;
  });
  radix_sort(keys, row_bits);
  const auto before = [&](uint64_t x, uint64_t y) {
    const Hash256& a = hashes[x & row_mask];
    const Hash256& b = hashes[y & row_mask];
    return a != b ? a < b : x < y;
  };
  for (std::size_t begin = 0; begin < keys.size();) {
    std::size_t end = begin + 1;
    while (end < keys.size() && (keys[end] & ~row_mask) == (keys[begin] & ~row_mask)) ++end;
    if (end - begin > 1) {
      std::sort(keys.begin() + static_cast<std::ptrdiff_t>(begin),
                keys.begin() + static_cast<std::ptrdiff_t>(end), before);
    }
    begin = end;
  }
  for (uint64_t& key : keys) key &= row_mask;
  return keys;
}

// Distinct hashes, and the rows of each.
void collapse(std::span<const Hash256> hashes, HammingArrays& out) {
  const std::vector<uint64_t> order = sort_rows(hashes);
  out.rows.resize(order.size());
  std::size_t distinct = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    out.rows[i] = static_cast<uint32_t>(order[i]);
    if (i == 0 || hashes[order[i]] != hashes[order[i - 1]]) ++distinct;
  }
  out.hashes.reserve(distinct);
  const bool repeated = distinct < order.size();
  if (repeated) out.row_ends.reserve(distinct);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Hash256& hash = hashes[order[i]];
    if (i == 0 || hash != out.hashes.back()) {
      if (repeated && i > 0) out.row_ends.push_back(static_cast<uint32_t>(i));
      out.hashes.push_back(hash);
    }
  }
  if (repeated) out.row_ends.push_back(static_cast<uint32_t>(order.size()));
}

// A counting sort of the places by key. The first substring is the hashes' own
// order, so that its places need not be kept (`places` is null).
void fill_table(std::span<const Hash256> hashes, const Substring& s, uint32_t* offsets,
                uint32_t* places) {
  const std::size_t keys = std::size_t{1} << s.bits;
  for (const Hash256& hash : hashes) ++offsets[key_of(hash, s) + 2];
  for (std::size_t k = 1; k < keys + 2; ++k) offsets[k] += offsets[k - 1];
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    const uint32_t at = offsets[key_of(hashes[i], s) + 1]++;
    if (places != nullptr) places[at] = static_cast<uint32_t>(i);
  }
}

bool ascends(std::span<const uint32_t> values, uint64_t first, uint64_t last) {
  return !values.empty() && values.front() == first && values.back() == last &&
         std::is_sorted(values.begin(), values.end());
}

bool rows_are_sound(const HammingView& view) {
  if (!view.row_ends.empty() && view.row_ends.size() != view.hashes.size()) return false;
  uint32_t last = 0;
  for (const uint32_t end : view.row_ends) {
    if (end <= last) return false;
    last = end;
  }
  if (view.rows.empty()) return true;
  return view.rows.size() == view.row_count() &&
         std::all_of(view.rows.begin(), view.rows.end(),
                     [&](uint32_t row) { return row < view.rows.size(); });
}

}  // namespace

std::vector<Substring> plan_substrings(std::size_t distinct) {
  if (distinct < kLeastTabled) return {};
  // Fewer, longer substrings pay from about so many hashes on.
  const uint32_t count = distinct < 4'000'000 ? 12 : distinct < 60'000'000 ? 11 : 10;
  const auto enough = static_cast<uint32_t>(std::bit_width(distinct - 1)) + 1;
  std::vector<Substring> substrings;
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t begin = 256 * i / count, end = 256 * (i + 1) / count;
    // In a small list a whole substring would make a table of empty slots; a part of
    // it finds no less, since a part differs in no more bits than the whole.
    substrings.push_back({begin, std::min(end - begin, enough)});
  }
  return substrings;
}

std::size_t offsets_size(std::span<const Substring> substrings) {
  std::size_t size = 0;
  for (const Substring& s : substrings) size += table_size(s);
  return size;
}

std::size_t places_size(std::span<const Substring> substrings, std::size_t distinct) {
  return substrings.empty() ? 0 : (substrings.size() - 1) * distinct + kPadding;
}

HammingArrays build_hamming_index(std::span<const Hash256> hashes) {
  CHECK(hashes.size() < UINT32_MAX);
  HammingArrays arrays;
  collapse(hashes, arrays);
  const std::size_t distinct = arrays.hashes.size();
  const std::vector<Substring> substrings = plan_substrings(distinct);
  arrays.offsets.resize(offsets_size(substrings));
  arrays.places.resize(places_size(substrings, distinct));
  std::vector<std::size_t> at(substrings.size());
  for (std::size_t s = 1; s < at.size(); ++s) at[s] = at[s - 1] + table_size(substrings[s - 1]);
  parallel_for(substrings.size(), [&](std::size_t s) {
    fill_table(arrays.hashes, substrings[s], arrays.offsets.data() + at[s],
               s == 0 ? nullptr : arrays.places.data() + (s - 1) * distinct);
  });
  return arrays;
}

bool is_sound(const HammingView& view) {
  const std::size_t distinct = view.hashes.size();
  if (distinct >= UINT32_MAX || view.rows.size() >= UINT32_MAX) return false;
  const std::vector<Substring> substrings = plan_substrings(distinct);
  if (view.offsets.size() != offsets_size(substrings) ||
      view.places.size() != places_size(substrings, distinct) || !rows_are_sound(view)) {
    return false;
  }
  std::size_t at = 0;
  for (const Substring& s : substrings) {
    if (!ascends(view.offsets.subspan(at, (std::size_t{1} << s.bits) + 1), 0, distinct)) {
      return false;
    }
    at += table_size(s);
  }
  return std::all_of(view.places.begin(), view.places.end(),
                     [&](uint32_t place) { return place < distinct; });
}

}  // namespace maillon::link
