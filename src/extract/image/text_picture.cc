#include "extract/image/text_picture.h"

#include <algorithm>
#include <array>
#include <utility>

#include "extract/image/pyramid.h"

namespace maillon::extract {

namespace {

// All in pixels of one level of the pyramid, where letters are 12 to 24 pixels high.
constexpr int kContrast = 32;      // grey levels within two pixels: the flank of a stroke
constexpr int kWidestStroke = 12;  // from flank to flank
constexpr int kWindow = 72;        // five to ten letters
constexpr int kWindowStep = 8;
constexpr int kLeastStrokes = 12;  // in a row of the window
constexpr int kLeastRows = 6;      // such rows one below the other ...
constexpr int kRowsMissing = 1;  // ... with gaps of no more than this: rows through a bar of E or 5
constexpr int kLevels = 4;
constexpr int kLeastSide = 16;

// The flanks of a row: -1 or 1 where it gets darker or lighter at once, else 0.
void find_flanks(const uint8_t* row, int width, std::vector<int8_t>& flanks) {
  for (int x = 1; x + 1 < width; ++x) {
    const int slope = row[x + 1] - row[x - 1];
    flanks[static_cast<std::size_t>(x)] =
        static_cast<int8_t>((slope >= kContrast) - (slope <= -kContrast));
  }
}

// Adds one to `total` from each place on where a flank follows the opposite one. A flank counts
// that stands below another of the row above: noise makes few of those.
void count_strokes(const std::vector<int8_t>& above, const std::vector<int8_t>& flanks,
                   std::vector<uint32_t>& total) {
  int8_t last = 0;
  int last_x = 0;
  uint32_t strokes = 0;
  for (std::size_t x = 1; x + 1 < flanks.size(); ++x) {
    const int8_t flank = flanks[x];
    if (flank != 0 && (above[x - 1] == flank || above[x] == flank || above[x + 1] == flank)) {
      const int at = static_cast<int>(x);
      if (last == -flank && at - last_x <= kWidestStroke) ++strokes;
      last = flank;
      last_x = at;
    }
    total[x] = strokes;
  }
  total[flanks.size() - 1] = strokes;
}

bool has_line(const Plane<uint8_t>& picture) {
  const auto width = static_cast<std::size_t>(picture.width);
  std::vector<int8_t> above(width, 0), flanks(width, 0);
  std::vector<uint32_t> total(width, 0);
  struct Run {
    int rows = 0, missing = 0;
  };
  std::vector<Run> runs(width / kWindowStep + 1);
  for (int y = 0; y < picture.height; ++y) {
    find_flanks(picture.row(y), picture.width, flanks);
    count_strokes(above, flanks, total);
    std::swap(above, flanks);
    for (std::size_t i = 0; i < runs.size(); ++i) {
      const std::size_t begin = i * kWindowStep, end = std::min(begin + kWindow, width) - 1;
      if (begin >= end) break;
      Run& run = runs[i];
      if (total[end] - total[begin] >= kLeastStrokes) {
        run.missing = 0;
        if (++run.rows >= kLeastRows) return true;
      } else if (++run.missing > kRowsMissing) {
        run = {};
      }
    }
  }
  return false;
}

Plane<uint8_t> shrink(const uint8_t* pixels, int width, int height, std::ptrdiff_t stride,
                      int64_t to, int64_t from) {
  const auto scaled = [&](int side) { return std::max(1, static_cast<int>(side * to / from)); };
  return shrink_by_area(pixels, width, height, stride, scaled(width), scaled(height));
}

constexpr std::array<std::string_view, 3> kWishNames = {"none", "likely", "all"};

}  // namespace

std::string_view to_name(TextWish wish) {
  return kWishNames[static_cast<std::size_t>(wish)];
}
std::optional<TextWish> parse_text_wish(std::string_view name) {
  for (std::size_t i = 0; i < kWishNames.size(); ++i) {
    if (kWishNames[i] == name) return static_cast<TextWish>(i);
  }
  return std::nullopt;
}

bool may_hold_text(const GreyPicture& picture) {
  Plane<uint8_t> level;
  level.width = static_cast<int>(picture.width);
  level.height = static_cast<int>(picture.height);
  level.values = picture.grey;
  for (int i = 0; i < kLevels && std::min(level.width, level.height) >= kLeastSide; ++i) {
    if (has_line(level)) return true;
    level = shrink(level.row(0), level.width, level.height, level.width, 1, 2);
  }
  return false;
}

GreyPicture bounded_for_reading(const GrayView& picture) {
  const int longer = std::max(picture.width, picture.height);
  if (std::min(picture.width, picture.height) <= 0) return {};
  Plane<uint8_t> out = shrink(picture.pixels, picture.width, picture.height, picture.stride,
                              std::min(longer, static_cast<int>(kReadSideMax)), longer);
  return {static_cast<uint32_t>(out.width), static_cast<uint32_t>(out.height),
          std::move(out.values)};
}

std::string to_pgm(uint32_t width, uint32_t height, const std::vector<uint8_t>& grey) {
  std::string pgm = "P5\n" + std::to_string(width) + " " + std::to_string(height) + "\n255\n";
  pgm.append(grey.begin(), grey.end());
  return pgm;
}

}  // namespace maillon::extract
