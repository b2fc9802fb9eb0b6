// When two videos are the same: vPDQ's published rule over the hashes of their frames
// (ThreatExchange, vpdq/README.md, "Comparison"; python-threatexchange, extensions/vpdq).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/hash256.h"

namespace maillon::link {

// The reference's values.
inline constexpr int kLeastFrameQuality = 50;
inline constexpr uint32_t kFrameRadius = 31;  // bits in which two frames may differ
inline constexpr double kVideoPercent = 80;   // of the frames of one of the two

// The frames that count: of quality enough, and of equal hashes the first. `quality`
// stands beside `hashes`.
std::vector<Hash256> distinct_frames(std::span<const Hash256> hashes,
                                     std::span<const uint8_t> quality,
                                     int least_quality = kLeastFrameQuality);

// How many frames of each have one of the other within the radius; the order of frames
// and where they stand do not matter.
struct VideoMatch {
  uint32_t query_frames = 0, query_matched = 0;
  uint32_t compared_frames = 0, compared_matched = 0;
  uint32_t least_distance = 256;  // of any two frames
  // 0 of a video without frames that count.
  double query_percent() const;
  double compared_percent() const;
  friend bool operator==(const VideoMatch&, const VideoMatch&) = default;
};
// Of distinct_frames(); compares each with each.
VideoMatch compare_videos(std::span<const Hash256> query, std::span<const Hash256> compared,
                          uint32_t radius = kFrameRadius);

// What must be matched of each. The default is how an upload is looked up among known
// videos: 80 % of the upload, however much more the known one holds.
struct VideoRule {
  double query_percent = kVideoPercent, compared_percent = 0;
};
bool is_match(const VideoMatch& match, const VideoRule& rule = {});
// Most of either is in the other: a copy, or one cut out of the other.
bool is_same_video(const VideoMatch& match);

// Two of many videos that are the same, a < b; a is the query of the match.
struct VideoPair {
  uint32_t a = 0, b = 0;
  VideoMatch match;
  friend bool operator==(const VideoPair&, const VideoPair&) = default;
};
// Pairs that is_same_video() says are, sorted, each once, of videos that are given as
// distinct_frames(). Videos are compared if two of their frames are within the radius; of
// frames in a row that hardly differ (8 bits) only the first is looked up. A frame that many
// videos share (more than 64 exactly) suggests each of them with the first only. Near-linear
// (hamming_pairs.h); the same for any number of threads.
std::vector<VideoPair> find_same_videos(std::span<const std::vector<Hash256>> videos);

// A picture within the radius of a frame of a video.
struct FramePicture {
  uint32_t picture = 0, video = 0;
  uint32_t frames = 0;    // of the video that are like it
  uint32_t distance = 0;  // of the nearest of them
  friend bool operator==(const FramePicture&, const FramePicture&) = default;
};
// By picture, then video. Pictures below the quality of frames that count are left out. Of a
// picture at most 256 videos: the nearest, of equal distance the first. Near-linear but for
// pictures that very many frames are like; the same for any number of threads.
std::vector<FramePicture> find_frames_among(std::span<const std::vector<Hash256>> videos,
                                            std::span<const Hash256> pictures,
                                            std::span<const uint8_t> quality);

}  // namespace maillon::link
