// Scenes under the sky, and walls.
#include <algorithm>
#include <cmath>
#include <vector>

#include "simulate/scenes.h"

namespace maillon::simulate {
namespace {

constexpr float kBlue = 0.58F, kGreen = 0.3F, kBrown = 0.08F;

void draw_sky(Brush& b, float horizon) {
  const Rgb sky = b.chance(0.7) ? b.tint(kBlue, 0.5F, 0.8F) : b.tint(kBrown, 0.35F, 0.85F);
  const Rgb cloud = b.chance(0.7) ? Rgb{245, 245, 245} : lighten(sky, 0.6F);
  Paint paint = b.textured({sky, cloud, Texture::cloud, b.between(30, 110)});
  paint.down = b.between(-0.3F, 0.6F);
  b.canvas.fill_rect({0, 0, b.width, horizon + 2, paint});
}

// A ridge: straight pieces between random heights, roughened.
std::vector<float> draw_ridge(Brush& b, float level, float rise) {
  std::vector<float> tops(b.canvas.width());
  float from = level + b.between(-rise, rise), to = from, begin = 0, end = 0;
  for (std::size_t x = 0; x < tops.size(); ++x) {
    const auto at = static_cast<float>(x);
    if (at >= end) {
      begin = end;
      end += b.between(0.04F, 0.22F) * b.width;
      from = to;
      to = level + b.between(-rise, rise);
    }
    tops[x] = from + (to - from) * (at - begin) / (end - begin) + b.between(-1, 1);
  }
  return tops;
}

void draw_tree(Brush& b, const Three& place) {
  const auto [x, base, size] = place;
  const Rgb bark = b.tint(kBrown, 0.5F, 0.35F), leaf = b.tint(kGreen, 0.6F, 0.5F);
  b.canvas.fill_rect({x - size * 0.05F, base - size * 0.5F, x + size * 0.05F, base, b.plain(bark)});
  const int tufts = b.random.between(3, 6);
  for (int i = 0; i < tufts; ++i) {
    const float radius = size * b.between(0.14F, 0.28F);
    const Point center{x + size * b.between(-0.25F, 0.25F), base - size * b.between(0.45F, 0.9F)};
    Paint paint = b.textured({leaf, lighten(leaf, 0.6F), Texture::speckles, b.between(8, 20)});
    paint.lit_x = center.x - radius * 0.4F;
    paint.lit_y = center.y - radius * 0.4F;
    paint.lit_radius = radius * 2;
    b.canvas.fill_ellipse({center, radius * b.between(0.8F, 1.3F), radius, paint});
  }
}

void draw_windows(Brush& b, const Four& place) {
  const auto [left, top, right, bottom] = place;
  const int columns = b.random.between(1, 6), rows = b.random.between(1, 6);
  const float step_x = (right - left) / static_cast<float>(columns);
  const float step_y = (bottom - top) / static_cast<float>(rows);
  const float share_x = b.between(0.35F, 0.7F), share_y = b.between(0.4F, 0.75F);
  const Paint frame = b.plain(b.color(0.5F, 1));
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      if (b.chance(0.12)) continue;
      const float x = left + step_x * (static_cast<float>(column) + (1 - share_x) / 2);
      const float y = top + step_y * (static_cast<float>(row) + (1 - share_y) / 2);
      b.canvas.fill_rect({x, y, x + step_x * share_x, y + step_y * share_y, frame});
      const Rgb glass = b.chance(0.3) ? b.tint(0.13F, 0.5F, 0.9F) : b.tint(kBlue, 0.3F, 0.35F);
      b.canvas.fill_rect(
          {x + 2, y + 2, x + step_x * share_x - 2, y + step_y * share_y - 2, b.plain(glass)});
    }
  }
}

