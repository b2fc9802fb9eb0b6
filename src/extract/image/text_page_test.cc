#include "extract/image/text_page.h"

#include <algorithm>

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

TEST(FindTextLines, aNumberOfAnyHeightIsOneLine) {
  for (const uint32_t height : {12U, 16U, 24U, 33U, 48U, 80U, 120U}) {
    for (const int contrast : {-100, -60, 60, 100}) {
      GreyPicture picture = blank(1500, 300);
      paint_number(picture, "336123456780", 17, 31, height, contrast);
      const std::vector<TextLine> lines = find_text_lines(picture);
      const auto line = std::find_if(lines.begin(), lines.end(), [&](const TextLine& one) {
        return one.is_light == (contrast > 0) && one.letters >= 12;
      });
      ASSERT_NE(line, lines.end()) << height << " high, contrast " << contrast;
      // A level of the pyramid is even to a few of its pixels.
      const int near = static_cast<int>(height) / 3;
      EXPECT_NEAR(line->box.left, 17, near);
      EXPECT_NEAR(line->box.top, 31, near);
      EXPECT_NEAR(line->box.height(), static_cast<int>(height), near);
      // Cut out it is dark on white, whatever it was.
      EXPECT_GT(line->image.height, 1U * kCapitalHeight);  // with a margin
      EXPECT_LT(line->image.height, 3U * kCapitalHeight);
      EXPECT_EQ(line->image.grey.front(), 255);
      EXPECT_LT(*std::min_element(line->image.grey.begin(), line->image.grey.end()), 60);
    }
  }
}

TEST(FindTextLines, plainPicturesEdgesAndNoiseHaveNone) {
  EXPECT_TRUE(find_text_lines({}).empty());
  EXPECT_TRUE(find_text_lines(blank(3, 3)).empty());
  EXPECT_TRUE(find_text_lines(blank(2000, 17)).empty());
  GreyPicture edges = blank(640, 480);  // a room: a few straight edges
  for (uint32_t y = 100; y < 400; ++y) {
    for (uint32_t x = 100; x < 300; ++x) edges.grey[y * edges.width + x] = 30;
    for (uint32_t x = 420; x < 440; ++x) edges.grey[y * edges.width + x] = 240;
  }
  EXPECT_TRUE(find_text_lines(edges).empty());
  GreyPicture grain = blank(640, 480);  // of a camera in the dark
  for (std::size_t i = 0; i < grain.grey.size(); ++i)
    grain.grey[i] = static_cast<uint8_t>(grain.grey[i] + mix64(i) % 24);
  EXPECT_TRUE(find_text_lines(grain).empty());
  GreyPicture slope = blank(640, 480);
  for (uint32_t y = 0; y < 480; ++y) {
    for (uint32_t x = 0; x < 640; ++x) slope.grey[y * 640 + x] = static_cast<uint8_t>((x + y) / 5);
  }
  EXPECT_TRUE(find_text_lines(slope).empty());
}

TEST(FindTextLines, faintDigitsAreNoText) {
  GreyPicture picture = blank(640, 480);
  paint_number(picture, "336123456780", 17, 31, 24, 12);
  EXPECT_TRUE(find_text_lines(picture).empty());
}

// The worst that a stranger can paint: strokes everywhere. It ends, and the page is bounded.
TEST(FindTextLines, aPictureFullOfStrokesIsBounded) {
  for (const uint32_t step : {2U, 3U, 8U, 14U}) {
    GreyPicture picture = blank(800, 800, 255);
    for (uint32_t y = 0; y < 800; ++y) {
      for (uint32_t x = 0; x < 800; ++x) {
        if (x % step < step / 2 && y % 12 < 10) picture.grey[y * 800 + x] = 0;
      }
    }
    const TextPage page = set_page(find_text_lines(picture));
    EXPECT_LE(page.lines.size(), kTextLinesMax);
    EXPECT_LE(std::max(page.grey.width, page.grey.height), kPageSideMax);
  }
  const Picture noise = noise_picture(900, 900, 1, 7);
  std::vector<uint8_t> grey(noise.pixels.begin(), noise.pixels.begin() + 900 * 900);
  EXPECT_LE(find_text_lines({900, 900, std::move(grey)}).size(), kTextLinesMax);
}

TEST(Bounded, keepsWhatIsSmallAndReducesWhatIsLarge) {
  std::vector<uint8_t> grey(300 * 200);
  for (std::size_t i = 0; i < grey.size(); ++i) grey[i] = static_cast<uint8_t>(i * 7);
  const GreyPicture same = bounded({grey.data(), 300, 200, 300}, 2400);
  EXPECT_EQ(same, (GreyPicture{300, 200, grey}));
  const std::vector<uint8_t> large(6000 * 10, 77);
  const GreyPicture reduced = bounded({large.data(), 6000, 10, 6000}, 2400);
  EXPECT_EQ(reduced.width, 2400U);
  EXPECT_EQ(reduced.height, 4U);
  EXPECT_EQ(reduced.grey, std::vector<uint8_t>(std::size_t{2400} * 4, 77));
  EXPECT_EQ(bounded({}, 2400), GreyPicture());
}

Picture as_picture(const GreyPicture& grey) {
  Picture picture{grey.width, grey.height, 1, grey.grey};
  picture.pixels.push_back(0);
  return picture;
}

