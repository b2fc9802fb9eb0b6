#include "extract/image/brief.h"

#include <array>
#include <cmath>
#include <vector>

#include "extract/image/brief_pattern.h"

namespace maillon::extract {
namespace {

constexpr int kQuarter = kAngleSteps / 4;

// sin(i * 2 pi / kAngleSteps) for the first quarter, by its series: no library function,
// whose last bit differs between machines.
constexpr std::array<double, kQuarter + 1> quarter_of_sine() {
  std::array<double, kQuarter + 1> sine{};
  for (int i = 0; i <= kQuarter; ++i) {
    const double angle = 3.14159265358979323846 / 2 * i / kQuarter;
    double term = angle;
    for (int n = 1; n < 12; ++n) {
      sine[static_cast<std::size_t>(i)] += term;
      term *= -angle * angle / ((2 * n) * (2 * n + 1));
    }
  }
  sine[kQuarter] = 1;
  return sine;
}
constexpr std::array<double, kQuarter + 1> kSine = quarter_of_sine();

constexpr double sine_of(int step) {
  step = (step % kAngleSteps + kAngleSteps) % kAngleSteps;
  const bool below = step >= kAngleSteps / 2;
  step %= kAngleSteps / 2;
  const double value =
      kSine[static_cast<std::size_t>(step <= kQuarter ? step : 2 * kQuarter - step)];
  return below ? -value : value;
}
constexpr double cosine_of(int step) {
  return sine_of(step + kQuarter);
}

struct Offset {
  int8_t x;
  int8_t y;
};
struct Comparison {
  Offset first;
  Offset second;
};

int8_t rounded(double value) {
  return static_cast<int8_t>(std::lround(value));
}

// The comparisons at angle 0: each with its mirror image across the x axis.
std::vector<Comparison> upright_pattern() {
  std::vector<Comparison> pattern;
  for (const PatternPair& p : kBriefPattern) pattern.push_back({{p.x1, p.y1}, {p.x2, p.y2}});
  for (std::size_t i = 0; i < kBriefPattern.size(); ++i) {
    const auto flipped = [](Offset o) { return Offset{o.x, static_cast<int8_t>(-o.y)}; };
    pattern.push_back({flipped(pattern[i].first), flipped(pattern[i].second)});
  }
  return pattern;
}

Offset turned(Offset o, int step) {
  const double c = cosine_of(step);
  const double s = sine_of(step);
  return {rounded(c * o.x - s * o.y), rounded(s * o.x + c * o.y)};
}

using Pattern = std::vector<Comparison>;

const std::vector<Pattern>& turned_patterns() {
  static const std::vector<Pattern> patterns = [] {
    const Pattern upright = upright_pattern();
    std::vector<Pattern> made(kAngleSteps);
    for (int step = 0; step < kAngleSteps; ++step) {
      for (const Comparison& c : upright) {
        made[static_cast<std::size_t>(step)].push_back(
            {turned(c.first, step), turned(c.second, step)});
      }
    }
    return made;
  }();
  return patterns;
}

// Half the width of the disc at each row.
constexpr std::array<int, kPatchRadius> disc_widths() {
  std::array<int, kPatchRadius> widths{};
  for (int y = 0; y < kPatchRadius; ++y) {
    int x = kPatchRadius - 1;
    while (x * x + y * y >= kPatchRadius * kPatchRadius - kPatchRadius) --x;
    widths[static_cast<std::size_t>(y)] = x;
  }
  return widths;
}
constexpr std::array<int, kPatchRadius> kDisc = disc_widths();

// The step nearest to the direction of (x, y): the one whose unit vector is most along it.
int nearest_step(double x, double y) {
  int best = 0;
  double most = -1;
  for (int step = 0; step < kAngleSteps; ++step) {
    const double along = x * cosine_of(step) + y * sine_of(step);
    if (step == 0 || along > most) {
      most = along;
      best = step;
    }
  }
  return best;
}

}  // namespace

int patch_angle(const Plane<uint16_t>& smooth, int x, int y) {
  int64_t sum_x = 0;
  int64_t sum_y = 0;
  for (int dy = 0; dy < kPatchRadius; ++dy) {
    const uint16_t* below = smooth.row(y + dy) + x;
    const uint16_t* above = smooth.row(y - dy) + x;
    const int width = kDisc[static_cast<std::size_t>(dy)];
    int64_t difference = 0;
    for (int dx = -width; dx <= width; ++dx) {
      const int both = dy == 0 ? below[dx] : below[dx] + above[dx];
      sum_x += dx * both;
      difference += below[dx] - above[dx];
    }
    sum_y += dy * difference;
  }
  return nearest_step(static_cast<double>(sum_x), static_cast<double>(sum_y));
}

Descriptor describe(const Plane<uint16_t>& smooth, int x, int y, int angle) {
  const Pattern& pattern = turned_patterns()[static_cast<std::size_t>(angle)];
  const uint16_t* centre = smooth.row(y) + x;
  const std::ptrdiff_t stride = smooth.width;
  Descriptor descriptor;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const Comparison& c = pattern[i];
    const bool darker =
        centre[c.first.y * stride + c.first.x] < centre[c.second.y * stride + c.second.x];
    descriptor.words[i / 64] |= uint64_t{darker} << (i % 64);
  }
  return descriptor;
}

}  // namespace maillon::extract
