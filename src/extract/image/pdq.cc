// The fast way sums in another order than the reference, so that its floating-point
// numbers differ in the last digits. That can change an answer only where the reference
// itself hangs on its last digits: a coefficient next to the median, a gradient next to a
// whole number. There, and in a few pictures that are merely near to it, the picture is
// computed again in the reference's order, and so the answers are always the same.
#include "extract/image/pdq.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include "extract/image/pdq_kernels.h"

namespace maillon::extract {

namespace {

constexpr std::size_t kMostSide = 512;  // of a file's picture, else nearest pixels are taken
constexpr std::size_t kLeastSide = 5;   // below it there is nothing to hash
constexpr std::size_t kCoefficients = kPdqWaves * kPdqWaves;
constexpr int kStepsPerPoint = 90;  // of the sum of steps, for one point of quality
constexpr int kBestQuality = 100;

// What tells the two ways apart, for sides of 512; running sums over longer sides drift in
// proportion. The most seen over photographs, ramps and noise is 0.0134 for a coefficient
// of RGB (a ramp), 0.0019 of bytes of luma, whose sums are nearly exact, and 0.0005 for a
// step. Two coefficients may err in opposite directions.
constexpr float kCoefficientMargin = 0.03F, kByteCoefficientMargin = 0.005F;
constexpr float kStepMargin = 0.002F;

// A form's coefficients as the original's, with the sign and place that it has there.
void transform_block(const PdqBlock& from, Dihedral form, PdqBlock& to) {
  const bool turned = form == Dihedral::rotate_90 || form == Dihedral::rotate_270 ||
                      form == Dihedral::flip_plus || form == Dihedral::flip_minus;
  for (std::size_t i = 0; i < kPdqWaves; ++i) {
    for (std::size_t j = 0; j < kPdqWaves; ++j) {
      bool negative = false;
      switch (form) {
        case Dihedral::original:
        case Dihedral::flip_plus:
          break;
        case Dihedral::rotate_90:
        case Dihedral::flip_y:
          negative = j % 2 == 0;
          break;
        case Dihedral::rotate_270:
        case Dihedral::flip_x:
          negative = i % 2 == 0;
          break;
        case Dihedral::rotate_180:
        case Dihedral::flip_minus:
          negative = (i + j) % 2 == 1;
          break;
      }
      const float value = negative ? -from[i][j] : from[i][j];
      (turned ? to[j][i] : to[i][j]) = value;
    }
  }
}

// The lower of the two middle values.
float lower_median(const PdqBlock& block) {
  std::array<float, kCoefficients> values;
  std::copy(&block[0][0], &block[0][0] + kCoefficients, values.begin());
  const auto middle = values.begin() + kCoefficients / 2 - 1;
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// `near` counts the coefficients that the margin does not tell from the median.
PdqHash hash_block(const PdqBlock& block, float margin, int& near) {
  const float median = lower_median(block);
  PdqHash hash;
  near = 0;
  for (std::size_t bit = 0; bit < kCoefficients; ++bit) {
    const float value = (&block[0][0])[bit];
    near += std::abs(value - median) < margin ? 1 : 0;
    hash.word[3 - bit / 64] |= static_cast<uint64_t>(value > median ? 1 : 0) << bit % 64;
  }
  return hash;
}

int quality_of(int steps) {
  return std::min(steps / kStepsPerPoint, kBestQuality);
}

// Which pixel of the picture stands in which place of what is hashed, in bytes.
struct Sampling {
  uint32_t width = 0, height = 0;  // of the picture
  std::ptrdiff_t step = 0, stride = 0;
  std::size_t most_side = 0;  // a longer one makes it kMostSide x kMostSide
  std::vector<std::ptrdiff_t> rows, columns;

  bool fits(const PixelView& picture, std::size_t most) const {
    return width == picture.width && height == picture.height && step == picture.step &&
           stride == picture.stride && most_side == most;
  }
};

void place_samples(std::size_t side, std::size_t samples, std::ptrdiff_t step,
                   std::vector<std::ptrdiff_t>& to) {
  to.resize(samples);
  for (std::size_t i = 0; i < samples; ++i) {
    to[i] = static_cast<std::ptrdiff_t>(i * side / samples) * step;
  }
}

Sampling sample(const PixelView& picture, std::size_t most_side) {
  const bool shrinks = picture.width > most_side || picture.height > most_side;
  Sampling sampling{picture.width, picture.height, picture.step, picture.stride, most_side, {}, {}};
  place_samples(picture.height, shrinks ? kMostSide : picture.height, picture.stride,
                sampling.rows);
  place_samples(picture.width, shrinks ? kMostSide : picture.width, picture.step, sampling.columns);
  return sampling;
}

struct Margins {
  float coefficient = 0, step = 0;
};

// To whole vectors of the widest kind.
constexpr std::size_t round_up(std::size_t n) {
  return (n + 7) / 8 * 8;
}

}  // namespace

struct PdqHasher::State {
  const PdqKernels& kernels;
  uint64_t ties = 0;
  Band across, down;
  Sampling sampling;
  std::vector<float> rows, shrunk, scratch;
  std::vector<std::vector<uint8_t>> byte_rows;
  std::vector<float> full, other;  // rows of stride() floats
  PdqPlane plane;
  PdqBlock block;

