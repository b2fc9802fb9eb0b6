// Scenes within walls: rooms, tables, shelves, and coloured bodies on a board.
#include <algorithm>
#include <cmath>

#include "simulate/scenes.h"

namespace maillon::simulate {
namespace {

constexpr float kWood = 0.08F;

Paint wood(Brush& b, float scale) {
  const Rgb color = b.tint(kWood, 0.5F, 0.6F);
  return b.textured({color, lighten(color, 0.55F), Texture::planks, scale});
}

Paint round_paint(Brush& b, const Rgb& color, Point center, float radius) {
  Paint paint = b.any_texture({color, b.between(8, 30)});
  paint.lit_x = center.x - radius * b.between(0, 0.5F);
  paint.lit_y = center.y - radius * b.between(0.2F, 0.6F);
  paint.lit_radius = radius * b.between(1.2F, 1.8F);
  return paint;
}

void draw_shadow(Brush& b, Point center, float radius_x, float radius_y) {
  b.canvas.fill_ellipse({{center.x + radius_x * 0.25F, center.y + radius_y * 0.3F},
                         radius_x,
                         radius_y,
                         b.plain({45, 40, 40})});
}

// A box seen from the front and above.
void draw_box(Brush& b, const Four& place) {
  const auto [left, base, width, height] = place;
  const Rgb color = b.color(0.3F);
  const float depth = width * b.between(0.15F, 0.4F), top = base - height;
  const Point side[] = {{left + width, top},
                        {left + width + depth, top - depth * 0.6F},
                        {left + width + depth, base - depth * 0.6F},
                        {left + width, base}};
  const Point lid[] = {{left, top},
                       {left + depth, top - depth * 0.6F},
                       {left + width + depth, top - depth * 0.6F},
                       {left + width, top}};
  b.canvas.fill_polygon(side, b.plain(lighten(color, 0.55F)));
  b.canvas.fill_polygon(lid, b.plain(lighten(color, 1.25F)));
  b.canvas.fill_rect({left, top, left + width, base, b.any_texture({color, b.between(6, 24)})});
}

void draw_frame(Brush& b, const Four& place) {
  const auto [left, top, width, height] = place;
  b.canvas.fill_rect({left, top, left + width, top + height, wood(b, 5)});
  const float rim = std::min(width, height) * 0.1F;
  const Rgb inside = b.color();
  b.canvas.fill_rect({left + rim, top + rim, left + width - rim, top + height - rim,
                      b.textured({inside, b.color(), Texture::cloud, b.between(8, 40)})});
}

void draw_window(Brush& b, const Four& place) {
  const auto [left, top, width, height] = place;
  b.canvas.fill_rect({left, top, left + width, top + height, b.plain({235, 235, 230})});
  const Rgb sky = b.tint(0.58F, 0.4F, 0.9F);
  const float half_x = width / 2, half_y = height / 2;
  for (int i = 0; i < 4; ++i) {
    const float x = left + (i % 2 == 0 ? 0 : half_x), y = top + (i < 2 ? 0 : half_y);
    b.canvas.fill_rect({x + 4, y + 4, x + half_x - 4, y + half_y - 4,
                        b.textured({sky, {250, 250, 250}, Texture::cloud, b.between(20, 60)})});
  }
  const Paint curtain = b.textured({b.color(), b.color(), Texture::stripes, b.between(5, 16)});
  b.canvas.fill_rect({left - width * 0.15F, top - 6, left + width * b.between(0.02F, 0.25F),
                      top + height * b.between(1, 1.3F), curtain});
}

void draw_bottle(Brush& b, const Four& place) {
  const auto [x, base, width, height] = place;
  const Rgb glass = b.color(0.25F, 0.8F);
  Paint paint = b.plain(glass);
  paint.lit_x = x + width * 0.3F;
  paint.lit_y = base - height * 0.6F;
  paint.lit_radius = height * 0.8F;
  b.canvas.fill_rect({x, base - height * 0.7F, x + width, base, paint});
  b.canvas.fill_ellipse({{x + width / 2, base - height * 0.7F}, width / 2, width * 0.35F, paint});
  b.canvas.fill_rect(
      {x + width * 0.32F, base - height, x + width * 0.68F, base - height * 0.65F, paint});
  b.canvas.fill_rect(
      {x, base - height * 0.5F, x + width, base - height * 0.25F, b.plain(b.color(0.6F))});
}

void draw_table(Brush& b, const Four& place) {
  const auto [left, top, width, base] = place;
  const Rgb color = b.tint(kWood, 0.5F, 0.45F);
  for (const float leg : {0.06F, 0.88F}) {
    b.canvas.fill_rect(
        {left + width * leg, top, left + width * (leg + 0.06F), base, b.plain(color)});
  }
  b.canvas.fill_rect({left, top, left + width, top + b.height * 0.04F, wood(b, 9)});
}

void draw_chair(Brush& b, const Four& place) {
  const auto [left, seat, size, base] = place;
  const Paint paint = b.plain(b.color(0.2F, 0.8F));
  b.canvas.fill_rect({left, seat - size, left + size * 0.12F, base, paint});
  for (int i = 1; i < 4; ++i) {
    const float y = seat - size * 0.28F * static_cast<float>(i);
    b.canvas.fill_rect({left, y, left + size * 0.8F, y + size * 0.1F, paint});
  }
  b.canvas.fill_rect({left, seat, left + size, seat + size * 0.14F, paint});
  b.canvas.fill_rect({left + size * 0.86F, seat, left + size, base, paint});
}

// What lies on a plate.
void draw_food(Brush& b, Point center, float radius) {
  for (int i = b.random.between(3, 9); i > 0; --i) {
    const Point at{center.x + radius * b.between(-0.55F, 0.55F),
                   center.y + radius * b.between(-0.55F, 0.55F)};
    const float size = radius * b.between(0.12F, 0.35F);
    const Rgb color =
        from_hsv({b.between(0, 0.36F), b.between(0.4F, 0.9F), b.between(0.35F, 0.95F)});
    Paint paint = round_paint(b, color, at, size);
    b.canvas.fill_ellipse({at, size * b.between(0.7F, 1.5F), size, paint});
  }
}

}  // namespace

void draw_room(Brush& b) {
  const float floor = b.height * b.between(0.6F, 0.8F);
  b.canvas.fill_rect({0, 0, b.width, floor, b.any_texture({b.color(0.5F), b.between(20, 70)})});
  b.canvas.fill_rect({0, floor, b.width, b.height, wood(b, b.between(10, 40))});
  b.canvas.fill_rect({0, floor - 5, b.width, floor + 3, b.plain(b.color(0.3F))});
  if (b.chance(0.7)) {
    draw_window(b, {b.width * b.between(0.05F, 0.65F), b.height * b.between(0.05F, 0.2F),
                    b.width * b.between(0.15F, 0.35F), b.height * b.between(0.25F, 0.45F)});
  }
  for (int i = b.random.between(1, 4); i > 0; --i) {
    draw_frame(b, {b.width * b.between(0, 0.85F), b.height * b.between(0.04F, 0.4F),
                   b.width * b.between(0.08F, 0.2F), b.height * b.between(0.1F, 0.25F)});
  }
  for (int i = b.random.between(1, 3); i > 0; --i) {  // wardrobes, beds, boxes
    draw_box(b, {b.width * b.between(-0.1F, 0.8F), floor + b.height * b.between(0.02F, 0.15F),
                 b.width * b.between(0.15F, 0.4F), b.height * b.between(0.15F, 0.55F)});
  }
  if (b.chance(0.7)) {
    const float left = b.width * b.between(0, 0.6F), top = b.height * b.between(0.55F, 0.7F);
    const float width = b.width * b.between(0.25F, 0.45F);
    draw_table(b, {left, top, width, b.height * b.between(0.85F, 0.97F)});
    for (int i = b.random.between(1, 4); i > 0; --i) {
      draw_bottle(b, {left + width * b.between(0.05F, 0.85F), top,
                      b.width * b.between(0.02F, 0.05F), b.height * b.between(0.08F, 0.2F)});
    }
  }
  for (int i = b.random.between(0, 2); i > 0; --i) {
    draw_chair(b, {b.width * b.between(0, 0.85F), b.height * b.between(0.65F, 0.78F),
                   b.height * b.between(0.15F, 0.25F), b.height * b.between(0.88F, 0.99F)});
  }
  if (b.chance(0.5)) {
    const Point rug{b.width * b.between(0.2F, 0.8F), b.height * b.between(0.88F, 1)};
    b.canvas.fill_ellipse({rug, b.width * b.between(0.15F, 0.35F), b.height * 0.08F,
                           b.any_texture({b.color(), b.between(10, 30)})});
  }
}

void draw_laid_table(Brush& b) {
  const Rgb cloth = b.color(0.4F);
  b.canvas.fill_rect(
      {0, 0, b.width, b.height,
       b.chance(0.5) ? wood(b, b.between(25, 80)) : b.any_texture({cloth, b.between(20, 60)})});
  for (int i = b.random.between(1, 3); i > 0; --i) {  // napkins, boards
    const Point at{b.width * b.between(0, 1), b.height * b.between(0, 1)};
    const float x = b.width * b.between(0.1F, 0.25F), y = b.height * b.between(0.1F, 0.3F);
    const Point corners[] = {{at.x - x, at.y - y * 0.6F},
                             {at.x + x * 0.7F, at.y - y},
                             {at.x + x, at.y + y * 0.6F},
                             {at.x - x * 0.7F, at.y + y}};
    b.canvas.fill_polygon(corners, b.any_texture({b.color(), b.between(8, 30)}));
  }
  const float flat = b.between(0.6F, 1);
  for (int i = b.random.between(2, 6); i > 0; --i) {
    const Point center{b.width * b.between(0.05F, 0.95F), b.height * b.between(0.05F, 0.95F)};
    const float radius = b.width * b.between(0.09F, 0.24F);
    draw_shadow(b, center, radius, radius * flat);
    const Rgb china = b.chance(0.6) ? Rgb{235, 232, 225} : b.color(0.5F);
    b.canvas.fill_ellipse({center, radius, radius * flat, b.plain(china)});
    b.canvas.fill_ellipse(
        {center, radius * 0.72F, radius * 0.72F * flat, b.plain(lighten(china, 0.85F))});
    draw_food(b, center, radius * 0.8F);
  }
  for (int i = b.random.between(1, 5); i > 0; --i) {  // cups from above
    const Point center{b.width * b.between(0, 1), b.height * b.between(0, 1)};
    const float radius = b.width * b.between(0.04F, 0.09F);
    draw_shadow(b, center, radius, radius * flat);
    b.canvas.fill_ellipse({center, radius, radius * flat, b.plain(b.color(0.5F))});
    b.canvas.fill_ellipse(
        {center, radius * 0.75F, radius * 0.75F * flat, b.plain(b.color(0.1F, 0.5F))});
  }
  for (int i = b.random.between(2, 6); i > 0; --i) {  // knives and forks
    const Point from{b.width * b.between(0, 1), b.height * b.between(0, 1)};
    const Point to{from.x + b.width * b.between(-0.1F, 0.1F),
                   from.y + b.height * b.between(0.1F, 0.35F)};
    b.canvas.draw_line({from, to, b.between(3, 8), b.plain({190, 190, 195})});
  }
}

void draw_still_life(Brush& b) {
  const float edge = b.height * b.between(0.3F, 0.6F);
  b.canvas.fill_rect({0, 0, b.width, edge, b.any_texture({b.color(0.3F), b.between(20, 90)})});
  b.canvas.fill_rect(
      {0, edge, b.width, b.height, b.any_texture({b.color(0.3F), b.between(15, 70)})});
  for (int i = b.random.between(0, 3); i > 0; --i) {  // cloth behind
    const float x = b.width * b.between(-0.1F, 1);
    b.canvas.fill_rect({x, 0, x + b.width * b.between(0.06F, 0.3F), edge,
                        b.any_texture({b.color(), b.between(8, 40)})});
  }
  for (int i = b.random.between(5, 12); i > 0; --i) {
    const float x = b.width * b.between(0, 1),
                base = edge + (b.height - edge) * b.between(0, 0.95F);
    const float size = b.height * b.between(0.08F, 0.28F);
    const double kind = b.random.unit();
    if (kind < 0.4) {
      const Point center{x, base - size * 0.5F};
      draw_shadow(b, {x, base - size * 0.1F}, size * 0.6F, size * 0.2F);
      b.canvas.fill_ellipse(
          {center, size * 0.5F, size * 0.5F, round_paint(b, b.color(0.4F), center, size * 0.5F)});
    } else if (kind < 0.7) {
      draw_box(b, {x - size / 2, base, size * b.between(0.5F, 1.3F), size});
    } else if (kind < 0.85) {
      draw_bottle(b, {x, base, size * 0.35F, size * 1.5F});
    } else {
      const Point cone[] = {
          {x - size * 0.4F, base}, {x, base - size * 1.2F}, {x + size * 0.4F, base}};
      b.canvas.fill_polygon(cone, b.any_texture({b.color(0.3F), b.between(8, 24)}));
    }
  }
}

void draw_shelves(Brush& b) {
  b.canvas.fill_rect({0, 0, b.width, b.height, b.any_texture({b.color(0.3F), b.between(20, 60)})});
  const int rows = b.random.between(2, 5);
  const float step = b.height / static_cast<float>(rows), lift = b.between(-0.3F, 0.3F) * step;
  const Paint board = wood(b, b.between(5, 12));
  for (int row = 0; row <= rows; ++row) {
    const float base = step * static_cast<float>(row + 1) + lift;
    for (float x = b.width * b.between(-0.05F, 0.1F); x < b.width;) {
      const float width = b.width * b.between(0.02F, 0.14F), height = step * b.between(0.3F, 0.85F);
      const double kind = b.random.unit();
      if (kind < 0.45) {
        b.canvas.fill_rect({x, base - height, x + width * 0.6F, base, b.plain(b.color())});
      } else if (kind < 0.6) {
        draw_bottle(b, {x, base, width * 0.5F, height});
      } else if (kind < 0.8) {
        draw_box(b, {x, base, width, height * 0.7F});
      } else if (kind < 0.9) {
        const Point center{x + width / 2, base - width / 2};
        b.canvas.fill_ellipse(
            {center, width / 2, width / 2, round_paint(b, b.color(), center, width / 2)});
      }
      x += width * (kind < 0.45 ? 0.62F : 1.15F);
    }
    b.canvas.fill_rect({0, base, b.width, base + step * 0.07F, board});
  }
}

}  // namespace maillon::simulate
