// Photographs of made-up posts: a scene, and what becomes of it on its way to a post.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "simulate/canvas.h"

namespace maillon::simulate {

// docs/simulate.md says how far each goes. All but `none` are written anew at JPEG quality
// 40 to 92, and a third of those after `scaled` are scaled besides.
enum class Alteration : uint8_t {
  none,  // the same bytes wherever the scene is used unaltered
  reencoded,
  scaled,
  tone,
  light_crop,
  crop,
  mirror,
  border,
  text,
  collage,
  screenshot,
};
inline constexpr std::size_t kAlterations = 11;
std::string_view to_name(Alteration alteration);  // as above, without underscores

struct PictureRecipe {
  uint64_t scene = 0;
  uint64_t second = 0;  // the other scene of a collage
  Alteration alteration = Alteration::none;
  uint64_t seed = 0;  // by how much, and where
  std::string text;   // painted by Alteration::text, in the letters of pixel_font.h
};

// The pixels, before they are written as JPEG; 120 pixels a side or more.
Canvas draw_picture(const PictureRecipe& recipe);
// At which quality it is written.
int jpeg_quality(const PictureRecipe& recipe);
// The file, by libjpeg-turbo: its bytes depend on the recipe and that library's version only.
std::string make_jpeg(const PictureRecipe& recipe);

}  // namespace maillon::simulate