TEST(PictureReaderText, handsOverThePageIfThereIsOne) {
  GreyPicture with = blank(400, 100);
  paint_number(with, "336123456780", 17, 31, 24, 100);
  const std::string written = to_png(as_picture(with)), plain = to_png(as_picture(blank(400, 100)));
  PictureReader reader;
  const auto text_of = [&](const std::string& file, bool wish) {
    const auto facts = reader.read(file, {.text = wish}, {});
    const auto sent = decode_facts(encode_facts(facts));
    EXPECT_TRUE(sent);
    EXPECT_EQ(sent->text, facts->text);
    return sent->text;
  };
  EXPECT_EQ(text_of(written, false), std::nullopt);
  EXPECT_EQ(text_of(written, true), set_page(find_text_lines(with)));
  EXPECT_EQ(text_of(plain, true), std::nullopt);
}

// A worker that was taken over may answer anything.
TEST(PictureReaderText, aSizeThatIsNotThatOfItsBytesIsRefused) {
  PictureFacts facts;
  facts.format = PictureFormat::png;
  facts.text = TextPage{blank(10, 10), {{0, 9, 0}}};
  EXPECT_TRUE(decode_facts(encode_facts(facts)));
  facts.text->lines = {{0, 11, 0}};
  EXPECT_FALSE(decode_facts(encode_facts(facts)));
  facts.text->grey.height = 11;
  EXPECT_FALSE(decode_facts(encode_facts(facts)));
  facts.text = TextPage{blank(kPageSideMax + 1, 1), {{0, 1, 0}}};
  EXPECT_FALSE(decode_facts(encode_facts(facts)));
}

TEST(PictureWishesText, aByteIsReadBack) {
  for (const bool wish : {false, true}) {
    const PictureWishes back = decode_wishes(encode_wishes({.features = true, .text = wish}));
    EXPECT_TRUE(back.features);
    EXPECT_FALSE(back.thumbnail);
    EXPECT_EQ(back.text, wish);
  }
}

std::string row(int left, int top, const std::string& confidence, const std::string& word) {
  return "5\t1\t1\t1\t1\t1\t" + std::to_string(left) + "\t" + std::to_string(top) + "\t50\t30\t" +
         confidence + "\t" + word + "\n";
}

std::string read_text(const std::vector<PageLine>& lines, std::string_view table) {
  return join_places(read_places(lines, table));
}

TEST(ReadPlaces, ofEachPlaceTheLineReadWithMostConfidence) {
  const std::vector<PageLine> lines = {{20, 60, 0}, {80, 120, 1}, {140, 180, 0}};
  EXPECT_EQ(read_text(lines, row(90, 25, "90", "me") + row(20, 26, "90", "call") +
                                 row(20, 85, "95.5", "+33612345678") + row(20, 145, "70", "cell")),
            "call me\n+33612345678");
  EXPECT_EQ(read_text(lines, row(20, 145, "70", "cell") + row(20, 25, "65", "ca11")), "cell");
}

TEST(ReadPlaces, whatWasReadWithLittleConfidenceIsLeftOut) {
  const std::vector<PageLine> lines = {{20, 60, 0}};
  EXPECT_EQ(read_text(lines, row(20, 25, "95", "+44") + row(90, 25, "20", "77") +
                                 row(160, 25, "95", "900123")),
            "+44 \xE2\x80\xA6 900123");
  EXPECT_EQ(read_text(lines, row(20, 25, "20", "+44")), "");
}

TEST(TakeUnread, linesOfManyLettersThatWereNotRead) {
  TextPage page{blank(30, 200, 255), {{20, 60, 0, 12}, {80, 120, 1, 12}, {140, 180, 2, 5}}};
  std::fill(page.grey.grey.begin() + 30 * 80, page.grey.grey.begin() + 30 * 120, uint8_t{7});
  const TextPage rest = take_unread(page, {"read", "", ""});
  EXPECT_EQ(rest.lines, (std::vector<PageLine>{{20, 60, 1, 12}}));
  EXPECT_EQ(rest.grey.height, 80U);
  EXPECT_EQ(rest.grey.grey[30 * 20], 7);
  EXPECT_TRUE(take_unread(page, {"a", "b", "c"}).lines.empty());
  EXPECT_TRUE(take_unread({}, {}).lines.empty());
}

TEST(ReadPlaces, anyBytesAreBorne) {
  const std::vector<PageLine> lines = {{20, 60, 7}, {0, 9000, 3}, {1, 2, 99}};
  const std::string nul(1, '\0');
  for (const std::string& table :
       {std::string(), std::string("\n\n"), std::string("5\t"), std::string(200, '\t'),
        row(-3, 25, "90", "x"), row(20, 25, "nan?", "x"), row(20, 99'999'999, "90", "x"),
        row(20, 25, "90", " \x1b\x7f\xff" + nul), row(20, 25, "-1", "")})
    EXPECT_EQ(read_text(lines, table), "") << table;
  EXPECT_EQ(read_text(lines, row(20, 25, "90", "a\x1b[2J\xff\xC2\x85z")), "a[2Jz");
  EXPECT_EQ(read_text({}, row(20, 25, "90", "x")), "");
  std::string many;
  for (int i = 0; i < 10'000; ++i) many += row(20, 25, "90", "яяя");
  EXPECT_LE(read_text(lines, many).size(), 16U << 10);
}

}  // namespace
}  // namespace maillon::extract
