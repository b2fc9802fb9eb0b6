#include "link/photos/hamming_distance.h"

#include <array>
#if defined(__x86_64__)
#include <immintrin.h>
#define MAILLON_X86 1
#define MAILLON_AVX2 __attribute__((target("avx2,popcnt")))
#define MAILLON_AVX512 __attribute__((target("avx512f,avx512vl,avx512vpopcntdq,avx2,popcnt")))
#endif

namespace maillon::link {
namespace {

// Where the i-th hash to compare stands: by a list, or one after the other.
struct Listed {
  const uint32_t* places;
  uint32_t operator[](std::size_t i) const { return places[i]; }
};
struct Run {
  uint32_t first;
  uint32_t operator[](std::size_t i) const { return first + static_cast<uint32_t>(i); }
};

template <class Places>
void near_portable(const Hash256* hashes, Places places, std::size_t begin, std::size_t end,
                   const Hash256& query, uint32_t radius, std::vector<Near>& out) {
  for (std::size_t i = begin; i < end; ++i) {
    const uint32_t distance = hamming_distance(hashes[places[i]], query);
    if (distance <= radius) out.push_back({places[i], distance});
  }
}

#ifdef MAILLON_X86

// Hits are rare: distances are looked at one by one only where the mask has a bit.
template <class Places>
void push_hits(unsigned mask, const uint64_t* distances, Places places, std::size_t at,
               std::vector<Near>& out) {
  for (; mask != 0; mask &= mask - 1) {
    const auto lane = static_cast<std::size_t>(std::countr_zero(mask));
    out.push_back({places[at + lane], static_cast<uint32_t>(distances[lane])});
  }
}

MAILLON_AVX2 inline __m256i load_hash(const Hash256& hash) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(hash.word.data()));
}

// Bits set in each 64-bit lane: a look-up by nibble (Muła, Kurz, Lemire 2018).
MAILLON_AVX2 inline __m256i count_avx2(__m256i bits) {
  const __m256i table = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2,
                                         1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
  const __m256i low = _mm256_set1_epi8(15);
  const __m256i sum = _mm256_add_epi8(
      _mm256_shuffle_epi8(table, _mm256_and_si256(bits, low)),
      _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16(bits, 4), low)));
  return _mm256_sad_epu8(sum, _mm256_setzero_si256());
}

// Lane i of the result is the sum of the four lanes of the i-th argument.
MAILLON_AVX2 inline __m256i sum_lanes(__m256i a, __m256i b, __m256i c, __m256i d) {
  const __m256i ab = _mm256_add_epi64(_mm256_unpacklo_epi64(a, b), _mm256_unpackhi_epi64(a, b));
  const __m256i cd = _mm256_add_epi64(_mm256_unpacklo_epi64(c, d), _mm256_unpackhi_epi64(c, d));
  return _mm256_add_epi64(_mm256_permute2x128_si256(ab, cd, 0x20),
                          _mm256_permute2x128_si256(ab, cd, 0x31));
}

template <class Places>
MAILLON_AVX2 void near_avx2(const Hash256* hashes, Places places, std::size_t count,
                            const Hash256& query, uint32_t radius, std::vector<Near>& out) {
  const __m256i wanted = load_hash(query);
  const __m256i limit = _mm256_set1_epi64x(static_cast<int64_t>(radius));
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    __m256i bits[4];
    for (std::size_t k = 0; k < 4; ++k)
      bits[k] = count_avx2(_mm256_xor_si256(load_hash(hashes[places[i + k]]), wanted));
    const __m256i distance = sum_lanes(bits[0], bits[1], bits[2], bits[3]);
    const auto far = static_cast<unsigned>(
        _mm256_movemask_pd(_mm256_castsi256_pd(_mm256_cmpgt_epi64(distance, limit))));
    if (far == 15U) continue;
    alignas(32) std::array<uint64_t, 4> distances;
    _mm256_store_si256(reinterpret_cast<__m256i*>(distances.data()), distance);
    push_hits(~far & 15U, distances.data(), places, i, out);
  }
  near_portable(hashes, places, i, count, query, radius, out);
}

template <class Places>
MAILLON_AVX512 void near_avx512(const Hash256* hashes, Places places, std::size_t count,
                                const Hash256& query, uint32_t radius, std::vector<Near>& out) {
  const __m256i wanted = load_hash(query);
  const __m256i limit = _mm256_set1_epi64x(static_cast<int64_t>(radius));
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    __m256i bits[4];
    for (std::size_t k = 0; k < 4; ++k)
      bits[k] = _mm256_popcnt_epi64(_mm256_xor_si256(load_hash(hashes[places[i + k]]), wanted));
    const __m256i distance = sum_lanes(bits[0], bits[1], bits[2], bits[3]);
    const unsigned near = _mm256_cmple_epi64_mask(distance, limit);
    if (near == 0) continue;
    alignas(32) std::array<uint64_t, 4> distances;
    _mm256_store_si256(reinterpret_cast<__m256i*>(distances.data()), distance);
    push_hits(near, distances.data(), places, i, out);
  }
  near_portable(hashes, places, i, count, query, radius, out);
}

#endif

template <class Places>
void run(Simd simd, const Hash256* hashes, Places places, std::size_t count, const Hash256& query,
         uint32_t radius, std::vector<Near>& out) {
#ifdef MAILLON_X86
  if (simd == Simd::avx512) return near_avx512(hashes, places, count, query, radius, out);
  if (simd == Simd::avx2) return near_avx2(hashes, places, count, query, radius, out);
#endif
  near_portable(hashes, places, 0, count, query, radius, out);
}

}  // namespace

bool has_simd(Simd simd) {
#ifdef MAILLON_X86
  const bool avx2 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("popcnt") != 0;
  if (simd == Simd::avx2) return avx2;
  if (simd == Simd::avx512) {
    return avx2 && __builtin_cpu_supports("avx512f") != 0 &&
           __builtin_cpu_supports("avx512vl") != 0 &&
           __builtin_cpu_supports("avx512vpopcntdq") != 0;
  }
#endif
  return simd == Simd::portable;
}

Simd best_simd() {
  return has_simd(Simd::avx512) ? Simd::avx512 : has_simd(Simd::avx2) ? Simd::avx2 : Simd::portable;
}

std::string_view to_name(Simd simd) {
  switch (simd) {
    case Simd::avx512:
      return "avx512";
    case Simd::avx2:
      return "avx2";
    case Simd::portable:
      return "portable";
  }
  return "";
}

void append_near(Simd simd, const Hash256* hashes, const uint32_t* places, std::size_t count,
                 const Hash256& query, uint32_t radius, std::vector<Near>& out) {
  run(simd, hashes, Listed{places}, count, query, radius, out);
}

void append_near_run(Simd simd, const Hash256* hashes, uint32_t first, std::size_t count,
                     const Hash256& query, uint32_t radius, std::vector<Near>& out) {
  run(simd, hashes, Run{first}, count, query, radius, out);
}

}  // namespace maillon::link