void draw_house(Brush& b, const Four& place) {
  const auto [left, base, width, height] = place;
  const float top = base - height;
  b.canvas.fill_rect(
      {left, top, left + width, base, b.any_texture({b.color(0.4F), b.between(8, 26)})});
  if (b.chance(0.6)) {
    const Point roof[] = {
        {left - width * 0.06F, top},
        {left + width * b.between(0.3F, 0.7F), top - height * b.between(0.2F, 0.6F)},
        {left + width * 1.06F, top}};
    b.canvas.fill_polygon(roof, b.any_texture({b.tint(0.03F, 0.6F, 0.5F), b.between(5, 12)}));
  }
  draw_windows(b, {left, top, left + width, base - height * 0.25F});
  const float door = left + width * b.between(0.1F, 0.7F);
  b.canvas.fill_rect(
      {door, base - height * 0.22F, door + width * 0.16F, base, b.plain(b.color(0.15F, 0.6F))});
}

void draw_car(Brush& b, const Three& place) {
  const auto [x, base, size] = place;
  const Rgb body = b.color(0.3F);
  const Point cabin[] = {{x + size * 0.2F, base - size * 0.28F},
                         {x + size * 0.32F, base - size * 0.46F},
                         {x + size * 0.66F, base - size * 0.46F},
                         {x + size * 0.82F, base - size * 0.28F}};
  b.canvas.fill_polygon(cabin, b.plain(b.tint(kBlue, 0.3F, 0.35F)));
  b.canvas.fill_rect({x, base - size * 0.3F, x + size, base - size * 0.08F, b.plain(body)});
  for (const float wheel : {0.22F, 0.78F}) {
    b.canvas.fill_ellipse(
        {{x + size * wheel, base - size * 0.09F}, size * 0.1F, size * 0.1F, b.plain({30, 30, 32})});
    b.canvas.fill_ellipse({{x + size * wheel, base - size * 0.09F},
                           size * 0.05F,
                           size * 0.05F,
                           b.plain({150, 150, 150})});
  }
}

}  // namespace

void draw_landscape(Brush& b) {
  const float horizon = b.height * b.between(0.25F, 0.6F);
  draw_sky(b, horizon + b.height * 0.3F);  // valleys reach below it
  const int ridges = b.random.between(1, 4);
  for (int i = 0; i < ridges; ++i) {
    const float level = horizon - b.height * 0.1F * static_cast<float>(ridges - 1 - i);
    const Rgb hill =
        b.tint(b.chance(0.6) ? kGreen : b.hue, 0.4F, 0.4F + 0.1F * static_cast<float>(i));
    const auto tops = draw_ridge(b, level, b.height * b.between(0.03F, 0.15F));
    b.canvas.fill_below(tops, horizon + b.height * 0.3F,
                        b.textured({hill, lighten(hill, 0.5F), Texture::cloud, b.between(15, 50)}));
  }
  const Rgb ground = b.tint(b.chance(0.5) ? kGreen : kBrown, 0.5F, 0.55F);
  const float near = horizon + b.height * b.between(0.08F, 0.25F);
  const auto tops = draw_ridge(b, near, b.height * 0.03F);
  b.canvas.fill_below(
      tops, b.height,
      b.textured({ground, lighten(ground, 0.45F), Texture::cloud, b.between(12, 60)}));
  if (b.chance(0.6)) {
    const float far = b.width * b.between(0.1F, 0.9F), from = b.width * b.between(-0.2F, 0.8F);
    const Point road[] = {
        {far, near}, {far + 8, near}, {from + b.width * 0.4F, b.height}, {from, b.height}};
    b.canvas.fill_polygon(road, b.textured({{140, 130, 120}, {90, 85, 80}, Texture::speckles, 14}));
  }
  for (int i = b.random.between(0, 3); i > 0; --i) {
    draw_house(b, {b.width * b.between(-0.05F, 0.85F), near + b.height * b.between(0, 0.25F),
                   b.width * b.between(0.12F, 0.3F), b.height * b.between(0.12F, 0.3F)});
  }
  for (int i = b.random.between(3, 9); i > 0; --i) {
    const float base = b.between(0, 1);
    draw_tree(b, {b.width * b.between(0, 1), near + (b.height - near) * base,
                  b.height * (0.15F + 0.45F * base) * b.between(0.7F, 1.2F)});
  }
}

