#include "tasks/video/video_facts.h"

#include <cstring>

#include <fmt/format.h>

#include "link/photos/videos.h"
#include "tasks/video/video_reader.h"

namespace maillon::tasks {
namespace {

constexpr uint32_t kMostFrames = 20'000;  // five hours and a half

std::vector<Hash256> compared_frames(const VideoFacts& video) {
  std::vector<Hash256> hashes;
  std::vector<uint8_t> quality;
  for (const extract::VideoFrame& frame : video.frames) {
    hashes.push_back(frame.pdq.hash);
    quality.push_back(static_cast<uint8_t>(frame.pdq.quality));
  }
  return link::distinct_frames(hashes, quality);
}

}  // namespace

std::string pack_frames(std::span<const Hash256> frames) {
  return {reinterpret_cast<const char*>(frames.data()), frames.size_bytes()};
}

std::vector<Hash256> unpack_frames(std::string_view bytes) {
  std::vector<Hash256> frames(bytes.size() / sizeof(Hash256));
  if (!frames.empty()) std::memcpy(frames.data(), bytes.data(), frames.size() * sizeof(Hash256));
  return frames;
}

HashedVideo hash_video(std::string_view bytes) {
  VideoSettings settings;
  settings.thumbnail = true;
  settings.frames = kMostFrames;
  HashedVideo hashed;
  PhotoFacts& facts = hashed.facts;
  Result<VideoFacts> video = read_video(bytes, settings);
  if (!video) {
    facts.reason = video.error().message;
    return hashed;
  }
  const extract::PdqResult& key = video->frames[video->key].pdq;
  facts.pdq = facts.oriented = facts.mirrored = key.hash;
  facts.quality = static_cast<uint8_t>(key.quality);
  facts.width = video->stream.width;
  facts.height = video->stream.height;
  facts.frames = pack_frames(compared_frames(*video));
  hashed.thumbnail = std::move(video->thumbnail);
  if (video->ends_early) {
    facts.reason = fmt::format("the video is damaged; its frames up to {:.1f} s are compared",
                               video->frames.back().timestamp);
  }
  return hashed;
}

}  // namespace maillon::tasks
