#include "extract/image/video_frames.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "extract/image/picture.h"

namespace maillon::extract {

namespace {

// The boxes that a QuickTime file without a type box may begin with.
bool is_old_quicktime(std::string_view box) {
  return box == "moov" || box == "mdat" || box == "wide" || box == "free" || box == "skip" ||
         box == "pnot";
}

template <class T>
bool parse_number(std::string_view text, T& to) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), to);
  return error == std::errc{} && end == text.data() + text.size();
}

// The first line `name=...` whose value is known; "" if there is none.
std::string_view value_of(std::string_view printed, std::string_view name) {
  while (!printed.empty()) {
    const std::size_t end = std::min(printed.find('\n'), printed.size());
    const std::string_view line = printed.substr(0, end);
    printed.remove_prefix(std::min(end + 1, printed.size()));
    if (!line.starts_with(name) || line.substr(name.size(), 1) != "=") continue;
    const std::string_view value = line.substr(name.size() + 1);
    if (value != "N/A") return value;
  }
  return "";
}

// "30000/1001"
bool parse_rate(std::string_view text, VideoStream& stream) {
  const std::size_t slash = text.find('/');
  return slash != std::string_view::npos && parse_number(text.substr(0, slash), stream.rate) &&
         parse_number(text.substr(slash + 1), stream.per) && stream.rate > 0 && stream.per > 0;
}

std::optional<VideoFrame> parse_frame_line(std::string_view line) {
  std::string_view cells[4];
  for (std::string_view& cell : cells) {
    const std::size_t comma = line.find(',');
    const bool is_last = &cell == &cells[3];
    if (is_last != (comma == std::string_view::npos)) return std::nullopt;
    cell = line.substr(0, comma);
    line.remove_prefix(is_last ? line.size() : comma + 1);
  }
  VideoFrame frame;
  const auto hash = parse_hash256(cells[2]);
  if (!hash || !parse_number(cells[0], frame.number) ||
      !parse_number(cells[1], frame.pdq.quality) || !parse_number(cells[3], frame.timestamp)) {
    return std::nullopt;
  }
  if (frame.pdq.quality < 0 || frame.pdq.quality > 100) return std::nullopt;
  if (!std::isfinite(frame.timestamp) || frame.timestamp < 0) return std::nullopt;
  frame.pdq.hash = *hash;
  return frame;
}

}  // namespace

VideoFormat sniff_video(std::string_view file) {
  using namespace std::string_view_literals;
  if (file.size() < 12) return VideoFormat::unknown;
  if (file.starts_with("\x1a\x45\xdf\xa3"sv)) return VideoFormat::matroska;
  if (file.starts_with("RIFF"sv) && file.substr(8, 4) == "AVI ") return VideoFormat::avi;
  const std::string_view box = file.substr(4, 4);
  if (box == "ftyp" && sniff_picture(file) == PictureFormat::unknown) return VideoFormat::mp4;
  return is_old_quicktime(box) ? VideoFormat::mp4 : VideoFormat::unknown;
}

std::string_view to_name(VideoFormat format) {
  switch (format) {
    case VideoFormat::unknown:
      return "";
    case VideoFormat::mp4:
      return "MP4";
    case VideoFormat::matroska:
      return "Matroska";
    case VideoFormat::avi:
      return "AVI";
  }
  return "";
}

Result<VideoStream> parse_video_stream(std::string_view printed) {
  const std::string_view width = value_of(printed, "width");
  if (width.empty()) return fail(Code::unsupported, "the video has no pictures in it");
  VideoStream stream;
  if (!parse_number(width, stream.width) ||
      !parse_number(value_of(printed, "height"), stream.height) || stream.width == 0 ||
      stream.height == 0) {
    return fail(Code::corrupt, "the video is damaged: it does not say how large its frames are");
  }
  if (!parse_rate(value_of(printed, "avg_frame_rate"), stream) &&
      !parse_rate(value_of(printed, "r_frame_rate"), stream)) {
    return fail(Code::corrupt, "the video is damaged: it has no frame rate");
  }
  const bool is_known = parse_number(value_of(printed, "duration"), stream.seconds);
  if (!is_known || !(stream.seconds > 0 && stream.seconds < 1e9)) stream.seconds = 0;
  return stream;
}

uint32_t frame_step(const VideoStream& stream, double seconds_per_hash) {
  constexpr double kMost = 1e9;
  const double frames = std::clamp(seconds_per_hash * stream.frames_per_second(), 1.0, kMost);
  return static_cast<uint32_t>(frames);
}

double timestamp_of(const VideoStream& stream, uint32_t frame) {
  // In single precision, as the reference: the third decimal depends on it.
  return static_cast<float>(frame) / static_cast<float>(stream.frames_per_second());
}

std::size_t key_frame(std::span<const VideoFrame> frames) {
  constexpr int kEnough = 50;
  const std::size_t middle = frames.size() / 2;
  std::size_t best = 0;
  const auto off = [&](std::size_t i) { return i < middle ? middle - i : i - middle; };
  const auto worth = [&](std::size_t i) { return std::min(frames[i].pdq.quality, kEnough); };
  for (std::size_t i = 1; i < frames.size(); ++i) {
    const bool is_nearer = off(i) < off(best);
    if (worth(i) > worth(best) || (worth(i) == worth(best) && is_nearer)) best = i;
  }
  return best;
}

std::string to_line(const VideoFrame& frame) {
  return fmt::format("{},{},{},{:.3f}\n", frame.number, frame.pdq.quality, to_hex(frame.pdq.hash),
                     frame.timestamp);
}

std::optional<std::vector<VideoFrame>> parse_frame_lines(std::string_view text) {
  std::vector<VideoFrame> frames;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    const auto frame = parse_frame_line(line);
    if (!frame) return std::nullopt;
    frames.push_back(*frame);
  }
  if (frames.empty()) return std::nullopt;
  return frames;
}

}  // namespace maillon::extract
