// The compiler's vectors for pdq_kernels.cc, in two widths, and how rows of them become
// columns. All is inlined, so that it is compiled for the target of its caller. Sums stand
// in variables of their own: g++ 12 keeps an array that a loop walks in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#define MAILLON_INLINE inline __attribute__((always_inline))

namespace maillon::extract {

struct Narrow {
  static constexpr std::size_t kLanes = 4;
  using Floats = float __attribute__((vector_size(16)));
  using Ints = int32_t __attribute__((vector_size(16)));
  using Shorts = uint16_t __attribute__((vector_size(16)));
};
struct Wide {
  static constexpr std::size_t kLanes = 8;
  using Floats = float __attribute__((vector_size(32)));
  using Ints = int32_t __attribute__((vector_size(32)));
  using Shorts = uint16_t __attribute__((vector_size(32)));
};

template <class V>
MAILLON_INLINE void load(V& to, const void* from) {
  std::memcpy(&to, from, sizeof(V));
}
template <class V>
MAILLON_INLINE void store(float* to, const V& from) {
  std::memcpy(to, &from, sizeof(V));
}
template <class V>
MAILLON_INLINE void add_product(V& sum, float weight, const float* at) {
  V pixels;
  load(pixels, at);
  sum += weight * pixels;
}

// Steps of a transposition: ones, pairs and fours change places between two rows.
MAILLON_INLINE void mix_ones(Wide::Floats& a, Wide::Floats& b) {
  const Wide::Floats low = __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13);
  b = __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15);
  a = low;
}
MAILLON_INLINE void mix_pairs(Wide::Floats& a, Wide::Floats& b) {
  const Wide::Floats low = __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13);
  b = __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
  a = low;
}
MAILLON_INLINE void mix_ones(Narrow::Floats& a, Narrow::Floats& b) {
  const Narrow::Floats low = __builtin_shufflevector(a, b, 0, 4, 1, 5);
  b = __builtin_shufflevector(a, b, 2, 6, 3, 7);
  a = low;
}
MAILLON_INLINE void mix_pairs(Narrow::Floats& a, Narrow::Floats& b) {
  const Narrow::Floats low = __builtin_shufflevector(a, b, 0, 1, 4, 5);
  b = __builtin_shufflevector(a, b, 2, 3, 6, 7);
  a = low;
}
MAILLON_INLINE void store_fours(const Wide::Floats& a, const Wide::Floats& b, float* low,
                                float* high) {
  store(low, __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11));
  store(high, __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15));
}

// Four vectors hold every fourth of a run of floats each: puts the run in order.
MAILLON_INLINE void store_in_turn(Narrow::Floats& a, Narrow::Floats& b, Narrow::Floats& c,
                                  Narrow::Floats& d, float* to) {
  mix_ones(a, b);
  mix_ones(c, d);
  mix_pairs(a, c);
  mix_pairs(b, d);
  store(to, a);
  store(to + 4, c);
  store(to + 8, b);
  store(to + 12, d);
}
MAILLON_INLINE void store_in_turn(Wide::Floats& a, Wide::Floats& b, Wide::Floats& c,
                                  Wide::Floats& d, float* to) {
  mix_ones(a, b);
  mix_ones(c, d);
  mix_pairs(a, c);
  mix_pairs(b, d);
  store_fours(a, c, to, to + 16);
  store_fours(b, d, to + 8, to + 24);
}

// As many rows as a vector has lanes become columns.
MAILLON_INLINE void transpose(Narrow, const float* in, std::size_t stride, float* out,
                              std::size_t step) {
  Narrow::Floats a, b, c, d;
  load(a, in);
  load(b, in + stride);
  load(c, in + 2 * stride);
  load(d, in + 3 * stride);
  mix_ones(a, b);
  mix_ones(c, d);
  mix_pairs(a, c);
  mix_pairs(b, d);
  store(out, a);
  store(out + step, c);
  store(out + 2 * step, b);
  store(out + 3 * step, d);
}
MAILLON_INLINE void transpose(Wide, const float* in, std::size_t stride, float* out,
                              std::size_t step) {
  Wide::Floats a, b, c, d, e, f, g, h;
  load(a, in);
  load(b, in + stride);
  load(c, in + 2 * stride);
  load(d, in + 3 * stride);
  load(e, in + 4 * stride);
  load(f, in + 5 * stride);
  load(g, in + 6 * stride);
  load(h, in + 7 * stride);
  mix_ones(a, b);
  mix_ones(c, d);
  mix_ones(e, f);
  mix_ones(g, h);
  mix_pairs(a, c);
  mix_pairs(b, d);
  mix_pairs(e, g);
  mix_pairs(f, h);
  store_fours(a, e, out, out + 4 * step);
  store_fours(c, g, out + step, out + 5 * step);
  store_fours(b, f, out + 2 * step, out + 6 * step);
  store_fours(d, h, out + 3 * step, out + 7 * step);
}

}  // namespace maillon::extract
