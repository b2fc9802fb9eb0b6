// What ffprobe prints, and files of frame hashes: any bytes, no crash; what is read is
// written as it was read.
#include <cstdlib>

#include "extract/image/video_frames.h"

using namespace maillon::extract;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  sniff_video(text);
  if (const auto stream = parse_video_stream(text)) {
    if (frame_step(*stream, 1) == 0 || stream->width == 0) std::abort();
    timestamp_of(*stream, 7);
  }
  const auto frames = parse_frame_lines(text);
  if (!frames) return 0;
  if (key_frame(*frames) >= frames->size()) std::abort();
  std::string lines;
  for (const VideoFrame& frame : *frames) lines += to_line(frame);
  const auto again = parse_frame_lines(lines);
  if (!again || again->size() != frames->size()) std::abort();
  return 0;
}
