#include "tasks/video/video_reader.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "link/photos/videos.h"
#include "tasks/sandbox/program.h"

// The constructor of picture_worker_test.cc makes this test program serve the hidden verbs.

namespace maillon::tasks {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

fs::path data_folder() {
  const char* data = std::getenv("MAILLON_DATA");  // NOLINT(concurrency-mt-unsafe)
  return data == nullptr ? fs::path() : fs::path(data) / "images" / "vpdq";
}

bool has_ffmpeg() {
  return find_program("ffmpeg").has_value() && find_program("ffprobe").has_value();
}

// Programs that play FFmpeg, as shell scripts in a folder of their own.
class FakeFfmpeg {
 public:
  FakeFfmpeg() : folder_(*PrivateFolder::make()) {}
  // `probe` and `decode` are what the two do.
  VideoSettings settings(const std::string& probe, const std::string& decode) {
    VideoSettings settings;
    settings.ffprobe = write("probe", probe);
    settings.ffmpeg = write("decode", decode);
    return settings;
  }

 private:
  std::string write(const char* name, const std::string& script) {
    std::string path = folder_.path() + "/" + name;
    std::ofstream(path) << "#!/bin/sh\n" << script << "\n";
    chmod(path.c_str(), S_IRWXU);
    return path;
  }
  PrivateFolder folder_;
};

constexpr const char* kSmallStream =
    "echo width=8; echo height=8; echo avg_frame_rate=10/1; echo duration=0.3";
// Any MP4 to the eyes of sniff_video().
const std::string kHead(
    "\0\0\0\x14"
    "ftypmp42\0\0\0\0",
    16);

TEST(VideoReader, theSampleMatchesItsPublishedHashes) {
  if (!has_ffmpeg()) GTEST_SKIP() << "install ffmpeg to run this";
  if (data_folder().empty()) GTEST_SKIP() << "MAILLON_DATA is not set";
  const auto published =
      extract::parse_frame_lines(read_file(data_folder() / "pattern-sd-grey-bar.txt"));
  ASSERT_TRUE(published);
  const auto facts = read_video(read_file(data_folder() / "pattern-sd-grey-bar.mp4"),
                                {.seconds_per_hash = 0, .thumbnail = true});
  ASSERT_TRUE(facts) << facts.error().message;
  ASSERT_EQ(facts->frames.size(), published->size());
  EXPECT_FALSE(facts->ends_early);
  std::vector<Hash256> ours, theirs;
  std::vector<uint8_t> quality;
  for (std::size_t i = 0; i < published->size(); ++i) {
    const extract::VideoFrame& a = facts->frames[i];
    const extract::VideoFrame& b = (*published)[i];
    EXPECT_EQ(a.number, b.number);
    EXPECT_NEAR(a.timestamp, b.timestamp, 0.0006);
    // FFmpeg's versions decode alike but for the last bits; the reference allows itself 10
    // where the quality is 80.
    EXPECT_LE(hamming_distance(a.pdq.hash, b.pdq.hash), 10U) << i;
    ours.push_back(a.pdq.hash);
    theirs.push_back(b.pdq.hash);
    quality.push_back(static_cast<uint8_t>(a.pdq.quality));
  }
  const auto match = link::compare_videos(link::distinct_frames(ours, quality),
                                          link::distinct_frames(theirs, quality));
  EXPECT_EQ(match.query_percent(), 100);
  EXPECT_EQ(match.compared_percent(), 100);
  ASSERT_TRUE(facts->thumbnail);
  EXPECT_EQ(facts->thumbnail->height, extract::kThumbnailSide);
}

TEST(VideoReader, oneFrameASecondIsAmongAll) {
  if (!has_ffmpeg()) GTEST_SKIP() << "install ffmpeg to run this";
  if (data_folder().empty()) GTEST_SKIP() << "MAILLON_DATA is not set";
  const std::string bytes = read_file(data_folder() / "pattern-sd-grey-bar.mp4");
  const auto all = read_video(bytes, {.seconds_per_hash = 0});
  const auto some = read_video(bytes, {});
  ASSERT_TRUE(all && some);
  ASSERT_EQ(some->frames.size(), 7U);
  for (const extract::VideoFrame& frame : some->frames) {
    EXPECT_EQ(frame.number % 30, 0U);
    EXPECT_EQ(frame.pdq.hash, all->frames[frame.number].pdq.hash);
  }
}

TEST(VideoReader, brokenVideos) {
  if (!has_ffmpeg()) GTEST_SKIP() << "install ffmpeg to run this";
  const auto empty = read_video("", {});
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error().code, Code::corrupt);
  const auto head_only = read_video(kHead, {});
  ASSERT_FALSE(head_only);
  EXPECT_EQ(head_only.error().message, "the video is damaged, or cut off before what describes it");
  EXPECT_FALSE(read_video("#EXTM3U\nfile:///etc/hostname\n", {}));
  if (data_folder().empty()) GTEST_SKIP() << "MAILLON_DATA is not set";
  const std::string whole = read_file(data_folder() / "pattern-sd-grey-bar.mp4");
  // Wherever it is cut: frames and a note, or a reason.
  for (const std::size_t kept : {whole.size() / 10, whole.size() / 2, whole.size() * 3 / 4}) {
    const auto cut = read_video(whole.substr(0, kept), {.seconds_per_hash = 0});
    if (cut) {
      EXPECT_TRUE(cut->ends_early) << kept << ": " << cut->frames.size();
    } else {
      EXPECT_FALSE(cut.error().message.empty());
    }
  }
}

