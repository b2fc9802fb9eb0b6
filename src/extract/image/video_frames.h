// Videos as vPDQ sees them (ThreatExchange, vpdq/README.md): the PDQ hash of one frame
// after another. What a video file is, how often frames are taken, how they are written.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "extract/image/pdq.h"

namespace maillon::extract {

enum class VideoFormat : uint8_t { unknown, mp4, matroska, avi };  // mp4: also MOV and 3GP
// By the first bytes, whatever the file is called. Pictures in such a container (HEIF) are
// no videos.
VideoFormat sniff_video(std::string_view file);
std::string_view to_name(VideoFormat format);  // "MP4", "Matroska", "AVI"; "unknown" is ""

struct VideoFrame {
  uint32_t number = 0;   // among all frames of the video, from 0
  double timestamp = 0;  // in seconds: the number over the frame rate, as the reference has it
  PdqResult pdq;
};

// What is known of a video before it is decoded.
struct VideoStream {
  uint32_t width = 0, height = 0;  // as stored
  // Frames a second as a fraction; both above 0.
  uint32_t rate = 0, per = 1;
  double seconds = 0;  // 0 = not stated
  double frames_per_second() const { return static_cast<double>(rate) / per; }
};

// What `ffprobe -of default=noprint_wrappers=1 -show_entries
// stream=width,height,avg_frame_rate,r_frame_rate,duration:format=duration` prints of one
// stream; the average rate, or where it is not known the other. Code::unsupported: there is no
// stream with pictures. Code::corrupt: it has no size or no frame rate.
Result<VideoStream> parse_video_stream(std::string_view printed);

// Each how many frames one is hashed: the frames in so many seconds, rounded down, as the
// reference does it; at least 1. 0 seconds: every frame.
uint32_t frame_step(const VideoStream& stream, double seconds_per_hash);
double timestamp_of(const VideoStream& stream, uint32_t frame);

// Where in a video its likeness is taken: the frame next to the middle of those whose
// quality is enough to be compared (50), else the one of the best quality. 0 of none.
std::size_t key_frame(std::span<const VideoFrame> frames);

// The published text format, a line a frame: frame,quality,pdq,timestamp with three
// decimals.
std::string to_line(const VideoFrame& frame);
// Lines as to_line() makes them (\r\n too, empty ones skipped). Nothing if another line is
// among them, or none at all.
std::optional<std::vector<VideoFrame>> parse_frame_lines(std::string_view text);

}  // namespace maillon::extract
