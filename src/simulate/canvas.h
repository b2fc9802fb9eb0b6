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
struct Hsv {
  float hue = 0, saturation = 0, value = 0;  // hue in turns (the whole part is dropped), 0..1, 0..1
};
Rgb from_hsv(const Hsv& color);

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

// Shapes with their paint. Each is one argument in braces, since what stands in braces is
// computed from left to right: random numbers in it are drawn in the same order by every
// compiler.
struct FilledRect {
  float left, top, right, bottom;  // right and bottom are past the last pixel
  Paint paint;
};
struct FilledEllipse {
  Point center;
  float radius_x, radius_y;
  Paint paint;
};
struct Line {
  Point from, to;
  float thickness;
  Paint paint;
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

  void fill_rect(const FilledRect& rect);
  void fill_ellipse(const FilledEllipse& ellipse);
  // Convex, three corners or more.
  void fill_polygon(std::span<const Point> corners, const Paint& paint);
  void draw_line(const Line& line);
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
