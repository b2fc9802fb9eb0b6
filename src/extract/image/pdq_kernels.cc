#include "extract/image/pdq_kernels.h"

#include <cstring>

#include "extract/image/pdq_vectors.h"

// Each loop is written once, over vectors, and inlined into a wrapper per target: vectors
// of eight floats where the machine has AVX2, else of four (SSE2, NEON).
#if defined(__x86_64__)
#define MAILLON_AVX2 __attribute__((target("avx2")))
#endif

namespace maillon::extract {

namespace {

template <class Set>
MAILLON_INLINE void combine_columns(const float* const* rows, const float* weights,
                                    std::size_t taps, std::size_t x, float* out) {
  typename Set::Floats a = {}, b = {}, c = {}, d = {};
  for (std::size_t t = 0; t < taps; ++t) {
    const float* row = rows[t] + x;
    add_product(a, weights[t], row);
    add_product(b, weights[t], row + Set::kLanes);
    add_product(c, weights[t], row + 2 * Set::kLanes);
    add_product(d, weights[t], row + 3 * Set::kLanes);
  }
  store(out + x, a);
  store(out + x + Set::kLanes, b);
  store(out + x + 2 * Set::kLanes, c);
  store(out + x + 3 * Set::kLanes, d);
}

// Four bytes in a lane: each of the four is summed in a vector of its own.
template <class Set>
MAILLON_INLINE void combine_columns(const uint8_t* const* rows, const float* weights,
                                    std::size_t taps, std::size_t x, float* out) {
  using Floats = typename Set::Floats;
  Floats a = {}, b = {}, c = {}, d = {};
  for (std::size_t t = 0; t < taps; ++t) {
    typename Set::Ints pixels;
    load(pixels, rows[t] + x);
    a += weights[t] * __builtin_convertvector(pixels & 255, Floats);
    b += weights[t] * __builtin_convertvector(pixels >> 8 & 255, Floats);
    c += weights[t] * __builtin_convertvector(pixels >> 16 & 255, Floats);
    d += weights[t] * __builtin_convertvector(pixels >> 24 & 255, Floats);
  }
  store_in_turn(a, b, c, d, out + x);
}

template <class Set, class T>
MAILLON_INLINE void combine(const T* const* rows, const float* weights, std::size_t taps,
                            std::size_t n, float* out) {
  std::size_t x = 0;
  for (; x + 4 * Set::kLanes <= n; x += 4 * Set::kLanes) {
    combine_columns<Set>(rows, weights, taps, x, out);
  }
  for (; x < n; ++x) {
    float sum = 0;
    for (std::size_t t = 0; t < taps; ++t) sum += weights[t] * static_cast<float>(rows[t][x]);
    out[x] = sum;
  }
}

// Whole weights whose sums stay below 2^15: two bytes in a lane of 16 bits.
template <class Set>
MAILLON_INLINE void combine_whole(const uint8_t* const* rows, const uint16_t* weights, float unit,
                                  std::size_t taps, std::size_t n, float* out) {
  using Floats = typename Set::Floats;
  using Ints = typename Set::Ints;
  std::size_t x = 0;
  for (; x + 4 * Set::kLanes <= n; x += 4 * Set::kLanes) {
    typename Set::Shorts even = {}, odd = {};
    for (std::size_t t = 0; t < taps; ++t) {
      typename Set::Shorts pixels;
      load(pixels, rows[t] + x);
      even += (pixels & 255) * weights[t];
      odd += (pixels >> 8) * weights[t];
    }
    Ints evens, odds;
    load(evens, &even);
    load(odds, &odd);
    Floats a = unit * __builtin_convertvector(evens & 0xffff, Floats);
    Floats b = unit * __builtin_convertvector(odds & 0xffff, Floats);
    Floats c = unit * __builtin_convertvector(evens >> 16, Floats);
    Floats d = unit * __builtin_convertvector(odds >> 16, Floats);
    store_in_turn(a, b, c, d, out + x);
  }
  for (; x < n; ++x) {
    int sum = 0;
    for (std::size_t t = 0; t < taps; ++t) sum += weights[t] * rows[t][x];
    out[x] = unit * static_cast<float>(sum);
  }
}

constexpr float kRed = 0.299F, kGreen = 0.587F, kBlue = 0.114F;

template <class Set>
MAILLON_INLINE void luma(const uint8_t* row, const std::ptrdiff_t* offsets, std::size_t n,
                         float* out) {
  using Floats = typename Set::Floats;
  std::size_t x = 0;
  for (; x + Set::kLanes < n; x += Set::kLanes) {
    int32_t gathered[Set::kLanes];
    for (std::size_t i = 0; i < Set::kLanes; ++i) {
      std::memcpy(&gathered[i], row + offsets[x + i], sizeof(int32_t));
    }
    typename Set::Ints pixels;
    load(pixels, gathered);
    const Floats sum = kRed * __builtin_convertvector(pixels & 255, Floats) +
                       kGreen * __builtin_convertvector(pixels >> 8 & 255, Floats) +
                       kBlue * __builtin_convertvector(pixels >> 16 & 255, Floats);
    store(out + x, sum);
  }
  for (; x < n; ++x) {
    const uint8_t* pixel = row + offsets[x];
    out[x] = kRed * static_cast<float>(pixel[0]) + kGreen * static_cast<float>(pixel[1]) +
             kBlue * static_cast<float>(pixel[2]);
  }
}

// The weighed sums of four kept pixels, a vector each, from turned rows.
template <class Set>
MAILLON_INLINE void combine_across(const float* turned, const Band& band, std::size_t j,
                                   float* out) {
  constexpr std::size_t kLanes = Set::kLanes;
  const float* weights = band.weights.data() + j * band.taps;
  typename Set::Floats a = {}, b = {}, c = {}, d = {};
  for (std::size_t t = 0; t < band.taps; ++t) {
    add_product(a, weights[t], turned + (band.begin[j] + t) * kLanes);
    add_product(b, weights[t + band.taps], turned + (band.begin[j + 1] + t) * kLanes);
    add_product(c, weights[t + 2 * band.taps], turned + (band.begin[j + 2] + t) * kLanes);
    add_product(d, weights[t + 3 * band.taps], turned + (band.begin[j + 3] + t) * kLanes);
  }
  store(out, a);
  store(out + kLanes, b);
  store(out + 2 * kLanes, c);
  store(out + 3 * kLanes, d);
}

template <class Set>
MAILLON_INLINE void across(const float* rows, std::size_t stride, const Band& band, float* scratch,
                           PdqPlane& out) {
  constexpr std::size_t kLanes = Set::kLanes;
  // A few rows at a time, turned, so that a pixel of all of them is one vector.
  for (std::size_t row = 0; row < kPdqSide; row += kLanes) {
    for (std::size_t x = 0; x < stride; x += kLanes) {
      transpose(Set{}, rows + row * stride + x, stride, scratch + x * kLanes, kLanes);
    }
    float turned[kPdqSide * kLanes];
    for (std::size_t j = 0; j < kPdqSide; j += 4) {
      combine_across<Set>(scratch, band, j, turned + j * kLanes);
    }
    for (std::size_t j = 0; j < kPdqSide; j += kLanes) {
      transpose(Set{}, turned + j * kLanes, kLanes, &out[row][j], kPdqSide);
    }
  }
}

constexpr std::size_t kHalf = kPdqSide / 2;

// [parity][k]: the sums (0) or differences (1) of what stands k from either end.
using Halves = float[2][kHalf][kPdqSide];

template <class Set>
MAILLON_INLINE void waves_down(const PdqPlane& plane, PdqWaveRows& out) {
  Halves halves;
  for (std::size_t k = 0; k < kHalf; ++k) {
    for (std::size_t x = 0; x < kPdqSide; ++x) {
      halves[0][k][x] = plane[k][x] + plane[kPdqSide - 1 - k][x];
      halves[1][k][x] = plane[k][x] - plane[kPdqSide - 1 - k][x];
    }
  }
  const PdqWaves& waves = pdq_waves();
  for (std::size_t i = 0; i < kPdqWaves; ++i) {
    const float* rows[kHalf];
    for (std::size_t k = 0; k < kHalf; ++k) rows[k] = halves[(i + 1) % 2][k];
    combine<Set>(rows, waves[i].data(), kHalf, kPdqSide, out[i]);
  }
}

// [parity][k]: the k-th weights of the eight waves of that parity.
struct TurnedWaves {
  float of[2][kHalf][kPdqWaves / 2];
  TurnedWaves() : of() {
    for (std::size_t i = 0; i < kPdqWaves; ++i) {
      for (std::size_t k = 0; k < kHalf; ++k) of[(i + 1) % 2][k][i / 2] = pdq_waves()[i][k];
    }
  }
};

template <class Set>
MAILLON_INLINE void waves_across(const PdqWaveRows& rows, PdqBlock& out) {
  static const TurnedWaves waves;
  for (std::size_t i = 0; i < kPdqWaves; ++i) {
    for (std::size_t w = 0; w < kPdqWaves / 2; w += Set::kLanes) {
      typename Set::Floats even = {}, odd = {};
      for (std::size_t k = 0; k < kHalf; ++k) {
        const float left = rows[i][k], right = rows[i][kPdqSide - 1 - k];
        add_product(even, left + right, waves.of[0][k] + w);
        add_product(odd, left - right, waves.of[1][k] + w);
      }
      for (std::size_t m = 0; m < Set::kLanes; ++m) {
        out[i][2 * (w + m)] = odd[m];
        out[i][2 * (w + m) + 1] = even[m];
      }
    }
  }
}

template <class Set>
MAILLON_INLINE void cosines(const PdqPlane& plane, PdqBlock& out) {
  PdqWaveRows rows;
  waves_down<Set>(plane, rows);
  waves_across<Set>(rows, out);
}

MAILLON_INLINE void add_steps(const float* a, const float* b, std::size_t n, float margin,
                              StepSums& sums) {
  int low = 0, high = 0;
  for (std::size_t x = 0; x < n; ++x) {
    const float step = (a[x] - b[x]) * 100 / 255;
    const float size = step < 0 ? -step : step;
    const float less = size - margin;
    low += static_cast<int>(less < 0 ? 0 : less);
    high += static_cast<int>(size + margin);
  }
  sums.low += low;
  sums.high += high;
}

MAILLON_INLINE StepSums steps(const PdqPlane& plane, float margin) {
  StepSums sums;
  for (std::size_t y = 0; y < kPdqSide; ++y) {
    if (y + 1 < kPdqSide) add_steps(plane[y], plane[y + 1], kPdqSide, margin, sums);
    add_steps(plane[y], plane[y] + 1, kPdqSide - 1, margin, sums);
  }
  return sums;
}

// Divides by the length of a box. By a power of two, multiplying gives the same bits.
MAILLON_INLINE void put_means(const float* __restrict sums, std::size_t length, std::size_t n,
                              float* __restrict out) {
  const auto divisor = static_cast<float>(length);
  if ((length & (length - 1)) == 0) {
    const float share = 1.0F / divisor;
    for (std::size_t x = 0; x < n; ++x) out[x] = sums[x] * share;
  } else {
    for (std::size_t x = 0; x < n; ++x) out[x] = sums[x] / divisor;
  }
}

// A running sum down all columns at once: what comes in is added, then what is left
// behind is taken off, then the sum is divided by how many are in it.
MAILLON_INLINE void sum_down(const float* in, std::size_t n, std::size_t columns,
                             float* __restrict sums, float* __restrict out) {
  const std::size_t window = box_window(n), ahead = window / 2;
  std::size_t begin = 0, end = 0;
  std::memset(sums, 0, columns * sizeof(float));
  for (std::size_t y = 0; y < n; ++y) {
    for (; end < n && end <= y + ahead; ++end) {
      const float* row = in + end * columns;
      for (std::size_t x = 0; x < columns; ++x) sums[x] += row[x];
    }
    for (; begin + window <= y + ahead; ++begin) {
      const float* row = in + begin * columns;
      for (std::size_t x = 0; x < columns; ++x) sums[x] -= row[x];
    }
    put_means(sums, end - begin, columns, out + y * columns);
  }
}

// The same for one vector a row.
template <class Set>
MAILLON_INLINE void sum_vectors(const float* in, std::size_t n, float* out) {
  typename Set::Floats sum = {}, pixels;
  const std::size_t window = box_window(n), ahead = window / 2;
  std::size_t begin = 0, end = 0;
  for (std::size_t y = 0; y < n; ++y) {
    for (; end < n && end <= y + ahead; ++end) {
      load(pixels, in + end * Set::kLanes);
      sum += pixels;
    }
    for (; begin + window <= y + ahead; ++begin) {
      load(pixels, in + begin * Set::kLanes);
      sum -= pixels;
    }
    store(out + y * Set::kLanes, sum / static_cast<float>(end - begin));
  }
}

// The same along rows, a few at a time, turned.
template <class Set>
MAILLON_INLINE void sum_along(const float* in, std::size_t rows, std::size_t stride, std::size_t n,
                              float* scratch, float* out) {
  constexpr std::size_t kLanes = Set::kLanes;
  float* summed = scratch + kLanes * stride;
  for (std::size_t y = 0; y < rows; y += kLanes) {
    for (std::size_t x = 0; x < stride; x += kLanes) {
      transpose(Set{}, in + y * stride + x, stride, scratch + x * kLanes, kLanes);
    }
    sum_vectors<Set>(scratch, n, summed);
    for (std::size_t x = 0; x < stride; x += kLanes) {
      transpose(Set{}, summed + x * kLanes, kLanes, out + y * stride + x, stride);
    }
  }
}

MAILLON_INLINE void cosines_in_order(const PdqPlane& plane, PdqBlock& out) {
  const PdqWaves& waves = pdq_waves();
  PdqWaveRows rows = {};
  for (std::size_t i = 0; i < kPdqWaves; ++i) {
    for (std::size_t k = 0; k < kPdqSide; ++k) {
      for (std::size_t x = 0; x < kPdqSide; ++x) rows[i][x] += waves[i][k] * plane[k][x];
    }
  }
  for (std::size_t i = 0; i < kPdqWaves; ++i) {
    for (std::size_t j = 0; j < kPdqWaves; ++j) {
      float sum = 0;
      for (std::size_t k = 0; k < kPdqSide; ++k) sum += rows[i][k] * waves[j][k];
      out[i][j] = sum;
    }
  }
}

// The wrappers: one set per target, with the same bodies.
// NOLINTBEGIN(bugprone-macro-parentheses): TARGET is an attribute.
#define MAILLON_KERNELS(NAME, SET, TARGET)                                                         \
  namespace NAME {                                                                                 \
  TARGET void combine_bytes(const uint8_t* const* rows, const float* weights, std::size_t taps,    \
                            std::size_t n, float* out) {                                           \
    combine<SET>(rows, weights, taps, n, out);                                                     \
  }                                                                                                \
  TARGET void combine_bytes_whole(const uint8_t* const* rows, const uint16_t* weights, float unit, \
                                  std::size_t taps, std::size_t n, float* out) {                   \
    combine_whole<SET>(rows, weights, unit, taps, n, out);                                         \
  }                                                                                                \
  TARGET void combine_floats(const float* const* rows, const float* weights, std::size_t taps,     \
                             std::size_t n, float* out) {                                          \
    combine<SET>(rows, weights, taps, n, out);                                                     \
  }                                                                                                \
  TARGET void luma_of_rgb(const uint8_t* row, const std::ptrdiff_t* offsets, std::size_t n,        \
                          float* out) {                                                            \
    luma<SET>(row, offsets, n, out);                                                               \
  }                                                                                                \
  TARGET void shrink_across(const float* rows, std::size_t stride, const Band& band,               \
                            float* scratch, PdqPlane& out) {                                       \
    across<SET>(rows, stride, band, scratch, out);                                                 \
  }                                                                                                \
  TARGET void transform(const PdqPlane& plane, PdqBlock& out) {                                    \
    cosines<SET>(plane, out);                                                                      \
  }                                                                                                \
  TARGET StepSums sum_steps(const PdqPlane& plane, float margin) {                                 \
    return steps(plane, margin);                                                                   \
  }                                                                                                \
  TARGET void box_down(const float* in, std::size_t n, std::size_t columns, float* scratch,        \
                       float* out) {                                                               \
    sum_down(in, n, columns, scratch, out);                                                        \
  }                                                                                                \
  TARGET void box_along(const float* in, std::size_t rows, std::size_t stride, std::size_t n,      \
                        float* scratch, float* out) {                                              \
    sum_along<SET>(in, rows, stride, n, scratch, out);                                             \
  }                                                                                                \
  TARGET void transform_in_order(const PdqPlane& plane, PdqBlock& out) {                           \
    cosines_in_order(plane, out);                                                                  \
  }                                                                                                \
  constexpr PdqKernels kAll = {combine_bytes, combine_bytes_whole, combine_floats, luma_of_rgb,    \
                               shrink_across, transform,           sum_steps,      box_down,       \
                               box_along,     transform_in_order};                                 \
  }

// NOLINTEND(bugprone-macro-parentheses)
MAILLON_KERNELS(portable, Narrow, )
#if defined(MAILLON_AVX2)
MAILLON_KERNELS(avx2, Wide, MAILLON_AVX2)
#endif

}  // namespace

const PdqKernels& pdq_kernels(PdqPath path) {
#if defined(MAILLON_AVX2)
  if (path == PdqPath::automatic && __builtin_cpu_supports("avx2") != 0) return avx2::kAll;
#endif
  (void)path;
  return portable::kAll;
}

}  // namespace maillon::extract
