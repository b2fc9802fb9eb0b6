// Made-up photographs: landscapes, streets, rooms, laid tables, still lifes, walls and shelves.
// Nobody is in them.
#pragma once

#include <array>
#include <cstdint>

#include "simulate/canvas.h"
#include "simulate/random.h"

namespace maillon::simulate {

// The scene of that number, 320 to 640 pixels long and 240 to 480 wide, upright or across.
// Two scenes have nothing in common but how they are drawn.
Canvas draw_scene(uint64_t scene);

struct Textured {
  Rgb color, other;
  Texture texture;
  float scale;
};
struct OfOneColor {
  Rgb color;
  float scale;
};

// Its parts: where they draw and with what luck.
struct Brush {
  Canvas& canvas;
  Random& random;
  float width, height;
  float hue;  // of the scene: most of its colours are near to it or opposite

  float between(float low, float high) {
    return low + (high - low) * static_cast<float>(random.unit());
  }
  bool chance(double p) { return random.chance(p); }
  Rgb color(float lowest_value = 0.2F, float highest_value = 0.95F);
  Rgb tint(float hue_of_it, float saturation, float value);  // roughly that
  Paint plain(const Rgb& color);
  Paint textured(const Textured& how);
  Paint any_texture(const OfOneColor& how);
};

// Where a thing stands: what the numbers mean says who takes them.
using Three = std::array<float, 3>;
using Four = std::array<float, 4>;

// One kind of scene each; they fill the whole canvas.
void draw_landscape(Brush& brush);
void draw_street(Brush& brush);
void draw_room(Brush& brush);
void draw_laid_table(Brush& brush);
void draw_still_life(Brush& brush);
void draw_wall(Brush& brush);
void draw_shelves(Brush& brush);

}  // namespace maillon::simulate
