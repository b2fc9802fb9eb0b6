#include "extract/image/decode.h"

#include <cmath>

#include <gtest/gtest.h>

#include "extract/image/exif.h"
#include "extract/image/facts.h"
#include "extract/image/made_pictures_test.h"

namespace maillon::extract {
namespace {

using namespace std::string_view_literals;

// The mean difference of a byte; 1000 if the size differs.
double difference(const Picture& a, const Picture& b) {
  if (a.width != b.width || a.height != b.height || a.channels != b.channels) return 1000;
  double sum = 0;
  for (std::size_t i = 0; i + 1 < a.pixels.size(); ++i) sum += std::abs(a.pixels[i] - b.pixels[i]);
  return sum / static_cast<double>(a.pixels.size());
}

TEST(DecodePicture, readsWhatWasWritten) {
  const Picture colour = made_picture(230, 170), grey = made_picture(230, 170, 1);
  struct Row {
    const char* what;
    std::string file;
    PictureFormat format;
    const Picture& picture;
    double most;  // mean difference
  };
  const Row rows[] = {
      {"JPEG", to_jpeg(colour, {.quality = 100, .subsampled = false}), PictureFormat::jpeg, colour,
       1.5},
      {"JPEG 4:2:0", to_jpeg(colour), PictureFormat::jpeg, colour, 8},
      {"JPEG progressive", to_jpeg(colour, {.progressive = true}), PictureFormat::jpeg, colour, 8},
      {"JPEG grey", to_jpeg(grey), PictureFormat::jpeg, grey, 3},
      {"JPEG CMYK", to_jpeg(colour, {.quality = 100, .ink = true}), PictureFormat::jpeg, colour, 2},
      {"PNG", to_png(colour), PictureFormat::png, colour, 0},
      {"PNG 16 bits", to_png(colour, 16), PictureFormat::png, colour, 0},
      {"PNG alpha", to_png(colour, 8, true), PictureFormat::png, colour, 0},
      {"PNG grey alpha 16", to_png(grey, 16, true), PictureFormat::png, grey, 0},
      {"PNG interlaced", to_png(colour, 8, false, true), PictureFormat::png, colour, 0},
      {"WebP", to_webp(colour), PictureFormat::webp, colour, 0},
      {"BMP", to_bmp(colour), PictureFormat::bmp, colour, 0},
  };
  Picture found;
  for (const Row& row : rows) {
    SCOPED_TRACE(row.what);
    EXPECT_EQ(sniff_picture(row.file), row.format);
    const Result<void> done = decode_picture(row.file, {}, found);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_LE(difference(found, row.picture), row.most);
  }
}

TEST(DecodePicture, takesTheFirstFrameOfAnAnimation) {
  Picture found;
  const Result<void> done = decode_picture(two_frame_gif(), {}, found);
  ASSERT_TRUE(done) << done.error().message;
  ASSERT_EQ(found.width, 8U);
  EXPECT_EQ(found.pixels[0], 0xff);  // rows of the first colour and of the second in turn
  EXPECT_EQ(found.pixels[3 * 8], 0x20);
}

// The header of a picture of 50,000 x 50,000, and nothing behind it.
std::string huge_png() {
  std::string file = to_png(made_picture(2, 2));
  file.replace(16, 8, "\0\0\xc3\x50\0\0\xc3\x50"sv);
  uint32_t crc = 0xffffffff;
  for (const char c : file.substr(12, 17)) {
    crc ^= static_cast<uint8_t>(c);
    for (int i = 0; i < 8; ++i) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
  }
  for (int i = 0; i < 4; ++i)
    file[29 + static_cast<std::size_t>(i)] = static_cast<char>(~crc >> (24 - 8 * i));
  return file;
}

std::string huge_bmp() {
  std::string file = to_bmp(made_picture(2, 2));
  file.replace(18, 8, "\x50\xc3\0\0\x50\xc3\0\0"sv);
  return file;
}

TEST(DecodePicture, refusesWithAReason) {
  const Picture picture = made_picture(200, 150);
  const std::string jpeg = to_jpeg(picture), progressive = to_jpeg(picture, {.progressive = true});
  const std::string png = to_png(picture), webp = to_webp(picture), bmp = to_bmp(picture);
  struct Row {
    const char* what;
    std::string file;
    Code code;
    const char* reason;
  };
  const Row rows[] = {
      {"nothing", "", Code::corrupt, "the file is empty"},
      {"text", "hello", Code::unsupported, "not a JPEG, PNG, WebP, GIF, BMP or HEIF picture"},
      {"JPEG cut", jpeg.substr(0, jpeg.size() / 2), Code::corrupt, "ends before its last pixel"},
      {"JPEG progressive cut", progressive.substr(0, progressive.size() / 2), Code::corrupt,
       "ends before"},
      {"JPEG header only", jpeg.substr(0, 100), Code::corrupt, "the JPEG is damaged"},
      {"PNG cut", png.substr(0, png.size() / 2), Code::corrupt, "ends before its last pixel"},
      {"WebP cut", webp.substr(0, webp.size() / 2), Code::corrupt, "the WebP is damaged"},
      {"BMP cut", bmp.substr(0, bmp.size() / 2), Code::corrupt, "ends before its last pixel"},
      {"GIF cut", two_frame_gif().substr(0, 40), Code::corrupt, "the GIF is damaged"},
      {"huge PNG", huge_png(), Code::unsupported,
       "a picture of 50,000 \u00d7 50,000 pixels is more than the limit of 120 million"},
      {"huge BMP", huge_bmp(), Code::unsupported, "50,000 \u00d7 50,000"},
  };
  Picture found;
  for (const Row& row : rows) {
    SCOPED_TRACE(row.what);
    const Result<void> done = decode_picture(row.file, {}, found);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, row.code);
    EXPECT_NE(done.error().message.find(row.reason), std::string::npos) << done.error().message;
  }
  EXPECT_FALSE(decode_picture(png, {.bytes = 1000}, found));
  EXPECT_FALSE(decode_picture(png, {.side = 199}, found));
}

TEST(DecodePicture, aJpegThatLacksOnlyItsEndMarkIsWhole) {
  const std::string jpeg = to_jpeg(made_picture(200, 150));
  Picture whole, cut;
  ASSERT_TRUE(decode_picture(jpeg, {}, whole));
  ASSERT_TRUE(decode_picture(jpeg.substr(0, jpeg.size() - 2), {}, cut));
  EXPECT_EQ(difference(whole, cut), 0);
}

TEST(Exif, readsTheOrientationAndNothingElse) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    EXPECT_EQ(read_orientation(exif_block(orientation)), orientation);
    EXPECT_EQ(read_orientation(exif_block(orientation, false)), orientation);
    EXPECT_EQ(find_orientation(with_exif(to_jpeg(made_picture(20, 20)), orientation)), orientation);
  }
  EXPECT_EQ(read_orientation(exif_block(9)), 1);
  EXPECT_EQ(read_orientation(exif_block(0)), 1);
  const std::string block = exif_block(6);
  for (std::size_t size = 0; size < 20; ++size)
    EXPECT_EQ(read_orientation(block.substr(0, size)), 1);
  std::string far = block;
  far.replace(4, 4, "\xff\xff\xff\xff"sv);
  EXPECT_EQ(read_orientation(far), 1);
  EXPECT_EQ(find_orientation(to_jpeg(made_picture(20, 20))), 1);
  EXPECT_EQ(find_orientation("\xff\xd8\xff\xe1"), 1);
  const std::string png = to_png(made_picture(20, 20)), turned = png_with_exif(png, 6);
  EXPECT_EQ(find_orientation(turned), 6);
  EXPECT_EQ(without_exif(turned), png);
  for (std::size_t size = 0; size < turned.size(); ++size)
    EXPECT_LE(without_exif(turned.substr(0, size)).size(), size);
}