TEST(VideoReader, withoutFfmpegTheReasonSaysWhatToInstall) {
  if (has_ffmpeg()) GTEST_SKIP() << "ffmpeg is installed";
  const auto facts = read_video(kHead, {});
  ASSERT_FALSE(facts);
  EXPECT_EQ(facts.error().code, Code::unsupported);
  EXPECT_EQ(facts.error().message, kNoFfmpeg);
}

TEST(VideoReader, framesAreCutOutOfWhatComes) {
  FakeFfmpeg fake;
  // Three frames of 192 bytes, in two pieces that end within a frame.
  const auto facts = read_video(
      kHead,
      fake.settings(kSmallStream, "head -c 100 /dev/zero; sleep 0.1; head -c 476 /dev/zero"));
  ASSERT_TRUE(facts) << facts.error().message;
  EXPECT_EQ(facts->frames.size(), 3U);
  EXPECT_EQ(facts->stream.width, 8U);
}

TEST(VideoReader, programsThatMisbehaveEndAndNoMore) {
  FakeFfmpeg fake;
  const struct {
    const char *what, *probe, *decode, *reason;
  } cases[] = {
      {"hangs", kSmallStream, "sleep 100", "took longer than 2 s"},
      {"the other hangs", "sleep 100", "true", "took longer than 2 s"},
      {"hangs after its pipe is closed", kSmallStream, "exec >&- 2>&-; sleep 100",
       "longer than 2 s"},
      {"floods", kSmallStream, "cat /dev/zero", "more than 1000 frames"},
      {"the other floods", "yes width=8", "true", "printed more than"},
      {"floods with errors", kSmallStream, "cat /dev/zero >&2", "took longer than 2 s"},
      {"fails", kSmallStream, "exit 1", "no frame"},
      {"the other fails", "exit 1", "true", "damaged"},
      {"dies", kSmallStream, "kill -SEGV $$ || exec sh -c 'exit 139'", ""},
      {"says nothing", "true", "true", "no pictures"},
      {"half a frame", kSmallStream, "head -c 100 /dev/zero", "no frame"},
      {"huge frames", "echo width=60000; echo height=60000; echo avg_frame_rate=1/1", "true",
       "over the limit"},
  };
  for (const auto& c : cases) {
    VideoSettings settings = fake.settings(c.probe, c.decode);
    settings.frames = 1000;
    // The others end by themselves, on a busy machine not within 2 seconds.
    if (std::string_view(c.reason).find("2 s") != std::string_view::npos) settings.timeout_s = 2;
    const auto facts = read_video(kHead, settings);
    ASSERT_FALSE(facts) << c.what;
    EXPECT_NE(facts.error().message.find(c.reason), std::string::npos)
        << c.what << ": " << facts.error().message;
  }
}

TEST(VideoReader, theProgramMayWriteNothingAndReachNobody) {
  FakeFfmpeg fake;
  const PrivateFolder folder = *PrivateFolder::make();
  const std::string there = folder.path() + "/there", made = folder.path() + "/made";
  std::ofstream(there) << "kept";
  const auto facts = read_video(
      kHead, fake.settings(kSmallStream, "rm -f " + there + "; echo x > " + made + "; echo x >> " +
                                             there + "; head -c 576 /dev/zero"));
  EXPECT_EQ(read_file(there), "kept");
  EXPECT_FALSE(fs::exists(made));
  EXPECT_TRUE(facts) << facts.error().message;
}

}  // namespace
}  // namespace maillon::tasks
