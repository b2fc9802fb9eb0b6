#include "link/photos/videos.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "base/parallel.h"
#include "link/photos/hamming_index.h"
#include "link/photos/hamming_pairs.h"

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

constexpr uint32_t kHardlyDiffer = 8;

// The frames that are looked up, and whose they are.
struct LookedUp {
  std::vector<Hash256> frames;
  std::vector<uint32_t> video;
};

LookedUp choose_frames(std::span<const std::vector<Hash256>> videos) {
  LookedUp chosen;
  for (uint32_t v = 0; v < videos.size(); ++v) {
    const Hash256* last = nullptr;
    for (const Hash256& frame : videos[v]) {
      if (last != nullptr && hamming_distance(*last, frame) <= kHardlyDiffer) continue;
      last = &frame;
      chosen.frames.push_back(frame);
      chosen.video.push_back(v);
    }
  }
  return chosen;
}

// Pairs of videos that share a frame, sorted, each once.
std::vector<std::pair<uint32_t, uint32_t>> find_candidates(const LookedUp& chosen) {
  std::vector<std::pair<uint32_t, uint32_t>> pairs;
  const HammingArrays arrays = build_hamming_index(chosen.frames);
  const HammingView index = arrays.view();
  const auto video_at = [&](std::size_t entry) {
    return chosen.video[index.rows.empty() ? entry : index.rows[entry]];
  };
  const auto add = [&](uint32_t x, uint32_t y) {
    if (x != y) pairs.emplace_back(std::min(x, y), std::max(x, y));
  };
  for (std::size_t place = 0; place < index.hashes.size(); ++place) {
    const auto [begin, end] = index.range_of(place);
    for (std::size_t e = begin + 1; e < end; ++e) add(video_at(begin), video_at(e));
  }
  for (const HammingPair& pair : find_hamming_pairs(index, kFrameRadius).pairs)
    add(video_at(index.range_of(pair.first).begin), video_at(index.range_of(pair.second).begin));
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
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

std::vector<VideoPair> find_same_videos(std::span<const std::vector<Hash256>> videos) {
  const auto candidates = find_candidates(choose_frames(videos));
  std::vector<VideoPair> pairs(candidates.size());
  parallel_for(candidates.size(), [&](std::size_t i) {
    const auto [a, b] = candidates[i];
    pairs[i] = {a, b, compare_videos(videos[a], videos[b])};
  });
  std::erase_if(pairs, [](const VideoPair& pair) { return !is_same_video(pair.match); });
  return pairs;
}

bool is_same_video(const VideoMatch& match) {
  return is_match(match, {kVideoPercent, 0}) || is_match(match, {0, kVideoPercent});
}

}  // namespace maillon::link
