#include "simulate/scenes.h"

#include <iterator>

namespace maillon::simulate {
namespace {

constexpr uint64_t kSceneStream = 0x7363656e65ULL;

struct Size {
  uint32_t width, height;
};
Size draw_size(Random& random) {
  constexpr Size kShapes[] = {{4, 3}, {4, 3}, {3, 2}, {16, 9}, {1, 1}, {3, 4}, {3, 4}, {2, 3}};
  const Size shape = random.pick(kShapes);
  const bool is_upright = shape.height > shape.width;
  const auto longer = static_cast<uint32_t>(random.between(320, 640));
  const uint32_t shorter =
      is_upright ? longer * shape.width / shape.height : longer * shape.height / shape.width;
  const uint32_t cut = std::min(std::max(shorter, 240U), 480U);
  return is_upright ? Size{cut, longer} : Size{longer, cut};
}

}  // namespace

Rgb Brush::tint(float hue_of_it, float saturation, float value) {
  return from_hsv({hue_of_it + between(-0.04F, 0.04F), saturation * between(0.7F, 1.2F),
                   value * between(0.75F, 1.1F)});
}

Rgb Brush::color(float lowest_value, float highest_value) {
  const float turn = chance(0.5) ? between(-0.1F, 0.1F) : between(0, 1);
  return from_hsv({hue + turn, between(0.1F, 0.8F), between(lowest_value, highest_value)});
}

Paint Brush::plain(const Rgb& color) {
  Paint paint;
  paint.color = paint.other = color;
  paint.across = between(-0.3F, 0.3F);
  paint.down = between(-0.3F, 0.3F);
  return paint;
}

Paint Brush::textured(const Textured& how) {
  Paint paint = plain(how.color);
  paint.other = how.other;
  paint.texture = how.texture;
  paint.scale = how.scale;
  paint.seed = random.next();
  return paint;
}

Paint Brush::any_texture(const OfOneColor& how) {
  constexpr Texture kTextures[] = {Texture::bricks,  Texture::planks,   Texture::tiles,
                                   Texture::stripes, Texture::speckles, Texture::cloud,
                                   Texture::plain,   Texture::cloud};
  const Texture texture = random.pick(kTextures);
  return textured({how.color, lighten(how.color, between(0.55F, 1.35F)), texture, how.scale});
}

Canvas draw_scene(uint64_t scene) {
  Random random = Random::of({kSceneStream, scene});
  const Size size = draw_size(random);
  Canvas canvas(size.width, size.height);
  Brush brush{canvas, random, static_cast<float>(size.width), static_cast<float>(size.height),
              static_cast<float>(random.unit())};
  constexpr void (*kKinds[])(Brush&) = {draw_landscape,  draw_street, draw_room,   draw_laid_table,
                                        draw_still_life, draw_wall,   draw_shelves};
  kKinds[random.below(static_cast<uint32_t>(std::size(kKinds)))](brush);
  const float patch = brush.width / brush.between(3, 7), depth = brush.between(0.12F, 0.3F);
  const int grain = random.between(2, 7);
  canvas.finish(patch, depth, grain, random.next());
  return canvas;
}

}  // namespace maillon::simulate