TEST(PictureReader, hashesAsStoredAndAsShown) {
  PictureReader reader;
  const Picture picture = made_picture(300, 200);
  const std::string file = with_exif(to_jpeg(picture), 6);
  const auto facts = reader.read(file, {.forms = true, .thumbnail = true}, {});
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->orientation, 6);
  EXPECT_EQ(facts->width, 300U);
  const auto plain = reader.read(to_jpeg(picture), {}, {});
  EXPECT_EQ(facts->pdq.hash, plain->pdq.hash);
  EXPECT_FALSE(plain->upright || plain->forms || plain->thumbnail);
  ASSERT_TRUE(facts->upright && facts->forms && facts->thumbnail);
  EXPECT_GT(hamming_distance(facts->upright->hash, facts->pdq.hash), 31U);
  EXPECT_EQ(facts->forms->hashes[0], facts->pdq.hash);
  EXPECT_EQ(facts->thumbnail->width, 21U);  // turned: higher than wide
  EXPECT_EQ(facts->thumbnail->height, 32U);

  const auto again = decode_facts(encode_facts(facts));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->upright->hash, facts->upright->hash);
  EXPECT_EQ(again->forms->hashes, facts->forms->hashes);
  EXPECT_EQ(again->thumbnail, facts->thumbnail);
  EXPECT_EQ(again->format, PictureFormat::jpeg);
}

// A bright letter on a dark ground is gone: neighbours differ little.
TEST(Thumbnail, keepsNoDetail) {
  Picture picture = made_picture(400, 400, 1);
  for (std::size_t i = 0; i + 1 < picture.pixels.size(); ++i) {
    picture.pixels[i] = i / 400 / 6 % 2 == 0 ? 255 : 0;
  }
  const Thumbnail thumbnail = make_thumbnail(picture.view());
  for (std::size_t i = 32; i < thumbnail.grey.size(); ++i) {
    EXPECT_LT(std::abs(thumbnail.grey[i] - thumbnail.grey[i - 32]), 60);
  }
  EXPECT_EQ(make_thumbnail(made_picture(1, 5000).view()).height, 32U);
}

TEST(Facts, damagedAnswersAreRefused) {
  PictureReader reader;
  const auto facts = reader.read(to_png(made_picture(90, 90)), {.thumbnail = true}, {});
  const std::string answer = encode_facts(facts);
  // The picture and its hash are a whole answer; what is cut within a section is none.
  const std::size_t whole = encode_facts(reader.read(to_png(made_picture(90, 90)), {}, {})).size();
  for (std::size_t size = 0; size < answer.size(); ++size) {
    EXPECT_EQ(decode_facts(answer.substr(0, size)).has_value(), size == whole) << size;
  }
  // An unknown section is passed over.
  const std::string more = answer + std::string("\x63\0\0\0\x03\0\0\0abc", 11);
  EXPECT_TRUE(decode_facts(more));
  const auto error = decode_facts(encode_facts(fail(Code::corrupt, "why")));
  ASSERT_FALSE(error);
  EXPECT_EQ(error.error().message, "why");
}

}  // namespace
}  // namespace maillon::extract
