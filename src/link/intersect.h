// What two ascending lists have in common. This is asked of millions of pairs of texts
// and is most of what linking by wording costs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace maillon::link {

namespace intersect_detail {

inline constexpr std::size_t kLanes = 4;
// Hits are gathered without branches and handed on when so many are there.
inline constexpr std::size_t kGathered = 256;

struct Walk {
  const uint32_t* a;
  const uint32_t* a_end;
  const uint32_t* b;
  const uint32_t* b_end;
};

// Gathers until one list ends (true) or the buffer is full (false).
inline bool gather_by_one(Walk& walk, uint32_t* out, std::size_t& count) {
  while (walk.a < walk.a_end && walk.b < walk.b_end) {
    if (count == kGathered) return false;
    const uint32_t x = *walk.a;
    const uint32_t y = *walk.b;
    out[count] = x;
    count += x == y ? 1 : 0;
    walk.a += x <= y ? 1 : 0;
    walk.b += y <= x ? 1 : 0;
  }
  return true;
}

#if defined(__SSE2__)
// Four of one list against four of the other, in all pairs (Schlegel, Willhalm, Lehner
// 2011). Stops where fewer are left or the buffer could run over.
inline void gather_by_four(Walk& walk, uint32_t* out, std::size_t& count) {
  while (walk.a_end - walk.a >= 4 && walk.b_end - walk.b >= 4 && count + kLanes <= kGathered) {
    const __m128i x = _mm_loadu_si128(reinterpret_cast<const __m128i*>(walk.a));
    const __m128i y = _mm_loadu_si128(reinterpret_cast<const __m128i*>(walk.b));
    const __m128i hit = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi32(x, y), _mm_cmpeq_epi32(x, _mm_shuffle_epi32(y, 0x39))),
        _mm_or_si128(_mm_cmpeq_epi32(x, _mm_shuffle_epi32(y, 0x4e)),
                     _mm_cmpeq_epi32(x, _mm_shuffle_epi32(y, 0x93))));
    const auto mask = static_cast<unsigned>(_mm_movemask_ps(_mm_castsi128_ps(hit)));
    for (unsigned i = 0; i < kLanes; ++i) {
      out[count] = walk.a[i];
      count += mask >> i & 1U;
    }
    const uint32_t last_x = walk.a[kLanes - 1];
    const uint32_t last_y = walk.b[kLanes - 1];
    walk.a += last_x <= last_y ? kLanes : 0;
    walk.b += last_y <= last_x ? kLanes : 0;
  }
}
#else
inline void gather_by_four(Walk&, uint32_t*, std::size_t&) {}
#endif

}  // namespace intersect_detail

// Calls fn(value) for each value that both lists hold, ascending. Each list ascends
// strictly.
template <class Fn>
void for_each_common(std::span<const uint32_t> a, std::span<const uint32_t> b, const Fn& fn) {
  intersect_detail::Walk walk{a.data(), a.data() + a.size(), b.data(), b.data() + b.size()};
  std::array<uint32_t, intersect_detail::kGathered + intersect_detail::kLanes> gathered;
  for (bool ended = false; !ended;) {
    std::size_t count = 0;
    intersect_detail::gather_by_four(walk, gathered.data(), count);
    ended = intersect_detail::gather_by_one(walk, gathered.data(), count);
    for (std::size_t i = 0; i < count; ++i) fn(gathered[i]);
  }
}

}  // namespace maillon::link
