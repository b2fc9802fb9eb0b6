#include "tasks/video/video_reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "tasks/sandbox/program.h"

namespace maillon::tasks {

namespace {

using extract::VideoFormat;

// What phones, cameras and platforms make. FFmpeg knows hundreds more, for players of old
// games: each is a way in. ffprobe opens the sound and the subtitles too, and fails of a file
// whose sound it may not.
constexpr const char* kCodecs =
    "h264,hevc,vp8,vp9,libdav1d,libaom-av1,av1,mpeg4,h263,mpeg1video,mpeg2video,mjpeg,theora,"
    "prores,msmpeg4,msmpeg4v2,wmv1,wmv2,wmv3,vc1,dvvideo,ffv1,rawvideo,png,"
    "aac,mp3,mp3float,mp2,mp2float,opus,libopus,vorbis,ac3,eac3,amrnb,amrwb,flac,alac,wmav1,wmav2,"
    "adpcm_ima_wav,adpcm_ima_qt,adpcm_ms,pcm_s16le,pcm_s16be,pcm_u8,pcm_s24le,pcm_f32le,pcm_mulaw,"
    "pcm_alaw,mov_text,subrip,srt,ass,ssa,webvtt";

struct Programs {
  std::string ffmpeg, ffprobe;
};

Result<Programs> find_programs(const VideoSettings& settings) {
  Programs programs{settings.ffmpeg, settings.ffprobe};
  for (auto& [path, name] :
       {std::pair(&programs.ffmpeg, "ffmpeg"), {&programs.ffprobe, "ffprobe"}}) {
    if (path->empty()) *path = find_program(name).value_or("");
    if (path->empty()) return fail(Code::unsupported, kNoFfmpeg);
  }
  return programs;
}

// The container is ours to name, so that no file passes itself off as a list of other
// files or addresses.
const char* demuxer_of(VideoFormat format) {
  switch (format) {
    case VideoFormat::matroska:
      return "matroska";
    case VideoFormat::avi:
      return "avi";
    case VideoFormat::mp4:
    case VideoFormat::unknown:
      break;
  }
  return "mov";
}

std::vector<std::string> input_words(VideoFormat format) {
  return {"-protocol_whitelist", "file", "-codec_whitelist", kCodecs, "-f", demuxer_of(format)};
}

std::vector<std::string> probe_words(const std::string& program, VideoFormat format) {
  std::vector<std::string> words = {program, "-v", "quiet"};
  const std::vector<std::string> input = input_words(format);
  words.insert(words.end(), input.begin(), input.end());
  for (const char* word :
       {"-select_streams", "v:0", "-show_entries",
        "stream=width,height,avg_frame_rate,r_frame_rate,duration:format=duration", "-of",
        "default=noprint_wrappers=1", "-i", "/dev/stdin"}) {
    words.emplace_back(word);
  }
  return words;
}

// As the reference decodes: not turned as a camera marks it, every n-th frame whatever its
// time, converted by the same scaler with the same coefficients.
std::vector<std::string> decode_words(const std::string& program, VideoFormat format,
                                      const extract::VideoStream& stream, uint32_t step) {
  std::vector<std::string> words = {program, "-v", "quiet", "-nostdin", "-threads", "1"};
  const std::vector<std::string> input = input_words(format);
  words.insert(words.end(), input.begin(), input.end());
  std::string filter = fmt::format("scale={}:{}:flags=area:in_color_matrix=bt601,format=rgb24",
                                   stream.width, stream.height);
  if (step > 1) filter = fmt::format("select='not(mod(n,{}))',", step) + filter;
  for (const char* word : {"-noautorotate", "-i", "/dev/stdin", "-map", "0:v:0", "-fps_mode",
                           "passthrough", "-filter_threads", "1", "-vf"}) {
    words.emplace_back(word);
  }
  words.push_back(filter);
  for (const char* word : {"-f", "rawvideo", "pipe:1"}) words.emplace_back(word);
  return words;
}

// Cuts what comes through the pipe into frames and hashes them.
class FrameHasher {
 public:
  FrameHasher(const extract::VideoStream& stream, uint32_t step, const VideoSettings& settings)
      : stream_(stream), settings_(settings), step_(step) {
    // One more, since a view's last pixel is read with the byte after it.
    pixels_.resize(frame_bytes() + 1);
  }

  // False if there are more frames than allowed.
  bool add(std::string_view piece) {
    while (!piece.empty()) {
      const std::size_t part = std::min(piece.size(), frame_bytes() - filled_);
      std::copy_n(piece.data(), part, pixels_.begin() + static_cast<std::ptrdiff_t>(filled_));
      filled_ += part;
      piece.remove_prefix(part);
      if (filled_ < frame_bytes()) return true;
      if (frames_.size() == settings_.frames) {
        is_too_long_ = true;
        return false;
      }
      hash();
      filled_ = 0;
    }
    return true;
  }

