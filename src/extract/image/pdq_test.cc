#include "extract/image/pdq.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "extract/image/decode.h"
#include "extract/image/made_pictures_test.h"
#include "extract/image/orient.h"
#include "extract/image/pdq_operator.h"

namespace maillon::extract {
namespace {

// PDQ told plainly: every pass in full, every sum one after the other.
struct PlainPdq {
  std::size_t width, height;
  std::vector<float> luma;

  void box(std::size_t n, std::size_t lines, std::size_t step, std::size_t line_step) {
    const std::vector<float> in = luma;
    const std::size_t window = (n + 127) / 128, half = (window + 2) / 2;
    for (std::size_t line = 0; line < lines; ++line) {
      float sum = 0;
      int count = 0;
      for (std::size_t at = 0; at < n + half - 1; ++at) {
        if (at < n) sum += in[line * line_step + at * step], ++count;
        if (at >= window) sum -= in[line * line_step + (at - window) * step], --count;
        if (at + 1 < half) continue;
        luma[line * line_step + (at + 1 - half) * step] = sum / static_cast<float>(count);
      }
    }
  }

  PdqResult hash() {
    if (width < 5 || height < 5) return {};
    for (int pass = 0; pass < 2 && (width != 64 || height != 64); ++pass) {
      box(width, height, 1, width);
      box(height, width, width, 1);
    }
    float plane[64][64], waves[16][64] = {}, block[16][16] = {};
    for (std::size_t i = 0; i < 64; ++i) {
      for (std::size_t j = 0; j < 64; ++j) {
        const auto y = static_cast<std::size_t>((static_cast<double>(i) + 0.5) *
                                                static_cast<double>(height) / 64);
        const auto x = static_cast<std::size_t>((static_cast<double>(j) + 0.5) *
                                                static_cast<double>(width) / 64);
        plane[i][j] = luma[y * width + x];
      }
    }
    const auto step = [](float u, float v) {
      return std::abs(static_cast<int>(((u - v) * 100) / 255));
    };
    int steps = 0;
    for (std::size_t i = 0; i < 64; ++i) {
      for (std::size_t j = 0; j < 64; ++j) {
        if (i < 63) steps += step(plane[i][j], plane[i + 1][j]);
        if (j < 63) steps += step(plane[i][j], plane[i][j + 1]);
      }
    }
    for (std::size_t i = 0; i < 16; ++i) {
      for (std::size_t j = 0; j < 64; ++j) {
        for (std::size_t k = 0; k < 64; ++k) waves[i][j] += pdq_waves()[i][k] * plane[k][j];
      }
    }
    for (std::size_t i = 0; i < 16; ++i) {
      for (std::size_t j = 0; j < 16; ++j) {
        for (std::size_t k = 0; k < 64; ++k) block[i][j] += waves[i][k] * pdq_waves()[j][k];
      }
    }
    std::vector<float> sorted(&block[0][0], &block[0][0] + 256);
    std::sort(sorted.begin(), sorted.end());
    PdqResult result;
    result.quality = std::min(100, steps / 90);
    for (std::size_t bit = 0; bit < 256; ++bit) {
      if ((&block[0][0])[bit] > sorted[127]) result.hash.word[3 - bit / 64] |= 1ULL << bit % 64;
    }
    return result;
  }
};

PdqResult plain_hash(const Picture& picture, bool may_shrink = true) {
  const bool shrinks = may_shrink && (picture.width > 512 || picture.height > 512);
  PlainPdq plain{shrinks ? 512 : picture.width, shrinks ? 512 : picture.height, {}};
  for (std::size_t y = 0; y < plain.height; ++y) {
    for (std::size_t x = 0; x < plain.width; ++x) {
      const uint8_t* p = &picture.pixels[(y * picture.height / plain.height * picture.width +
                                          x * picture.width / plain.width) *
                                         picture.channels];
      plain.luma.push_back(picture.channels == 1 ? static_cast<float>(p[0])
                                                 : 0.299F * static_cast<float>(p[0]) +
                                                       0.587F * static_cast<float>(p[1]) +
                                                       0.114F * static_cast<float>(p[2]));
    }
  }
  return plain.hash();
}

Picture one_colour(uint32_t side) {
  Picture picture = made_picture(side, side);
  std::fill(picture.pixels.begin(), picture.pixels.end(), uint8_t{137});
  return picture;
}

Picture ramp(uint32_t width, uint32_t height, uint32_t channels) {
  Picture picture = made_picture(width, height, channels);
  for (std::size_t i = 0; i + 1 < picture.pixels.size(); ++i) {
    picture.pixels[i] = static_cast<uint8_t>(i / channels % width * 255 / width);
  }
  return picture;
}

std::vector<Picture> all_kinds() {
  std::vector<Picture> pictures = {one_colour(300), one_colour(64), ramp(512, 512, 1),
                                   ramp(700, 90, 3), ramp(300, 500, 3)};
  uint64_t seed = 0;
  for (const auto& [width, height] : std::vector<std::pair<uint32_t, uint32_t>>{{1, 1},
                                                                                {4, 90},
                                                                                {5, 5},
                                                                                {5, 512},
                                                                                {33, 40},
                                                                                {64, 64},
                                                                                {65, 63},
                                                                                {128, 129},
                                                                                {200, 300},
                                                                                {256, 256},
                                                                                {385, 511},
                                                                                {512, 512},
                                                                                {513, 20},
                                                                                {900, 700}}) {
    for (const uint32_t channels : {1U, 3U}) {
      pictures.push_back(made_picture(width, height, channels, ++seed));
      pictures.push_back(noise_picture(width, height, channels, ++seed));
    }
  }
  return pictures;
}

TEST(PdqHasher, aFrameIsHashedInFull) {
  PdqHasher hasher;
  for (const Picture& picture : all_kinds()) {
    const PdqResult plain = plain_hash(picture, false);
    const PdqResult found = hasher.hash_frame(picture.view());
    EXPECT_EQ(found.hash, plain.hash) << picture.width << " x " << picture.height;
    EXPECT_EQ(found.quality, plain.quality);
    // In between, a picture of the same size, which is sampled in another way.
    EXPECT_EQ(hasher.hash(picture.view()).hash, plain_hash(picture).hash);
  }
}

TEST(Pdq, equalsThePlainWayOnAllKindsOfPictures) {
  PdqHasher fast, portable(PdqPath::portable);
  for (const Picture& picture : all_kinds()) {
    SCOPED_TRACE(std::to_string(picture.width) + " x " + std::to_string(picture.height) + " x " +
                 std::to_string(picture.channels));
    const PdqResult expected = plain_hash(picture), found = fast.hash(picture.view());
    EXPECT_EQ(to_hex(found.hash), to_hex(expected.hash));
    EXPECT_EQ(found.quality, expected.quality);
    const PdqForms forms = fast.hash_forms(picture.view());
    const PdqForms same = portable.hash_forms(picture.view());
    EXPECT_EQ(forms.hashes, same.hashes);
    EXPECT_EQ(portable.hash(picture.view()).hash, found.hash);
    EXPECT_EQ(portable.hash(picture.view()).quality, found.quality);
  }
}

TEST(Pdq, tiesAreComputedInOrderAndOthersAreNot) {
  PdqHasher hasher;
  hasher.hash(one_colour(512).view());
  EXPECT_EQ(hasher.ties(), 1U);
  int clear = 0;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const uint64_t before = hasher.ties();
    hasher.hash(made_picture(512, 512, 1, seed).view());
    clear += hasher.ties() == before ? 1 : 0;
  }
  EXPECT_GE(clear, 20);
}

TEST(Pdq, oneColourAndTinyPicturesHaveNoQuality) {
  PdqHasher hasher;
  EXPECT_EQ(hasher.hash(one_colour(300).view()).quality, 0);
  EXPECT_EQ(hasher.hash(made_picture(1, 1).view()).hash, PdqHash{});
  EXPECT_EQ(hasher.hash(made_picture(4, 400).view()).quality, 0);
  EXPECT_EQ(hasher.hash(PixelView{}).quality, 0);
}

// At 64 x 64 nothing is blurred, and decimation, which is a little off the middle, keeps all.
TEST(Pdq, formsAreTheHashesOfTurnedPicturesThatAreNotShrunk) {
  PdqHasher hasher;
  constexpr uint32_t kSide = 64, kLast = kSide - 1;
  const Picture picture = noise_picture(kSide, kSide, 3, 5);
  using Place = std::pair<uint32_t, uint32_t>;
  const std::vector<std::pair<Dihedral, Place (*)(uint32_t, uint32_t)>> forms = {
      {Dihedral::original,
       [](uint32_t x, uint32_t y) {
         return Place{x, y};
       }},
      {Dihedral::rotate_90,
       [](uint32_t x, uint32_t y) {
         return Place{kLast - y, x};
       }},
      {Dihedral::rotate_270,
       [](uint32_t x, uint32_t y) {
         return Place{y, kLast - x};
       }},
      {Dihedral::rotate_180,
       [](uint32_t x, uint32_t y) {
         return Place{kLast - x, kLast - y};
       }},
      {Dihedral::flip_x,
       [](uint32_t x, uint32_t y) {
         return Place{x, kLast - y};
       }},
      {Dihedral::flip_y,
       [](uint32_t x, uint32_t y) {
         return Place{kLast - x, y};
       }},
      {Dihedral::flip_plus,
       [](uint32_t x, uint32_t y) {
         return Place{y, x};
       }},
      {Dihedral::flip_minus,
       [](uint32_t x, uint32_t y) {
         return Place{kLast - y, kLast - x};
       }},
  };
  const PdqForms found = hasher.hash_forms(picture.view());
  for (const auto& [form, from] : forms) {
    const Picture turned = moved_picture(picture, kSide, kSide, from);
    const PdqHash expected = hasher.hash(turned.view()).hash;
    EXPECT_LE(hamming_distance(found.hashes[static_cast<std::size_t>(form)], expected), 2U)
        << static_cast<int>(form);
  }
}

// A view that is turned is hashed as if its pixels had been moved.
TEST(Pdq, turnedViewsAreAsTurnedPixels) {
  PdqHasher hasher;
  for (const uint32_t channels : {1U, 3U}) {
    const Picture picture = made_picture(600, 350, channels, 9);
    for (int orientation = 1; orientation <= 8; ++orientation) {
      const PixelView view = orient(picture.view(), orientation);
      const Picture moved =
          moved_picture(picture, view.width, view.height, [&](uint32_t x, uint32_t y) {
            const auto at = (view.pixels + view.step * static_cast<std::ptrdiff_t>(x) +
                             view.stride * static_cast<std::ptrdiff_t>(y)) -
                            picture.pixels.data();
            const auto pixel = static_cast<uint32_t>(at) / channels;
            return std::pair<uint32_t, uint32_t>{pixel % picture.width, pixel / picture.width};
          });
      EXPECT_EQ(hasher.hash(view).hash, hasher.hash(moved.view()).hash) << orientation;
    }
  }
}

TEST(Pdq, hexGoesThereAndBack) {
  const PdqHash hash{{0x0123456789abcdef, 0xfedcba9876543210, 1, 0x8000000000000000}};
  const std::string hex = to_hex(hash);
  EXPECT_EQ(hex, "0123456789abcdeffedcba987654321000000000000000018000000000000000");
  EXPECT_EQ(parse_hash256(hex), hash);
  for (const char* bad :
       {"", "01", "g123456789abcdeffedcba987654321000000000000000018000000000000000",
        " 0123456789abcdeffedcba98765432100000000000000001800000000000000"}) {
    EXPECT_FALSE(parse_hash256(bad)) << bad;
  }
  EXPECT_EQ(hamming_distance(hash, PdqHash{}), 32U + 32U + 1U + 1U);
}

// The table of cosines is the same on every machine: no entry is so near to where two
// floats meet that another libm could round it to the other one.
TEST(Pdq, cosinesAreFarFromRoundingBorders) {
  for (std::size_t i = 0; i < kPdqWaves; ++i) {
    for (std::size_t j = 0; j < kPdqSide; ++j) {
      const double turn = (3.14159265358979323846 / 2.0 / kPdqSide) * static_cast<double>(i + 1);
      const double value = static_cast<double>(static_cast<float>(std::sqrt(2.0 / 64))) *
                           std::cos(turn * static_cast<double>(2 * j + 1));
      EXPECT_EQ(static_cast<float>(value * (1 + 1e-15)), static_cast<float>(value * (1 - 1e-15)));
      EXPECT_EQ(static_cast<float>(value), pdq_waves()[i][j]);
    }
  }
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The eight published pictures against the forms of the first: 0 to 20 bits, says the
// reference's tracker.
TEST(Pdq, formsAreNearToThePublishedTurnedPictures) {
  const char* data = std::getenv("MAILLON_DATA");
  if (data == nullptr) GTEST_SKIP() << "MAILLON_DATA is not set";
  const std::filesystem::path folder = std::filesystem::path(data) / "images" / "te_dih";
  const char* names[kDihedralForms] = {"1-original",    "2-rotate-90",   "3-rotate-180",
                                       "4-rotate-270",  "5-flipx",       "6-flipy",
                                       "7-flip-plus-1", "8-flip-minus-1"};
  PdqHasher hasher;
  PdqForms forms;
  Picture picture;
  for (std::size_t i = 0; i < kDihedralForms; ++i) {
    const std::string file = read_file(folder / ("bridge-" + std::string(names[i]) + ".jpg"));
    ASSERT_TRUE(decode_picture(file, {}, picture)) << names[i];
    if (i == 0) forms = hasher.hash_forms(picture.view());
    EXPECT_LE(hamming_distance(hasher.hash(picture.view()).hash, forms.hashes[i]), 20U) << names[i];
  }
}

// Distance 0 to the C++ reference but where JPEG decoders differ: its notes say 2 bits of
// one picture. The Python reference states a tolerance of 16.
TEST(Pdq, publishedVectors) {
  const char* data = std::getenv("MAILLON_DATA");
  if (data == nullptr) GTEST_SKIP() << "MAILLON_DATA is not set";
  const std::filesystem::path folder = std::filesystem::path(data) / "images";
  std::ifstream table(folder / "pdq_expected.csv");
  PdqHasher hasher;
  Picture picture;
  int rows = 0;
  std::string line;
  std::getline(table, line);
  while (std::getline(table, line)) {
    SCOPED_TRACE(line);
    const std::size_t comma = line.find(',');
    const auto expected = parse_hash256(std::string_view(line).substr(comma + 1, 64));
    ASSERT_TRUE(expected);
    ASSERT_TRUE(decode_picture(read_file(folder / line.substr(0, comma)), {}, picture));
    const auto distance = hamming_distance(hasher.hash(picture.view()).hash, *expected);
    const bool is_exact = line.find("C++ reference") != line.npos;
    const bool differs = line.find("sharpen-a-lot") != line.npos;
    EXPECT_LE(distance, differs ? 2U : is_exact ? 0U : 16U);
    ++rows;
  }
  EXPECT_EQ(rows, 20);
}

}  // namespace
}  // namespace maillon::extract
