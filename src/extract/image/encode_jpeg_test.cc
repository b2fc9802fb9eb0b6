#include "extract/image/encode_jpeg.h"

#include <cstdlib>
#include <vector>

#include <gtest/gtest.h>

#include "extract/image/decode.h"

namespace maillon::extract {
namespace {

// Soft colours that JPEG keeps well.
std::vector<uint8_t> shades(uint32_t width, uint32_t height) {
  std::vector<uint8_t> pixels;
  for (uint32_t y = 0; y < height; ++y) {
    for (uint32_t x = 0; x < width; ++x) {
      pixels.push_back(static_cast<uint8_t>(x * 200 / width + 20));
      pixels.push_back(static_cast<uint8_t>(y * 200 / height + 20));
      pixels.push_back(90);
    }
  }
  pixels.push_back(0);
  return pixels;
}

PixelView view_of(const std::vector<uint8_t>& pixels, uint32_t width, uint32_t height) {
  return {pixels.data(), width, height, 3, 3, std::ptrdiff_t{3} * width};
}

TEST(EncodeJpeg, IsReadBackNearlyAsItWas) {
  for (const auto& [width, height] : {std::pair{64U, 48U}, {33U, 17U}, {1U, 1U}, {5U, 200U}}) {
    SCOPED_TRACE(testing::Message() << width << " x " << height);
    const std::vector<uint8_t> pixels = shades(width, height);
    std::string file;
    ASSERT_TRUE(encode_jpeg(view_of(pixels, width, height), 92, file).has_value());
    EXPECT_EQ(sniff_picture(file), PictureFormat::jpeg);
    Picture picture;
    ASSERT_TRUE(decode_jpeg(file, {}, picture).has_value());
    ASSERT_EQ(picture.width, width);
    ASSERT_EQ(picture.height, height);
    ASSERT_EQ(picture.channels, 3U);
    for (std::size_t i = 0; i + 1 < pixels.size(); ++i) {
      EXPECT_LE(std::abs(int{picture.pixels[i]} - int{pixels[i]}), 16) << i;
    }
  }
}

TEST(EncodeJpeg, LessQualityFewerBytesAndTheSameOnesEveryTime) {
  const std::vector<uint8_t> pixels = shades(200, 150);
  std::string fine, coarse, again;
  ASSERT_TRUE(encode_jpeg(view_of(pixels, 200, 150), 95, fine).has_value());
  ASSERT_TRUE(encode_jpeg(view_of(pixels, 200, 150), 30, coarse).has_value());
  ASSERT_TRUE(encode_jpeg(view_of(pixels, 200, 150), 30, again).has_value());
  EXPECT_LT(coarse.size(), fine.size());
  EXPECT_EQ(coarse, again);
}

TEST(EncodeJpeg, RefusesWhatIsNoPictureOfThatForm) {
  const std::vector<uint8_t> pixels = shades(8, 8);
  std::string file = "as it was";
  PixelView grey = view_of(pixels, 8, 8);
  grey.channels = 1;
  EXPECT_EQ(encode_jpeg(grey, 80, file).error().code, Code::invalid_input);
  EXPECT_FALSE(encode_jpeg(view_of(pixels, 0, 8), 80, file).has_value());
  EXPECT_FALSE(encode_jpeg(view_of(pixels, 70000, 1), 80, file).has_value());
  EXPECT_EQ(file, "as it was");
}

}  // namespace
}  // namespace maillon::extract
