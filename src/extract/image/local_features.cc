#include "extract/image/local_features.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

#include "extract/image/brief.h"
#include "extract/image/pyramid.h"

namespace maillon::extract {
namespace {

// The determinant of the Hessian below which a maximum is noise: about three grey levels.
constexpr int kResponseMin = 300;

struct Candidate {
  int x;
  int y;
  int response;
  int rank;  // among those of its cell, the strongest first
};

// 16 times the determinant of the Hessian where it is positive, else 0.
Plane<int32_t> hessian(const Plane<uint16_t>& smooth) {
  Plane<int32_t> response(smooth.width, smooth.height);
  for (int y = 1; y + 1 < smooth.height; ++y) {
    const uint16_t* up = smooth.row(y - 1);
    const uint16_t* at = smooth.row(y);
    const uint16_t* down = smooth.row(y + 1);
    int32_t* out = response.row(y);
    for (int x = 1; x + 1 < smooth.width; ++x) {
      const int xx = at[x - 1] - 2 * at[x] + at[x + 1];
      const int yy = up[x] - 2 * at[x] + down[x];
      const int xy = up[x - 1] - up[x + 1] - down[x - 1] + down[x + 1];
      out[x] = std::max(0, xx * yy - xy * xy / 16);
    }
  }
  return response;
}

bool is_peak(const Plane<int32_t>& response, int x, int y) {
  const int32_t value = response.row(y)[x];
  const int32_t* up = response.row(y - 1) + x;
  const int32_t* at = response.row(y) + x;
  const int32_t* down = response.row(y + 1) + x;
  return value > up[-1] && value > up[0] && value > up[1] && value > at[-1] && value >= at[1] &&
         value >= down[-1] && value >= down[0] && value >= down[1];
}

std::vector<Candidate> find_peaks(const Plane<int32_t>& response) {
  std::vector<Candidate> peaks;
  for (int y = kPatchRadius; y < response.height - kPatchRadius; ++y) {
    const int32_t* row = response.row(y);
    for (int x = kPatchRadius; x < response.width - kPatchRadius; ++x) {
      if (row[x] >= kResponseMin && is_peak(response, x, y)) peaks.push_back({x, y, row[x], 0});
    }
  }
  return peaks;
}

// Keeps `most` peaks so that they lie all over the picture: the strongest of each cell of
// a grid, then the second of each, and so on. Painted text would take them all otherwise.
void spread(std::vector<Candidate>& peaks, std::size_t most, int width, int height) {
  if (peaks.size() <= most) return;
  const double cells = std::max(1.0, static_cast<double>(most) / 4);
  const int side = std::max(4, static_cast<int>(std::sqrt(width * height / cells)));
  const auto cell_of = [&](const Candidate& c) { return std::pair(c.y / side, c.x / side); };
  std::sort(peaks.begin(), peaks.end(), [&](const Candidate& a, const Candidate& b) {
    return std::tuple(cell_of(a), -a.response, a.y, a.x) <
           std::tuple(cell_of(b), -b.response, b.y, b.x);
  });
  for (std::size_t i = 1; i < peaks.size(); ++i) {
    if (cell_of(peaks[i]) == cell_of(peaks[i - 1])) peaks[i].rank = peaks[i - 1].rank + 1;
  }
  std::sort(peaks.begin(), peaks.end(), [](const Candidate& a, const Candidate& b) {
    return std::tuple(a.rank, -a.response, a.y, a.x) < std::tuple(b.rank, -b.response, b.y, b.x);
  });
  peaks.resize(most);
  std::sort(peaks.begin(), peaks.end(), [](const Candidate& a, const Candidate& b) {
    return std::pair(a.y, a.x) < std::pair(b.y, b.x);
  });
}

// Where the parabola through three values peaks, in 16ths of a step from the middle one.
int peak_offset(int64_t before, int64_t at, int64_t after) {
  const int64_t curve = before - 2 * at + after;
  if (curve >= 0) return 0;
  const int64_t slope = before - after;  // offset = slope / (2 curve)
  const int64_t twice = 2 * curve;
  return static_cast<int>(std::clamp<int64_t>(kPositionUnit * slope / twice, -8, 8));
}

// From a position on a level to 16ths of a pixel of the bounded picture.
uint16_t to_base(int at, int offset, int level_side, int base_side) {
  const int64_t place = int64_t{at} * kPositionUnit + offset + kPositionUnit / 2;
  return static_cast<uint16_t>(place * base_side / level_side);
}

struct Level {
  Plane<uint16_t> smooth;
  Plane<int32_t> response;
  std::vector<Candidate> peaks;
};

Level make_level(const Plane<uint8_t>& plane) {
  Level level{smoothed(plane), {}, {}};
  level.response = hessian(level.smooth);
  level.peaks = find_peaks(level.response);
  return level;
}

int side_at(int side, std::size_t level) {
  double scaled = side;
  for (std::size_t i = 0; i < level; ++i) scaled /= kScaleStep;
  return static_cast<int>(std::lround(scaled));
}

std::vector<Level> make_levels(Plane<uint8_t> base) {
  std::vector<Level> levels;
  const int base_width = base.width;
  const int base_height = base.height;
  while (true) {
    levels.push_back(make_level(base));
    const int width = side_at(base_width, levels.size());
    const int height = side_at(base_height, levels.size());
    if (std::min(width, height) < kFeatureSideMin) return levels;
    base = shrink_bilinear(base, width, height);
  }
}

// Shares kFeaturesMax out among the levels by 1 / scale, the coarse first: what a coarse
// level cannot use goes to the finer ones.
void choose(std::vector<Level>& levels) {
  std::vector<double> shares;
  double share = 1;
  for (std::size_t i = 0; i < levels.size(); ++i, share /= kScaleStep) shares.push_back(share);
  double left = kFeaturesMax;
  for (std::size_t i = levels.size(); i-- > 0;) {
    double sum = 0;
    for (std::size_t k = 0; k <= i; ++k) sum += shares[k];
    const double quota = left * shares[i] / sum;
    Level& level = levels[i];
    spread(level.peaks, static_cast<std::size_t>(std::lround(quota)), level.smooth.width,
           level.smooth.height);
    left -= static_cast<double>(level.peaks.size());
  }
}

void add_features(const Level& level, uint8_t index, LocalFeatures& out) {
  for (const Candidate& c : level.peaks) {
    const Plane<int32_t>& r = level.response;
    const int dx = peak_offset(r.row(c.y)[c.x - 1], c.response, r.row(c.y)[c.x + 1]);
    const int dy = peak_offset(r.row(c.y - 1)[c.x], c.response, r.row(c.y + 1)[c.x]);
    const int angle = patch_angle(level.smooth, c.x, c.y);
    out.keypoints.push_back({to_base(c.x, dx, r.width, out.width),
                             to_base(c.y, dy, r.height, out.height), index,
                             static_cast<uint8_t>(angle)});
    out.descriptors.push_back(describe(level.smooth, c.x, c.y, angle));
  }
}

Plane<uint8_t> bounded(const GrayView& picture) {
  const int64_t longer = std::max(picture.width, picture.height);
  const int64_t side = std::min<int64_t>(longer, kFeatureSideMax);
  const auto scaled = [&](int64_t v) {
    return static_cast<int>(std::max<int64_t>(1, (v * side + longer / 2) / longer));
  };
  return shrink_by_area(picture.pixels, picture.width, picture.height, picture.stride,
                        scaled(picture.width), scaled(picture.height));
}

}  // namespace

LocalFeatures find_local_features(const GrayView& picture) {
  LocalFeatures found;
  if (picture.width < kFeatureSideMin || picture.height < kFeatureSideMin) return found;
  Plane<uint8_t> base = bounded(picture);
  found.width = base.width;
  found.height = base.height;
  if (std::min(base.width, base.height) < kFeatureSideMin) return found;
  std::vector<Level> levels = make_levels(std::move(base));
  choose(levels);
  for (std::size_t i = 0; i < levels.size(); ++i)
    add_features(levels[i], static_cast<uint8_t>(i), found);
  return found;
}

}  // namespace maillon::extract