  explicit State(PdqPath path) : kernels(pdq_kernels(path)), plane(), block() {}

  void set_sides(std::size_t width, std::size_t height) {
    if (across.side != width) across = build_band(width);
    if (down.side != height) down = build_band(height);
    const std::size_t stride = round_up(width);
    if (shrunk.size() != kPdqSide * stride) shrunk.assign(kPdqSide * stride, 0);
    scratch.resize(16 * stride);
  }
  std::size_t stride() const { return shrunk.size() / kPdqSide; }

  template <class GetRow>
  void shrink_floats(const GetRow& get_row);
  void shrink_bytes(const PixelView& picture);
  void finish_shrinking() {
    kernels.shrink_across(shrunk.data(), stride(), across, scratch.data(), plane);
  }
  void shrink_in_order(std::size_t width, std::size_t height, bool all_forms);
  template <class Shrink, class Fill>
  PdqForms hash(std::size_t forms, float margin, const Shrink& shrink, const Fill& fill);
  bool read_forms(std::size_t forms, Margins margins, PdqForms& out);
  Margins margins(float coefficient) const;
  PdqForms hash_picture(const PixelView& picture, std::size_t forms, std::size_t most_side);
};

// get_row(y, to): where row y stands, which may be in `to`.
template <class GetRow>
void PdqHasher::State::shrink_floats(const GetRow& get_row) {
  rows.resize(down.taps * across.side);
  std::vector<const float*> at(down.taps);
  for (std::size_t i = 0; i < kPdqSide; ++i) {
    for (std::size_t t = 0; t < down.taps; ++t) {
      at[t] = get_row(down.begin[i] + t, rows.data() + t * across.side);
    }
    kernels.combine_floats(at.data(), down.weights.data() + i * down.taps, down.taps, across.side,
                           shrunk.data() + i * stride());
  }
  finish_shrinking();
}

// Luma that is there already, in bytes: converted as it is added up.
void PdqHasher::State::shrink_bytes(const PixelView& picture) {
  byte_rows.resize(down.taps);
  std::vector<const uint8_t*> at(down.taps);
  const bool as_it_stands = picture.step == 1 && picture.width == across.side;
  for (std::size_t i = 0; i < kPdqSide; ++i) {
    for (std::size_t t = 0; t < down.taps; ++t) {
      const uint8_t* row = picture.pixels + sampling.rows[down.begin[i] + t];
      at[t] = row;
      if (as_it_stands) continue;
      byte_rows[t].resize(across.side);
      for (std::size_t x = 0; x < across.side; ++x) byte_rows[t][x] = row[sampling.columns[x]];
      at[t] = byte_rows[t].data();
    }
    float* to = shrunk.data() + i * stride();
    if (down.is_whole[i]) {
      kernels.combine_bytes_whole(at.data(), down.multiples.data() + i * down.taps, down.unit,
                                  down.taps, across.side, to);
    } else {
      kernels.combine_bytes(at.data(), down.weights.data() + i * down.taps, down.taps, across.side,
                            to);
    }
  }
  finish_shrinking();
}

// Both passes in full. The reference leaves them out for a plane of 64 x 64, unless it
// makes all eight forms.
void PdqHasher::State::shrink_in_order(std::size_t width, std::size_t height, bool all_forms) {
  if (width != kPdqSide || height != kPdqSide || all_forms) {
    other.resize(full.size());
    for (int pass = 0; pass < 2; ++pass) {
      kernels.box_along(full.data(), round_up(height), stride(), width, scratch.data(),
                        other.data());
      kernels.box_down(other.data(), height, stride(), scratch.data(), full.data());
    }
  }
  for (std::size_t i = 0; i < kPdqSide; ++i) {
    const float* row = full.data() + kept_pixel(i, height) * stride();
    for (std::size_t j = 0; j < kPdqSide; ++j) plane[i][j] = row[kept_pixel(j, width)];
  }
}

// False if a bit or the quality hangs on the last digits.
bool PdqHasher::State::read_forms(std::size_t forms, Margins margins, PdqForms& out) {
  const StepSums steps = kernels.sum_steps(plane, margins.step);
  bool clear = quality_of(steps.low) == quality_of(steps.high);
  out.quality = quality_of(steps.high);
  for (std::size_t form = 0; form < forms; ++form) {
    PdqBlock turned;
    int near = 0;
    transform_block(block, static_cast<Dihedral>(form), turned);
    out.hashes[form] = hash_block(turned, margins.coefficient, near);
    clear = clear && near == 1;
  }
  return clear;
}

Margins PdqHasher::State::margins(float coefficient) const {
  const std::size_t longer = std::max({across.side, down.side, kMostSide});
  const float scale = static_cast<float>(longer) / kMostSide;
  return {coefficient * scale, kStepMargin * scale};
}

// shrink() makes the plane; fill() puts the luma into `full`, for when that is not enough.
template <class Shrink, class Fill>
PdqForms PdqHasher::State::hash(std::size_t forms, float margin, const Shrink& shrink,
                                const Fill& fill) {
  PdqForms out;
  if (std::min(across.side, down.side) < kLeastSide) return out;
  shrink();
  kernels.transform(plane, block);
  if (read_forms(forms, margins(margin), out)) return out;
  ++ties;
  full.assign(stride() * round_up(down.side), 0);
  fill(full.data());
  shrink_in_order(across.side, down.side, forms > 1);
  kernels.transform_in_order(plane, block);
  read_forms(forms, {}, out);
  return out;
}

PdqForms PdqHasher::State::hash_picture(const PixelView& picture, std::size_t forms,
                                        std::size_t most_side) {
  if (picture.width == 0 || picture.height == 0) return {};
  if (!sampling.fits(picture, most_side)) sampling = sample(picture, most_side);
  const std::size_t width = sampling.columns.size(), height = sampling.rows.size();
  set_sides(width, height);
  const auto luma = [&](std::size_t y, float* to) {
    const uint8_t* row = picture.pixels + sampling.rows[y];
    if (picture.channels == 3) {
      kernels.luma_of_rgb(row, sampling.columns.data(), width, to);
    } else {
      for (std::size_t x = 0; x < width; ++x) to[x] = static_cast<float>(row[sampling.columns[x]]);
    }
    return to;
  };
  const auto shrink = [&] { picture.channels == 3 ? shrink_floats(luma) : shrink_bytes(picture); };
  const float margin = picture.channels == 3 ? kCoefficientMargin : kByteCoefficientMargin;
  return hash(forms, margin, shrink, [&](float* to) {
    for (std::size_t y = 0; y < height; ++y) luma(y, to + y * stride());
  });
}

PdqHasher::PdqHasher(PdqPath path) : state_(std::make_unique<State>(path)) {}
PdqHasher::~PdqHasher() = default;
PdqHasher::PdqHasher(PdqHasher&&) noexcept = default;
PdqHasher& PdqHasher::operator=(PdqHasher&&) noexcept = default;

PdqResult PdqHasher::hash(const PixelView& picture) {
  const PdqForms forms = state_->hash_picture(picture, 1, kMostSide);
  return {forms.hashes[0], forms.quality};
}

PdqResult PdqHasher::hash_frame(const PixelView& frame) {
  constexpr auto kAnySide = static_cast<std::size_t>(-1);
  const PdqForms forms = state_->hash_picture(frame, 1, kAnySide);
  return {forms.hashes[0], forms.quality};
}

PdqForms PdqHasher::hash_forms(const PixelView& picture) {
  return state_->hash_picture(picture, kDihedralForms, kMostSide);
}

PdqResult PdqHasher::hash_luma(const float* luma, uint32_t width, uint32_t height) {
  if (width == 0 || height == 0) return {};
  state_->set_sides(width, height);
  const auto row = [&](std::size_t y, float*) { return luma + y * width; };
  const PdqForms forms = state_->hash(
      1, kCoefficientMargin, [&] { state_->shrink_floats(row); },
      [&](float* to) {
        for (std::size_t y = 0; y < height; ++y) {
          std::copy_n(luma + y * width, width, to + y * state_->stride());
        }
      });
  return {forms.hashes[0], forms.quality};
}

uint64_t PdqHasher::ties() const {
  return state_->ties;
}

}  // namespace maillon::extract
