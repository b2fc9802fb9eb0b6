// A picture that is drawn by the row: shapes filled with shaded, textured colour. Only
// additions, multiplications and square roots: the same pixels on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "extract/image/pdq.h"

namespace maillon::simulate {

struct Rgb {
  float red = 0, green = 0, blue = 0;  // 0..255; more is cut
};
Rgb blend(const Rgb& a, const Rgb& b, float share_of_b);
Rgb lighten(const Rgb& color, float factor);
// hue in turns (the whole part is dropped), saturation and value 0..1.
Rgb from_hsv(float hue, float saturation, float value);

enum class Texture : uint8_t { plain, bricks, planks, tiles, stripes, speckles, cloud };

// How a shape is filled: a colour, `other` where the texture has it, and light.
struct Paint {
  Rgb color, other;
  Texture texture = Texture::plain;
  float scale = 16;            // of the texture, pixels
  float across = 0, down = 0;  // lighter by this share over the canvas' width, height
  // A round thing: lightest at (lit_x, lit_y), dark at lit_radius pixels from there.
  float lit_x = 0, lit_y = 0, lit_radius = 0;
  uint64_t seed = 0;  // of the texture
};

struct Point {
  float x = 0, y = 0;
};

// Pixels are red, green, blue in rows from the top. Shapes may reach outside.
class Canvas {
 public:
  Canvas(uint32_t width, uint32_t height);

  uint32_t width() const { return width_; }
  uint32_t height() const { return height_; }
  uint8_t* row(uint32_t y) { return pixels_.data() + std::size_t{y} * width_ * 3; }
  const uint8_t* row(uint32_t y) const { return pixels_.data() + std::size_t{y} * width_ * 3; }
  extract::PixelView view() const;

  // `right` and `bottom` are past the last pixel.
  void fill_rect(float left, float top, float right, float bottom, const Paint& paint);
  void fill_ellipse(Point center, float radius_x, float radius_y, const Paint& paint);
  // Convex, three corners or more.
  void fill_polygon(std::span<const Point> corners, const Paint& paint);
  void draw_line(Point from, Point to, float thickness, const Paint& paint);
  // Each column from tops[x] down to `bottom`.
  void fill_below(std::span<const float> tops, float bottom, const Paint& paint);

  // Uneven light, in patches of about `patch` pixels, by the share `depth` up or down; and
  // grain of up to `grain` levels, as sensors have it.
  void finish(float patch, float depth, int grain, uint64_t seed);

 private:
  void fill_span(uint32_t y, float begin, float end, const Paint& paint);
  void mix_texture(uint32_t y, uint32_t begin, uint32_t end, const Paint& paint);

  uint32_t width_, height_;
  std::vector<uint8_t> pixels_;
  std::vector<float> share_, light_, lattice_;  // of the row at hand
};

}  // namespace maillon::simulate
