// The loops of PDQ that cost time, each compiled for more than one kind of machine. All
// give the same bytes: what is added up, and in which order, does not depend on the
// width of the machine's vectors, and nothing is fused.
#pragma once

#include <cstddef>
#include <cstdint>

#include "extract/image/pdq.h"
#include "extract/image/pdq_operator.h"

namespace maillon::extract {

using PdqPlane = float[kPdqSide][kPdqSide];  // rows of the shrunk picture
using PdqWaveRows = float[kPdqWaves][kPdqSide];
using PdqBlock = float[kPdqWaves][kPdqWaves];  // the coefficients that become bits

// Sums of the steps between neighbours, in whole hundredths of the range, from
// differences that are taken a little too small and a little too large.
struct StepSums {
  int low = 0, high = 0;
};

struct PdqKernels {
  // out[x] = sum over t of weights[t] * rows[t][x], for x < n.
  void (*combine_bytes)(const uint8_t* const* rows, const float* weights, std::size_t taps,
                        std::size_t n, float* out);
  // The same times `unit`, where all sums of weights[t] * 255 are below 2^15.
  void (*combine_bytes_whole)(const uint8_t* const* rows, const uint16_t* weights, float unit,
                              std::size_t taps, std::size_t n, float* out);
  void (*combine_floats)(const float* const* rows, const float* weights, std::size_t taps,
                         std::size_t n, float* out);
  // Luma of the pixels of one row; offsets[x] is where the red of x < n begins. Reads one
  // byte past each pixel.
  void (*luma_of_rgb)(const uint8_t* row, const std::ptrdiff_t* offsets, std::size_t n, float* out);
  // The band across: 64 rows of `stride` floats, a multiple of 8, to 64 x 64. `scratch`
  // holds 8 * stride floats.
  void (*shrink_across)(const float* rows, std::size_t stride, const Band& band, float* scratch,
                        PdqPlane& out);
  // The cosine transform by halves, since a wave is its own mirror image.
  void (*transform)(const PdqPlane& plane, PdqBlock& out);
  StepSums (*sum_steps)(const PdqPlane& plane, float margin);
  // The reference's own order, of a box filter over a side of n: a running sum down each
  // column, or along each of `rows` rows (a multiple of 8, as the stride is), divided by
  // its length. `scratch` holds `columns` floats, or 16 * stride.
  void (*box_down)(const float* in, std::size_t n, std::size_t columns, float* scratch, float* out);
  void (*box_along)(const float* in, std::size_t rows, std::size_t stride, std::size_t n,
                    float* scratch, float* out);
  void (*transform_in_order)(const PdqPlane& plane, PdqBlock& out);
};

const PdqKernels& pdq_kernels(PdqPath path);

}  // namespace maillon::extract
