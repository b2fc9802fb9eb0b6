// Videos to the hashes of their frames. FFmpeg's programs ffprobe and ffmpeg decode, in a
// sandbox: they read the one file, write none, reach no network, and what they say is not
// believed. The frames come through a pipe and are hashed here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "extract/image/thumbnail.h"
#include "extract/image/video_frames.h"
#include "tasks/sandbox/child.h"

namespace maillon::tasks {

inline constexpr const char* kNoFfmpeg = "videos are not read: install ffmpeg";

struct VideoSettings {
  double seconds_per_hash = 1;      // vPDQ's default; 0: every frame
  bool thumbnail = false;           // of the key frame
  int timeout_s = 600;              // for one video
  uint64_t pixels = 40'000'000;     // of a frame, at most
  uint32_t frames = 500'000;        // to be hashed, at most
  std::string ffmpeg{}, ffprobe{};  // paths; "" = as installed
};

struct VideoFacts {
  extract::VideoFormat format = extract::VideoFormat::unknown;
  extract::VideoStream stream;
  std::vector<extract::VideoFrame> frames;  // one at least, in the video's order
  std::size_t key = 0;                      // extract::key_frame()
  std::optional<extract::Thumbnail> thumbnail;
  bool ends_early = false;  // the file is damaged: the frames are those up to there
};

// A file that is open for reading, or its bytes. `format` as of extract::sniff_video().
// Code::unsupported: FFmpeg is not installed (kNoFfmpeg), there are no pictures in it, or
// more than the limits allow. Code::corrupt: no frame can be decoded. Code::io: the
// program was ended, for its time or by what it did. Any number of threads may call.
Result<VideoFacts> read_video(const Fd& file, extract::VideoFormat format,
                              const VideoSettings& settings);
Result<VideoFacts> read_video(std::string_view bytes, const VideoSettings& settings);

}  // namespace maillon::tasks
