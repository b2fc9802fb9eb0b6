#include "simulate/pictures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

#include "base/check.h"
#include "extract/image/encode_jpeg.h"
#include "simulate/pixel_font.h"
#include "simulate/random.h"
#include "simulate/scenes.h"

namespace maillon::simulate {
namespace {

constexpr uint64_t kPixelStream = 0x706978656cULL, kQualityStream = 0x6a706567ULL;
constexpr float kShortestSide = 120;

float between(Random& random, float low, float high) {
  return low + (high - low) * static_cast<float>(random.unit());
}

Paint flat(const Rgb& color) {
  Paint paint;
  paint.color = paint.other = color;
  return paint;
}

// Two neighbours of a pixel along one side, and the share of the second in 256ths.
struct Tap {
  uint32_t first, second;
  int share;
};
std::vector<Tap> make_taps(uint32_t from, uint32_t to) {
  std::vector<Tap> taps(to);
  for (uint32_t i = 0; i < to; ++i) {
    const int64_t at = std::max<int64_t>(
        0, (int64_t{2} * i + 1) * from * 128 / to - 128);  // the middle, in 256ths of a pixel
    const auto first = static_cast<uint32_t>(at >> 8);
    taps[i] = {std::min(first, from - 1), std::min(first + 1, from - 1),
               static_cast<int>(at & 255)};
  }
  return taps;
}

// Bilinear; good from half the size upwards.
void paste(const Canvas& from, uint32_t left, uint32_t top, uint32_t width, uint32_t height,
           Canvas& to) {
  const std::vector<Tap> across = make_taps(from.width(), width);
  const std::vector<Tap> down = make_taps(from.height(), height);
  std::vector<int> row(std::size_t{from.width()} * 3);
  for (uint32_t y = 0; y < height; ++y) {
    const uint8_t* upper = from.row(down[y].first);
    const uint8_t* lower = from.row(down[y].second);
    for (std::size_t i = 0; i < row.size(); ++i) {
      row[i] = upper[i] * 256 + (lower[i] - upper[i]) * down[y].share;
    }
    uint8_t* pixel = to.row(top + y) + std::size_t{left} * 3;
    for (const Tap& tap : across) {
      const int* first = row.data() + std::size_t{tap.first} * 3;
      const int* second = row.data() + std::size_t{tap.second} * 3;
      for (int c = 0; c < 3; ++c) {
        const int level = first[c] * 256 + (second[c] - first[c]) * tap.share;
        *pixel++ = static_cast<uint8_t>((level + (1 << 15)) >> 16);
      }
    }
  }
}

uint32_t scaled_side(uint32_t side, float factor) {
  return std::max(1U, static_cast<uint32_t>(std::lround(static_cast<float>(side) * factor)));
}

Canvas scale(const Canvas& canvas, float factor) {
  const auto shorter = static_cast<float>(std::min(canvas.width(), canvas.height()));
  factor = std::clamp(factor, std::min(1.0F, kShortestSide / shorter), 1.0F);
  Canvas out(scaled_side(canvas.width(), factor), scaled_side(canvas.height(), factor));
  paste(canvas, 0, 0, out.width(), out.height(), out);
  return out;
}

// Each side loses a share between those.
Canvas crop(const Canvas& canvas, float least, float most, Random& random) {
  const uint32_t width = scaled_side(canvas.width(), 1 - between(random, least, most));
  const uint32_t height = scaled_side(canvas.height(), 1 - between(random, least, most));
  const uint32_t left = random.below(canvas.width() - width + 1);
  const uint32_t top = random.below(canvas.height() - height + 1);
  Canvas out(width, height);
  for (uint32_t y = 0; y < height; ++y) {
    std::memcpy(out.row(y), canvas.row(top + y) + std::size_t{left} * 3, std::size_t{width} * 3);
  }
  return out;
}

void mirror(Canvas& canvas) {
  for (uint32_t y = 0; y < canvas.height(); ++y) {
    uint8_t* left = canvas.row(y);
    uint8_t* right = left + std::size_t{canvas.width() - 1} * 3;
    for (; left < right; left += 3, right -= 3) std::swap_ranges(left, left + 3, right);
  }
}

void change_tone(Canvas& canvas, Random& random) {
  const float contrast = between(random, 0.88F, 1.12F), brightness = between(random, -14, 14);
  std::array<std::array<uint8_t, 256>, 3> levels{};
  for (auto& channel : levels) {
    const float gain = contrast * between(random, 0.95F, 1.05F);
    for (int i = 0; i < 256; ++i) {
      const float level = (static_cast<float>(i) - 128) * gain + 128 + brightness;
      channel[static_cast<std::size_t>(i)] = static_cast<uint8_t>(std::clamp(level, 0.0F, 255.0F));
    }
  }
  for (uint32_t y = 0; y < canvas.height(); ++y) {
    uint8_t* pixel = canvas.row(y);
    for (uint32_t x = 0; x < canvas.width(); ++x) {
      for (std::size_t c = 0; c < 3; ++c, ++pixel) *pixel = levels[c][*pixel];
    }
  }
}

Canvas add_border(const Canvas& canvas, Random& random) {
  const auto rim =
      static_cast<uint32_t>(between(random, 0.03F, 0.12F) * static_cast<float>(canvas.width()));
  Canvas out(canvas.width() + 2 * rim, canvas.height() + 2 * rim);
  const float grey = random.chance(0.5) ? 250 : 15;
  const Paint paint =
      random.chance(0.7)
          ? flat({grey, grey, grey})
          : flat({between(random, 0, 255), between(random, 0, 255), between(random, 0, 255)});
  out.fill_rect({0, 0, static_cast<float>(out.width()), static_cast<float>(out.height()), paint});
  paste(canvas, rim, rim, canvas.width(), canvas.height(), out);
  return out;
}

// One line across the upper, middle or lower part, on a bar or as it is.
void add_text(Canvas& canvas, std::string_view text, Random& random) {
  if (text.empty()) return;
  const auto width = static_cast<float>(canvas.width()),
             height = static_cast<float>(canvas.height());
  const float length = kGlyphStep * static_cast<float>(text.size()) - 1;
  const float widest = width * between(random, 0.5F, 0.9F) / length;
  const float dot = std::max(1.0F, std::min(widest, height * 0.1F / kGlyphHeight));
  const float left = std::max(2.0F, (width - length * dot) * between(random, 0.1F, 0.9F));
  const float top =
      (height - kGlyphHeight * dot) *
      (random.chance(0.5) ? between(random, 0.82F, 0.97F) : between(random, 0.03F, 0.6F));
  const bool is_light = random.chance(0.6);
  const Paint ink =
      is_light ? flat({255, 255, random.chance(0.5) ? 80.0F : 255.0F}) : flat({20, 10, 10});
  const Paint ground = is_light ? flat({20, 20, 30}) : flat({250, 245, 235});
  if (random.chance(0.5)) {
    canvas.fill_rect({left - 2 * dot, top - 2 * dot, left + (length + 2) * dot,
                      top + (kGlyphHeight + 2) * dot, ground});
  } else {
    paint_text(canvas, text, {left + dot * 0.5F, top + dot * 0.5F}, dot, ground);
  }
  paint_text(canvas, text, {left, top}, dot, ink);
}

// Beside each other, at the height of the first; or one above the other.
Canvas make_collage(const Canvas& first, const Canvas& second, Random& random) {
  const bool is_beside = random.chance(0.6);
  const uint32_t side = is_beside ? first.height() : first.width();
  const uint32_t other =
      is_beside ? second.width() * side / second.height() : second.height() * side / second.width();
  const uint32_t length = std::clamp(other, side / 2, side * 2);
  Canvas out =
      is_beside ? Canvas(first.width() + length, side) : Canvas(side, first.height() + length);
  paste(first, 0, 0, first.width(), first.height(), out);
  if (is_beside) {
    paste(second, first.width(), 0, length, side, out);
  } else {
    paste(second, 0, first.height(), side, length, out);
  }
  return out;
}

// The picture on a page of a telephone, with bars and lines of what is no text.
Canvas make_screenshot(const Canvas& canvas, Random& random) {
  const Canvas small = scale(canvas, between(random, 0.7F, 1));
  const auto margin = static_cast<uint32_t>(random.between(0, 24));
  const auto above = static_cast<uint32_t>(random.between(30, 80));
  const auto below = static_cast<uint32_t>(random.between(60, 200));
  Canvas out(small.width() + 2 * margin, small.height() + above + below);
  const auto width = static_cast<float>(out.width());
  const float page = random.chance(0.7) ? 248 : 28;
  const Paint ink = page > 100 ? flat({60, 60, 66}) : flat({200, 200, 205});
  out.fill_rect({0, 0, width, static_cast<float>(out.height()), flat({page, page, page})});
  const Paint bar =
      flat({between(random, 20, 230), between(random, 20, 230), between(random, 20, 230)});
  out.fill_rect({0, 0, width, 22, bar});
  std::string clock = std::to_string(random.between(10, 23)) + ".";
  clock += std::to_string(random.between(10, 59));
  paint_text(out, clock, {6, 6}, 1.5F, flat({255, 255, 255}));
  paste(small, margin, above, small.width(), small.height(), out);
  auto y = static_cast<float>(above + small.height()) + 10;
  for (; y + 8 < static_cast<float>(out.height()); y += 14) {
    float x = 8;
    const float end = width * between(random, 0.4F, 0.95F);
    while (x < end) {  // words
      const float word = between(random, 8, 40);
      out.fill_rect({x, y, std::min(x + word, end), y + 6, ink});
      x += word + 5;
    }
  }
  return out;
}

Canvas alter(Canvas canvas, const PictureRecipe& recipe, Random& random) {
  switch (recipe.alteration) {
    case Alteration::none:
    case Alteration::reencoded:
      return canvas;
    case Alteration::scaled:
      return scale(canvas, between(random, 0.5F, 1));
    case Alteration::tone:
      change_tone(canvas, random);
      return canvas;
    case Alteration::light_crop:
      return crop(canvas, 0.005F, 0.04F, random);
    case Alteration::crop:
      return crop(canvas, 0.1F, 0.4F, random);
    case Alteration::mirror:
      mirror(canvas);
      return canvas;
    case Alteration::border:
      return add_border(canvas, random);
    case Alteration::text:
      add_text(canvas, recipe.text, random);
      return canvas;
    case Alteration::collage:
      return make_collage(canvas, draw_scene(recipe.second), random);
    case Alteration::screenshot:
      return make_screenshot(canvas, random);
  }
  return canvas;
}

}  // namespace

std::string_view to_name(Alteration alteration) {
  constexpr std::string_view kNames[kAlterations] = {
      "none",   "reencoded", "scaled", "tone",    "light crop", "crop",
      "mirror", "border",    "text",   "collage", "screenshot"};
  return kNames[static_cast<std::size_t>(alteration)];
}

Canvas draw_picture(const PictureRecipe& recipe) {
  Random random = Random::of({kPixelStream, recipe.seed});
  Canvas canvas = alter(draw_scene(recipe.scene), recipe, random);
  if (recipe.alteration <= Alteration::scaled || !random.chance(1.0 / 3)) return canvas;
  return scale(canvas, between(random, 0.5F, 1));
}

int jpeg_quality(const PictureRecipe& recipe) {
  const bool is_first = recipe.alteration == Alteration::none;
  Random random = Random::of({kQualityStream, is_first ? recipe.scene : recipe.seed});
  return is_first ? random.between(80, 95) : random.between(40, 92);
}

std::string make_jpeg(const PictureRecipe& recipe) {
  const Canvas canvas = draw_picture(recipe);
  std::string file;
  const Result<void> done = extract::encode_jpeg(canvas.view(), jpeg_quality(recipe), file);
  CHECK(done.has_value());
  return file;
}

}  // namespace maillon::simulate
