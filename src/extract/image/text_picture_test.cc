#include "extract/image/text_picture.h"

#include <gtest/gtest.h>

#include "extract/image/facts.h"
#include "extract/image/made_pictures_test.h"

namespace maillon::extract {
namespace {

// Digits of 5 by 7 dots, one row a byte, as on old displays.
constexpr uint8_t kDigits[10][7] = {{14, 17, 17, 17, 17, 17, 14}, {4, 12, 4, 4, 4, 4, 14},
                                    {14, 17, 1, 2, 4, 8, 31},     {30, 1, 1, 14, 1, 1, 30},
                                    {18, 18, 18, 31, 2, 2, 2},    {31, 16, 16, 30, 1, 1, 30},
                                    {14, 16, 16, 30, 17, 17, 14}, {31, 1, 1, 2, 4, 4, 4},
                                    {14, 17, 17, 14, 17, 17, 14}, {14, 17, 17, 15, 1, 1, 14}};

GreyPicture blank(uint32_t width, uint32_t height, uint8_t grey = 120) {
  return {width, height, std::vector<uint8_t>(std::size_t{width} * height, grey)};
}

// A number whose digits are `height` pixels high, lighter than the ground by `contrast`.
void paint_number(GreyPicture& to, std::string_view digits, uint32_t x, uint32_t y, uint32_t height,
                  int contrast) {
  const uint32_t width = height * 5 / 7, step = height * 6 / 7;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    for (uint32_t dy = 0; dy < height; ++dy) {
      const uint8_t row = kDigits[digits[i] - '0'][dy * 7 / height];
      for (uint32_t dx = 0; dx < width; ++dx) {
        if ((row >> (4 - dx * 5 / width) & 1) == 0) continue;
        uint8_t& pixel = to.grey[std::size_t{y + dy} * to.width + x + i * step + dx];
        pixel = static_cast<uint8_t>(std::clamp(pixel + contrast, 0, 255));
      }
    }
  }
}

TEST(MayHoldText, aNumberOfAnyHeightPasses) {
  for (const uint32_t height : {9U, 12U, 16U, 24U, 33U, 48U, 80U}) {
    for (const int contrast : {-100, -60, 60, 100}) {
      GreyPicture picture = blank(1000, 300);
      EXPECT_FALSE(may_hold_text(picture));
      paint_number(picture, "336123456780", 17, 31, height, contrast);
      EXPECT_TRUE(may_hold_text(picture)) << height << " high, contrast " << contrast;
    }
  }
}

TEST(MayHoldText, plainPicturesEdgesAndNoiseDoNot) {
  EXPECT_FALSE(may_hold_text({}));
  EXPECT_FALSE(may_hold_text(blank(3, 3)));
  EXPECT_FALSE(may_hold_text(blank(2000, 17)));
  GreyPicture edges = blank(640, 480);  // a room: a few straight edges
  for (uint32_t y = 100; y < 400; ++y) {
    for (uint32_t x = 100; x < 300; ++x) edges.grey[y * edges.width + x] = 30;
    for (uint32_t x = 420; x < 440; ++x) edges.grey[y * edges.width + x] = 240;
  }
  EXPECT_FALSE(may_hold_text(edges));
  GreyPicture grain = blank(640, 480);  // of a camera in the dark
  for (std::size_t i = 0; i < grain.grey.size(); ++i)
    grain.grey[i] = static_cast<uint8_t>(grain.grey[i] + mix64(i) % 24);
  EXPECT_FALSE(may_hold_text(grain));
  GreyPicture slope = blank(640, 480);
  for (uint32_t y = 0; y < 480; ++y) {
    for (uint32_t x = 0; x < 640; ++x) slope.grey[y * 640 + x] = static_cast<uint8_t>((x + y) / 5);
  }
  EXPECT_FALSE(may_hold_text(slope));
}

TEST(MayHoldText, faintDigitsAreNoText) {
  GreyPicture picture = blank(640, 480);
  paint_number(picture, "336123456780", 17, 31, 24, 12);
  EXPECT_FALSE(may_hold_text(picture));
}

TEST(BoundedForReading, keepsWhatIsSmallAndReducesWhatIsLarge) {
  std::vector<uint8_t> grey(300 * 200);
  for (std::size_t i = 0; i < grey.size(); ++i) grey[i] = static_cast<uint8_t>(i * 7);
  const GreyPicture same = bounded_for_reading({grey.data(), 300, 200, 300});
  EXPECT_EQ(same, (GreyPicture{300, 200, grey}));
  const std::vector<uint8_t> large(6000 * 10, 77);
  const GreyPicture reduced = bounded_for_reading({large.data(), 6000, 10, 6000});
  EXPECT_EQ(reduced.width, kReadSideMax);
  EXPECT_EQ(reduced.height, 4U);
  EXPECT_EQ(reduced.grey, std::vector<uint8_t>(std::size_t{kReadSideMax} * 4, 77));
  EXPECT_EQ(bounded_for_reading({}), GreyPicture());
}

TEST(TextWish, namesAreReadBack) {
  for (const TextWish wish : {TextWish::none, TextWish::likely, TextWish::all})
    EXPECT_EQ(parse_text_wish(to_name(wish)), wish);
  EXPECT_EQ(parse_text_wish("some"), std::nullopt);
}

Picture as_picture(const GreyPicture& grey) {
  Picture picture{grey.width, grey.height, 1, grey.grey};
  picture.pixels.push_back(0);
  return picture;
}

TEST(PictureReaderText, handsOverWhatIsToBeRead) {
  GreyPicture with = blank(400, 100);
  paint_number(with, "336123456780", 17, 31, 24, 100);
  const std::string written = to_png(as_picture(with)), plain = to_png(as_picture(blank(400, 100)));
  PictureReader reader;
  const auto text_of = [&](const std::string& file, TextWish wish) {
    const auto facts = reader.read(file, {.text = wish}, {});
    const auto sent = decode_facts(encode_facts(facts));
    EXPECT_TRUE(sent);
    EXPECT_EQ(sent->text, facts->text);
    return sent->text;
  };
  EXPECT_EQ(text_of(written, TextWish::none), std::nullopt);
  EXPECT_EQ(text_of(written, TextWish::likely), with);
  EXPECT_EQ(text_of(plain, TextWish::likely), std::nullopt);
  EXPECT_EQ(text_of(plain, TextWish::all), blank(400, 100));
}

// A worker that was taken over may answer anything.
TEST(PictureReaderText, aSizeThatIsNotThatOfItsBytesIsRefused) {
  PictureFacts facts;
  facts.text = blank(10, 10);
  facts.text->height = 11;
  EXPECT_FALSE(decode_facts(encode_facts(facts)));
  facts.text = blank(kReadSideMax + 1, 1);
  EXPECT_FALSE(decode_facts(encode_facts(facts)));
}

TEST(PictureWishesText, aByteIsReadBack) {
  for (const TextWish wish : {TextWish::none, TextWish::likely, TextWish::all}) {
    const PictureWishes back = decode_wishes(encode_wishes({.features = true, .text = wish}));
    EXPECT_TRUE(back.features);
    EXPECT_FALSE(back.thumbnail);
    EXPECT_EQ(back.text, wish);
  }
}

}  // namespace
}  // namespace maillon::extract
