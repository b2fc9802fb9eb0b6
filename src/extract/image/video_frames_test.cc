#include "extract/image/video_frames.h"

#include <gtest/gtest.h>

namespace maillon::extract {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kHex =
    "b2dc981be36c994787bc16811edcda81d20b855627b6bff86e8ba1050b44ff86"sv;

TEST(Videos, areKnownByTheirFirstBytes) {
  const std::pair<std::string_view, VideoFormat> cases[] = {
      {"\0\0\0\x18"
       "ftypmp42\0\0\0\0"sv,
       VideoFormat::mp4},
      {"\0\0\0\x14"
       "ftyp3gp5\0\0\0\0"sv,
       VideoFormat::mp4},
      {"\0\0\0\x14"
       "ftypqt  \0\0\0\0"sv,
       VideoFormat::mp4},
      {"\0\0\0\x08wide\0\0\0\0mdat"sv, VideoFormat::mp4},
      {"\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x1f"sv, VideoFormat::matroska},
      {"RIFF\0\0\0\0AVI LIST"sv, VideoFormat::avi},
      {"RIFF\0\0\0\0WEBPVP8 "sv, VideoFormat::unknown},
      {"\0\0\0\x18"
       "ftypheic\0\0\0\0"sv,
       VideoFormat::unknown},  // a picture
      {"ftyp"sv, VideoFormat::unknown},
      {""sv, VideoFormat::unknown},
      {"#EXTM3U\nfile:///etc/passwd\n"sv, VideoFormat::unknown},
      {"words in a file called .mp4"sv, VideoFormat::unknown},
  };
  for (const auto& [file, format] : cases) EXPECT_EQ(sniff_video(file), format) << file;
}

TEST(Videos, whatFfprobePrintsOfAStream) {
  struct {
    std::string_view printed, error;
    uint32_t width, height, rate, per;
    double seconds;
  } cases[] = {
      {"width=480\nheight=720\nr_frame_rate=30/1\navg_frame_rate=30000/1001\nduration=6.5\n", "",
       480, 720, 30000, 1001, 6.5},
      {"width=480\r\nheight=720\r\n", "how large", 0, 0, 0, 0, 0},
      {"width=16\nheight=9\nr_frame_rate=25/1\navg_frame_rate=0/0\nduration=N/A\nduration=3\n", "",
       16, 9, 25, 1, 3},
      {"width=16\nheight=9\nr_frame_rate=25/1\navg_frame_rate=25/1\nduration=nan", "", 16, 9, 25, 1,
       0},
      {"", "no pictures", 0, 0, 0, 0, 0},
      {"widths=16\n", "no pictures", 0, 0, 0, 0, 0},
      {"width=16\nheight=0\n", "how large", 0, 0, 0, 0, 0},
      {"width=-16\nheight=9\n", "how large", 0, 0, 0, 0, 0},
      {"width=16\nheight=99999999999\n", "how large", 0, 0, 0, 0, 0},
      {"width=16\nheight=9\nr_frame_rate=0/0\navg_frame_rate=1\n", "frame rate", 0, 0, 0, 0, 0},
  };
  for (const auto& c : cases) {
    const auto stream = parse_video_stream(c.printed);
    if (!c.error.empty()) {
      ASSERT_FALSE(stream) << c.printed;
      EXPECT_NE(stream.error().message.find(c.error), std::string::npos) << stream.error().message;
      continue;
    }
    ASSERT_TRUE(stream) << c.printed << stream.error().message;
    EXPECT_EQ(stream->width, c.width);
    EXPECT_EQ(stream->height, c.height);
    EXPECT_EQ(stream->rate, c.rate);
    EXPECT_EQ(stream->per, c.per);
    EXPECT_EQ(stream->seconds, c.seconds) << c.printed;
  }
}

TEST(Videos, oneFrameInSoManySeconds) {
  const std::tuple<uint32_t, uint32_t, double, uint32_t> cases[] = {
      {30, 1, 1, 30},   {30000, 1001, 1, 29},      {30, 1, 0, 1}, {30, 1, 0.001, 1}, {1, 2, 1, 1},
      {25, 1, 2.5, 62}, {30, 1, 1e300, 1000000000}};
  for (const auto& [rate, per, seconds, step] : cases) {
    EXPECT_EQ(frame_step({16, 9, rate, per, 0}, seconds), step) << rate << "/" << per;
  }
}

TEST(Videos, linesOfFramesAreReadAsTheyAreWritten) {
  const std::vector<VideoFrame> frames = {{0, 0, {*parse_hash256(kHex), 100}},
                                          {29, 0.9676, {PdqHash{}, 0}}};
  const std::string text = to_line(frames[0]) + to_line(frames[1]);
  EXPECT_EQ(text,
            "0,100," + std::string(kHex) + ",0.000\n29,0," + std::string(64, '0') + ",0.968\n");
  const auto read = parse_frame_lines(text + "\r\n");
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ((*read)[0].pdq.hash, frames[0].pdq.hash);
  EXPECT_EQ((*read)[1].number, 29U);
  EXPECT_EQ((*read)[1].timestamp, 0.968);
  const std::string hex(kHex);
  for (const std::string& bad :
       {std::string(), std::string("\n"), "0,100," + hex, "0,101," + hex + ",0",
        "0,-1," + hex + ",0", "x,100," + hex + ",0", "0,100," + hex.substr(1) + ",0",
        "0,100," + hex + ",nan", "0,100," + hex + ",-1", "0,100," + hex + ",0,0",
        std::string("file,pdq,quality,md5"), hex}) {
    EXPECT_FALSE(parse_frame_lines(bad)) << bad;
  }
}

TEST(Videos, theKeyFrameIsInTheMiddleAndShowsSomething) {
  const std::pair<std::vector<int>, std::size_t> cases[] = {{{}, 0},
                                                            {{0}, 0},
                                                            {{90, 60, 90, 60, 90}, 2},
                                                            {{60, 49, 0, 0, 0}, 0},
                                                            {{0, 20, 49, 30, 49}, 2},
                                                            {{80, 0, 0, 0, 80}, 0}};
  for (const auto& [qualities, key] : cases) {
    std::vector<VideoFrame> frames;
    for (const int quality : qualities) frames.push_back({0, 0, {PdqHash{}, quality}});
    EXPECT_EQ(key_frame(frames), key) << qualities.size();
  }
}

}  // namespace
}  // namespace maillon::extract