void draw_street(Brush& b) {
  const float pavement = b.height * b.between(0.65F, 0.85F);
  draw_sky(b, pavement);
  for (float x = -b.width * b.between(0, 0.2F); x < b.width;) {
    const float width = b.width * b.between(0.14F, 0.42F);
    if (b.chance(0.92)) draw_house(b, {x, pavement, width, b.height * b.between(0.3F, 0.85F)});
    if (b.chance(0.4)) {
      const float awning = pavement - b.height * b.between(0.15F, 0.25F);
      b.canvas.fill_rect(
          {x, awning, x + width * 0.8F, awning + b.height * 0.05F,
           b.textured({b.color(), {240, 240, 235}, Texture::stripes, b.between(8, 24)})});
    }
    x += width * b.between(0.95F, 1.1F);
  }
  const Rgb stone = b.tint(kBrown, 0.15F, 0.65F);
  b.canvas.fill_rect(
      {0, pavement, b.width, b.height,
       b.textured({stone, lighten(stone, 0.6F), b.chance(0.5) ? Texture::tiles : Texture::cloud,
                   b.between(16, 50)})});
  b.canvas.fill_rect(
      {0, pavement + b.height * b.between(0.06F, 0.12F), b.width, b.height,
       b.textured({{90, 90, 95}, {65, 65, 70}, Texture::speckles, b.between(6, 16)})});
  for (int i = b.random.between(0, 3); i > 0; --i) {
    draw_car(b, {b.width * b.between(-0.1F, 0.9F), b.height * b.between(0.84F, 0.99F),
                 b.width * b.between(0.18F, 0.4F)});
  }
  for (int i = b.random.between(0, 3); i > 0; --i) {
    draw_tree(b, {b.width * b.between(0, 1), b.height * b.between(0.8F, 0.95F),
                  b.height * b.between(0.3F, 0.7F)});
  }
  for (int i = b.random.between(0, 2); i > 0; --i) {
    const float x = b.width * b.between(0, 1), top = b.height * b.between(0.05F, 0.4F);
    b.canvas.draw_line({{x, top}, {x, b.height * 0.9F}, b.between(3, 8), b.plain({50, 50, 50})});
    b.canvas.fill_ellipse({{x, top}, b.between(8, 18), b.between(6, 14), b.plain({250, 240, 190})});
  }
}

// Close by, with what hangs on it.
void draw_wall(Brush& b) {
  b.canvas.fill_rect({0, 0, b.width, b.height, b.any_texture({b.color(0.4F), b.between(30, 90)})});
  for (int i = b.random.between(1, 4); i > 0; --i) {  // patches of other plaster
    const Rgb patch = b.color(0.3F);
    b.canvas.fill_ellipse(
        {{b.width * b.between(0, 1), b.height * b.between(0, 1)},
         b.width * b.between(0.08F, 0.3F),
         b.height * b.between(0.08F, 0.3F),
         b.textured({patch, lighten(patch, 0.7F), Texture::cloud, b.between(8, 40)})});
  }
  for (int i = b.random.between(2, 7); i > 0; --i) {  // posters
    const float x = b.width * b.between(-0.1F, 0.85F), y = b.height * b.between(-0.1F, 0.85F);
    const float width = b.width * b.between(0.1F, 0.35F), height = b.height * b.between(0.1F, 0.4F);
    b.canvas.fill_rect(
        {x, y, x + width, y + height, b.any_texture({b.color(), b.between(10, 40)})});
    for (int j = b.random.between(1, 5); j > 0; --j) {
      const Point center{x + width * b.between(0.15F, 0.85F), y + height * b.between(0.15F, 0.85F)};
      const float radius = std::min(width, height) * b.between(0.06F, 0.22F);
      if (b.chance(0.5)) {
        b.canvas.fill_ellipse({center, radius, radius, b.plain(b.color())});
      } else {
        b.canvas.fill_rect({center.x - radius, center.y - radius / 2, center.x + radius,
                            center.y + radius / 2, b.plain(b.color())});
      }
    }
  }
  for (int i = b.random.between(1, 4); i > 0; --i) {  // pipes and cables
    const Point from{b.width * b.between(0, 1), 0}, to{b.width * b.between(0, 1), b.height};
    b.canvas.draw_line({from, to, b.between(2, 14), b.plain(b.color(0.15F))});
  }
}

}  // namespace maillon::simulate
