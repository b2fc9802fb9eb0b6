#include "simulate/canvas.h"

#include <algorithm>
#include <cmath>

#include "base/hash.h"

namespace maillon::simulate {
namespace {

constexpr uint64_t kGolden = 0x9e3779b97f4a7c15ULL;

uint64_t mix(uint64_t seed, uint64_t a, uint64_t b) {
  return mix64(seed + a * kGolden + b * 0xd1342543de82ef95ULL);
}

// In [-1, 1).
float spread(uint64_t hash) {
  return static_cast<float>(hash >> 40) * 0x1p-23F - 1;
}

float fraction(float x) {
  return x - std::floor(x);
}

uint8_t to_byte(float level) {
  return static_cast<uint8_t>(std::clamp(level, 0.0F, 255.0F));
}

// One row of noise that is smooth over `patch` pixels, in [-1, 1], times `depth`, added.
void add_noise(std::span<float> row, uint32_t first, uint32_t y, float patch, float depth,
               uint64_t seed, std::vector<float>& lattice) {
  const float at_y = static_cast<float>(y) / patch;
  const float line = std::floor(at_y), share_y = at_y - line;
  const float inverse = 1 / patch;
  const auto from = static_cast<uint64_t>(static_cast<float>(first) * inverse);
  const auto to = static_cast<uint64_t>(static_cast<float>(first + row.size()) * inverse) + 3;
  lattice.clear();
  for (uint64_t i = from; i <= to; ++i) {
    const float above = spread(mix(seed, i, static_cast<uint64_t>(line)));
    const float below = spread(mix(seed, i, static_cast<uint64_t>(line) + 1));
    lattice.push_back((above + (below - above) * share_y) * depth);
  }
  for (std::size_t x = 0, cell = 0; x < row.size(); ++cell) {
    const float edge = static_cast<float>(from + cell) * patch;
    const float slope = (lattice[cell + 1] - lattice[cell]) * inverse;
    const float level = lattice[cell] + (static_cast<float>(first) - edge) * slope;
    const std::size_t end = std::min(
        row.size(),
        static_cast<std::size_t>(std::max(edge + patch - static_cast<float>(first), 0.0F)) + 1);
    for (; x < end; ++x) row[x] += level + slope * static_cast<float>(static_cast<int>(x));
  }
}

}  // namespace

Rgb blend(const Rgb& a, const Rgb& b, float share_of_b) {
  return {a.red + (b.red - a.red) * share_of_b, a.green + (b.green - a.green) * share_of_b,
          a.blue + (b.blue - a.blue) * share_of_b};
}

Rgb lighten(const Rgb& color, float factor) {
  return {color.red * factor, color.green * factor, color.blue * factor};
}

Rgb from_hsv(const Hsv& color) {
  const float turn = fraction(color.hue) * 6;
  const auto channel = [&](float shift) {
    const float k = std::fmod(turn + shift, 6.0F);
    const float dip = std::clamp(std::min(k, 4 - k), 0.0F, 1.0F);
    return 255 * color.value * (1 - color.saturation * dip);
  };
  return {channel(5), channel(3), channel(1)};
}

Canvas::Canvas(uint32_t width, uint32_t height)
    : width_(width), height_(height), pixels_(std::size_t{width} * height * 3 + 1) {}

extract::PixelView Canvas::view() const {
  return {pixels_.data(), width_, height_, 3, 3, std::ptrdiff_t{3} * width_};
}

// share_[x]: how much of the other colour.
void Canvas::mix_texture(uint32_t y, uint32_t begin, uint32_t end, const Paint& paint) {
  const float inverse = 1 / paint.scale, at_y = static_cast<float>(y) * inverse;
  const std::size_t size = end - begin;
  share_.assign(size, 0);
  const auto at_x = [&](std::size_t i) { return static_cast<float>(begin + i) * inverse; };
  switch (paint.texture) {
    case Texture::plain:
      break;
    case Texture::bricks: {
      // Twice as wide as high, every other row by half a brick; each has its own shade.
      const float line = std::floor(at_y * 2);
      const bool joint = at_y * 2 - line < 0.15F;
      const float shift = std::fmod(line, 2.0F) * 0.5F;
      for (std::size_t i = 0; i < size; ++i) {
        const float x = at_x(i) + shift, brick = std::floor(x);
        const float shade =
            spread(mix(paint.seed, static_cast<uint64_t>(brick + 8), static_cast<uint64_t>(line))) *
                0.25F +
            0.25F;
        share_[i] = joint || x - brick < 0.08F ? 1.0F : shade;
      }
      break;
    }
    case Texture::planks: {
      const float line = std::floor(at_y);
      const uint64_t plank = mix(paint.seed, static_cast<uint64_t>(line), 3);
      const bool joint = at_y - line < 0.08F;
      std::fill(share_.begin(), share_.end(), joint ? 1.0F : spread(plank) * 0.25F + 0.3F);
      if (!joint) add_noise(share_, begin, y * 6, paint.scale * 2, 0.25F, plank, lattice_);
      break;
    }
    case Texture::tiles: {
      const float line = std::floor(at_y);
      for (std::size_t i = 0; i < size; ++i) {
        const float x = at_x(i), tile = std::floor(x);
        const uint64_t hash =
            mix(paint.seed, static_cast<uint64_t>(tile), static_cast<uint64_t>(line));
        const bool joint = at_y - line < 0.07F || x - tile < 0.07F;
        share_[i] = joint ? 1.0F : hash % 5 == 0 ? 0.7F : spread(hash) * 0.1F + 0.15F;
      }
      break;
    }
    case Texture::stripes:
      for (std::size_t i = 0; i < size; ++i) share_[i] = fraction(at_x(i)) < 0.4F ? 1.0F : 0.0F;
      break;
    case Texture::speckles: {
      const auto line = static_cast<uint64_t>(at_y * 4);
      for (std::size_t i = 0; i < size; ++i) {
        const auto cell = static_cast<uint64_t>(at_x(i) * 4);
        share_[i] = spread(mix(paint.seed, cell, line)) * 0.4F + 0.4F;
      }
      break;
    }
    case Texture::cloud: {
      std::fill(share_.begin(), share_.end(), 0.5F);
      add_noise(share_, begin, y, paint.scale * 2, 0.6F, paint.seed, lattice_);
      add_noise(share_, begin, y, paint.scale * 0.7F, 0.4F, paint.seed + 1, lattice_);
      add_noise(share_, begin, y, paint.scale * 0.23F, 0.25F, paint.seed + 2, lattice_);
      for (float& share : share_) share = std::clamp(share, 0.0F, 1.0F);
      break;
    }
  }
}

void Canvas::fill_span(uint32_t y, float from, float to, const Paint& paint) {
  const auto limit = static_cast<float>(width_);
  const auto begin = static_cast<uint32_t>(std::clamp(std::round(from), 0.0F, limit));
  const auto end = static_cast<uint32_t>(std::clamp(std::round(to), 0.0F, limit));
  if (begin >= end) return;
  mix_texture(y, begin, end, paint);
  const std::size_t size = end - begin;
  light_.resize(size);
  const float step = paint.across / limit;
  const float level = 1 +
                      paint.down * (static_cast<float>(y) / static_cast<float>(height_) - 0.5F) -
                      paint.across / 2;
  for (std::size_t i = 0; i < size; ++i)
    light_[i] = level + step * static_cast<float>(static_cast<int>(begin + i));
  if (paint.lit_radius > 0) {
    const float fall = 0.75F / (paint.lit_radius * paint.lit_radius);
    const float dy = static_cast<float>(y) - paint.lit_y;
    for (std::size_t i = 0; i < size; ++i) {
      const float dx = static_cast<float>(begin + i) - paint.lit_x;
      light_[i] *= std::max(1.2F - fall * (dx * dx + dy * dy), 0.2F);
    }
  }
  uint8_t* to_pixel = row(y) + std::size_t{begin} * 3;
  const Rgb step_to_other{paint.other.red - paint.color.red, paint.other.green - paint.color.green,
                          paint.other.blue - paint.color.blue};
  for (std::size_t i = 0; i < size; ++i, to_pixel += 3) {
    to_pixel[0] = to_byte((paint.color.red + step_to_other.red * share_[i]) * light_[i]);
    to_pixel[1] = to_byte((paint.color.green + step_to_other.green * share_[i]) * light_[i]);
    to_pixel[2] = to_byte((paint.color.blue + step_to_other.blue * share_[i]) * light_[i]);
  }
}

namespace {

struct Rows {
  uint32_t begin, end;
};
// Those whose middle lies within [top, bottom).
Rows rows_within(float top, float bottom, uint32_t height) {
  const auto limit = static_cast<float>(height);
  return {static_cast<uint32_t>(std::clamp(std::round(top), 0.0F, limit)),
          static_cast<uint32_t>(std::clamp(std::round(bottom), 0.0F, limit))};
}

}  // namespace

void Canvas::fill_rect(const FilledRect& rect) {
  const Rows rows = rows_within(rect.top, rect.bottom, height_);
  for (uint32_t y = rows.begin; y < rows.end; ++y) fill_span(y, rect.left, rect.right, rect.paint);
}

void Canvas::fill_ellipse(const FilledEllipse& ellipse) {
  const auto& [center, radius_x, radius_y, paint] = ellipse;
  const Rows rows = rows_within(center.y - radius_y, center.y + radius_y, height_);
  for (uint32_t y = rows.begin; y < rows.end; ++y) {
    const float up = (static_cast<float>(y) + 0.5F - center.y) / radius_y;
    const float half = radius_x * std::sqrt(std::max(0.0F, 1 - up * up));
    fill_span(y, center.x - half, center.x + half, paint);
  }
}

void Canvas::fill_polygon(std::span<const Point> corners, const Paint& paint) {
  float top = corners.front().y, bottom = top;
  for (const Point& corner : corners) {
    top = std::min(top, corner.y);
    bottom = std::max(bottom, corner.y);
  }
  const Rows rows = rows_within(top, bottom, height_);
  for (uint32_t y = rows.begin; y < rows.end; ++y) {
    const float middle = static_cast<float>(y) + 0.5F;
    float left = static_cast<float>(width_), right = 0;
    for (std::size_t i = 0; i < corners.size(); ++i) {
      const Point a = corners[i], b = corners[(i + 1) % corners.size()];
      if ((a.y > middle) == (b.y > middle)) continue;
      const float x = a.x + (b.x - a.x) * (middle - a.y) / (b.y - a.y);
      left = std::min(left, x);
      right = std::max(right, x);
    }
    fill_span(y, left, right, paint);
  }
}

void Canvas::draw_line(const Line& line) {
  const auto& [from, to, thickness, paint] = line;
  const float dx = to.x - from.x, dy = to.y - from.y;
  const float length = std::sqrt(dx * dx + dy * dy);
  if (length <= 0) return;
  const float x = -dy / length * thickness / 2, y = dx / length * thickness / 2;
  const Point corners[] = {{from.x + x, from.y + y},
                           {to.x + x, to.y + y},
                           {to.x - x, to.y - y},
                           {from.x - x, from.y - y}};
  fill_polygon(corners, paint);
}

void Canvas::fill_below(std::span<const float> tops, float bottom, const Paint& paint) {
  const float top = *std::min_element(tops.begin(), tops.end());
  const Rows rows = rows_within(top, bottom, height_);
  for (uint32_t y = rows.begin; y < rows.end; ++y) {
    const auto level = static_cast<float>(y);
    for (std::size_t x = 0; x < tops.size();) {
      if (tops[x] > level) {
        ++x;
        continue;
      }
      const std::size_t begin = x;
      while (x < tops.size() && tops[x] <= level) ++x;
      fill_span(y, static_cast<float>(begin), static_cast<float>(x), paint);
    }
  }
}

void Canvas::finish(float patch, float depth, int grain, uint64_t seed) {
  light_.resize(width_);
  uint64_t bytes = 0, drawn = mix64(seed + kGolden);
  const auto width_of_grain = static_cast<float>(grain) * 2 / 255;
  for (uint32_t y = 0; y < height_; ++y) {
    std::fill(light_.begin(), light_.end(), 1.0F);
    add_noise(light_, 0, y, patch, depth, seed, lattice_);
    add_noise(light_, 0, y, patch * 0.4F, depth * 0.5F, seed + 1, lattice_);
    uint8_t* pixel = row(y);
    for (uint32_t x = 0; x < width_; ++x, pixel += 3) {
      if (x % 8 == 0) bytes = mix64(drawn += kGolden);
      const float noise =
          (static_cast<float>(bytes >> (x % 8 * 8) & 255) - 127.5F) * width_of_grain + 0.5F;
      for (int c = 0; c < 3; ++c) {
        pixel[c] = to_byte(static_cast<float>(pixel[c]) * light_[x] + noise);
      }
    }
  }
}

}  // namespace maillon::simulate
