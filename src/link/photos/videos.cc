#include "link/photos/videos.h"

#include <algorithm>
#include <unordered_set>

namespace maillon::link {

namespace {

struct HashOfHash {
  std::size_t operator()(const Hash256& hash) const {
    return hash.word[0] ^ hash.word[1] ^ hash.word[2] ^ hash.word[3];
  }
};

double percent(uint32_t part, uint32_t whole) {
  return whole == 0 ? 0 : 100.0 * part / whole;
}

}  // namespace

std::vector<Hash256> distinct_frames(std::span<const Hash256> hashes,
                                     std::span<const uint8_t> quality, int least_quality) {
  std::vector<Hash256> frames;
  std::unordered_set<Hash256, HashOfHash> seen;
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    if (quality[i] >= least_quality && seen.insert(hashes[i]).second) frames.push_back(hashes[i]);
  }
  return frames;
}

double VideoMatch::query_percent() const {
  return percent(query_matched, query_frames);
}
double VideoMatch::compared_percent() const {
  return percent(compared_matched, compared_frames);
}

VideoMatch compare_videos(std::span<const Hash256> query, std::span<const Hash256> compared,
                          uint32_t radius) {
  VideoMatch match;
  match.query_frames = static_cast<uint32_t>(query.size());
  match.compared_frames = static_cast<uint32_t>(compared.size());
  std::vector<uint32_t> nearest(compared.size(), 256);
  for (const Hash256& q : query) {
    uint32_t nearest_to_q = 256;
    for (std::size_t c = 0; c < compared.size(); ++c) {
      const uint32_t distance = hamming_distance(q, compared[c]);
      nearest_to_q = std::min(nearest_to_q, distance);
      nearest[c] = std::min(nearest[c], distance);
    }
    match.query_matched += nearest_to_q <= radius ? 1 : 0;
    match.least_distance = std::min(match.least_distance, nearest_to_q);
  }
  if (query.empty()) return match;
  for (const uint32_t distance : nearest) match.compared_matched += distance <= radius ? 1 : 0;
  return match;
}

bool is_match(const VideoMatch& match, const VideoRule& rule) {
  // Two videos of which nothing counts share nothing.
  if (match.query_matched == 0 || match.compared_matched == 0) return false;
  return match.query_percent() >= rule.query_percent &&
         match.compared_percent() >= rule.compared_percent;
}

bool is_same_video(const VideoMatch& match) {
  return is_match(match, {kVideoPercent, 0}) || is_match(match, {0, kVideoPercent});
}

}  // namespace maillon::link