  bool is_too_long() const { return is_too_long_; }
  // Far fewer frames than the file says that it has: one in ten is lost, and more than one.
  bool lacks_frames() const {
    const double stated = stream_.seconds * stream_.frames_per_second();
    return static_cast<double>(frames_.size() + 1) * step_ < 0.9 * stated;
  }
  VideoFacts finish(VideoFormat format) && {
    VideoFacts facts;
    facts.format = format;
    facts.stream = stream_;
    facts.key = extract::key_frame(frames_);
    if (settings_.thumbnail) facts.thumbnail = std::move(thumbnails_[facts.key]);
    facts.frames = std::move(frames_);
    return facts;
  }
  bool empty() const { return frames_.empty(); }

 private:
  std::size_t frame_bytes() const { return std::size_t{3} * stream_.width * stream_.height; }

  void hash() {
    const extract::PixelView view{
        reinterpret_cast<const uint8_t*>(pixels_.data()), stream_.width, stream_.height, 3, 3,
        static_cast<std::ptrdiff_t>(3) * stream_.width};
    const uint32_t number = static_cast<uint32_t>(frames_.size()) * step_;
    frames_.push_back({number, timestamp_of(stream_, number), hasher_.hash_frame(view)});
    if (settings_.thumbnail) thumbnails_.push_back(extract::make_thumbnail(view));
  }

  const extract::VideoStream stream_;
  const VideoSettings& settings_;
  const uint32_t step_;
  extract::PdqHasher hasher_;
  std::vector<char> pixels_;
  std::size_t filled_ = 0;
  bool is_too_long_ = false;
  std::vector<extract::VideoFrame> frames_;
  std::vector<extract::Thumbnail> thumbnails_;
};

ProgramLimits limits_of(const VideoSettings& settings) {
  ProgramLimits limits;
  limits.timeout_s = settings.timeout_s;
  limits.file_bytes = 0;
  return limits;
}

Result<extract::VideoStream> probe(const Fd& file, VideoFormat format, const std::string& program,
                                   const VideoSettings& settings) {
  constexpr uint64_t kMostPrinted = 1 << 16;
  ProgramLimits limits = limits_of(settings);
  limits.output_bytes = kMostPrinted;
  std::string printed;
  const auto keep = [&](std::string_view piece) {
    printed.append(piece);
    return true;
  };
  TRY(const ProgramRun run,
      stream_sandboxed_program(probe_words(program, format), file, "/", limits, keep));
  if (run.exit_code != 0) {
    return fail(Code::corrupt, "the video is damaged, or cut off before what describes it");
  }
  TRY(const extract::VideoStream stream, extract::parse_video_stream(printed));
  if (uint64_t{stream.width} * stream.height > settings.pixels) {
    return fail(Code::unsupported, fmt::format("its frames of {} x {} pixels are over the limit",
                                               stream.width, stream.height));
  }
  return stream;
}

}  // namespace

Result<VideoFacts> read_video(const Fd& file, VideoFormat format, const VideoSettings& settings) {
  TRY(const Programs programs, find_programs(settings));
  TRY(const extract::VideoStream stream, probe(file, format, programs.ffprobe, settings));
  const uint32_t step = extract::frame_step(stream, settings.seconds_per_hash);
  FrameHasher hasher(stream, step, settings);
  ProgramLimits limits = limits_of(settings);
  limits.output_bytes = UINT64_MAX;  // the frames are counted
  TRY(const ProgramRun run,
      stream_sandboxed_program(decode_words(programs.ffmpeg, format, stream, step), file, "/",
                               limits, [&](std::string_view piece) { return hasher.add(piece); }));
  if (hasher.is_too_long()) {
    return fail(
        Code::unsupported,
        fmt::format(
            "it has more than {} frames to hash; hash fewer a second, or cut it into pieces",
            settings.frames));
  }
  if (hasher.empty()) {
    return fail(Code::corrupt,
                "no frame of the video can be decoded: it is damaged, or of an unknown coding");
  }
  const bool ends_early = run.exit_code != 0 || hasher.lacks_frames();
  VideoFacts facts = std::move(hasher).finish(format);
  facts.ends_early = ends_early;
  return facts;
}

Result<VideoFacts> read_video(std::string_view bytes, const VideoSettings& settings) {
  TRY(const Fd file, file_in_memory(bytes));
  return read_video(file, extract::sniff_video(bytes), settings);
}

}  // namespace maillon::tasks
