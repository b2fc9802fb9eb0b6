#include "link/photos/videos.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "base/parallel.h"
#include "link/photos/hamming_index.h"
#include "link/photos/hamming_pairs.h"
#include "link/photos/hamming_search.h"

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

using Pairs = std::vector<std::pair<uint32_t, uint32_t>>;

void keep_one_each(Pairs& pairs) {
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
}

// All pairs of so many videos that have one frame; of more, each with the first.
constexpr std::size_t kMostSharers = 64;
// The same of two frames that are near to each other: so many pairs.
constexpr std::size_t kMostOfNear = 16;

// Pairs of videos that share a frame, sorted, each once.
Pairs find_candidates(const LookedUp& chosen) {
  Pairs pairs;
  const HammingArrays arrays = build_hamming_index(chosen.frames);
  const HammingView index = arrays.view();
  const auto video_at = [&](std::size_t entry) {
    return chosen.video[index.rows.empty() ? entry : index.rows[entry]];
  };
  std::size_t much = 1U << 20;
  const auto add = [&](uint32_t x, uint32_t y) {
    if (x != y) pairs.emplace_back(std::min(x, y), std::max(x, y));
    if (pairs.size() < much) return;
    keep_one_each(pairs);  // copies of one video suggest each other by every frame
    much = std::max(much, 2 * pairs.size());
  };
  for (std::size_t place = 0; place < index.hashes.size(); ++place) {
    const auto [begin, end] = index.range_of(place);
    const std::size_t first_end = end - begin > kMostSharers ? begin + 1 : end;
    for (std::size_t x = begin; x < first_end; ++x) {
      for (std::size_t y = x + 1; y < end; ++y) add(video_at(x), video_at(y));
    }
  }
  for (const HammingPair& pair : find_hamming_pairs(index, kFrameRadius).pairs) {
    const auto [a, a_end] = index.range_of(pair.first);
    const auto [b, b_end] = index.range_of(pair.second);
    const bool is_crowded = (a_end - a) * (b_end - b) > kMostOfNear;
    for (std::size_t x = a; x < (is_crowded ? a + 1 : a_end); ++x) {
      for (std::size_t y = b; y < (is_crowded ? b + 1 : b_end); ++y) add(video_at(x), video_at(y));
    }
  }
  keep_one_each(pairs);
  return pairs;
}

// The nearest videos of one picture, by video.
void add_nearest(uint32_t picture, std::vector<FramePicture>& found,
                 std::vector<FramePicture>& out) {
  constexpr std::size_t kMostVideos = 256;
  if (found.size() > kMostVideos) {
    std::stable_sort(found.begin(), found.end(), [](const FramePicture& x, const FramePicture& y) {
      return x.distance < y.distance;
    });
    found.resize(kMostVideos);
    std::sort(found.begin(), found.end(),
              [](const FramePicture& x, const FramePicture& y) { return x.video < y.video; });
  }
  for (FramePicture& one : found) {
    one.picture = picture;
    out.push_back(one);
  }
  found.clear();
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

std::vector<FramePicture> find_frames_among(std::span<const std::vector<Hash256>> videos,
                                            std::span<const Hash256> pictures,
                                            std::span<const uint8_t> quality) {
  constexpr std::size_t kBatch = 4096;  // the hits of so many are held at once
  std::vector<Hash256> frames;
  std::vector<uint32_t> video;
  for (uint32_t v = 0; v < videos.size(); ++v) {
    frames.insert(frames.end(), videos[v].begin(), videos[v].end());
    video.resize(frames.size(), v);
  }
  std::vector<FramePicture> out;
  if (frames.empty()) return out;
  const HammingArrays arrays = build_hamming_index(frames);
  std::vector<Hash256> queries;
  std::vector<uint32_t> asker;
  std::vector<FramePicture> found;
  for (uint32_t p = 0; p < pictures.size(); ++p) {
    if (quality[p] >= kLeastFrameQuality) {
      queries.push_back(pictures[p]);
      asker.push_back(p);
    }
    if (queries.size() < kBatch && p + 1 < pictures.size()) continue;
    const HammingHits hits = find_all_near(arrays.view(), queries, kFrameRadius);
    for (std::size_t q = 0; q < queries.size(); ++q) {
      // Hits come by row, and so by video.
      for (const HammingHit& hit : hits.of(q)) {
        if (found.empty() || found.back().video != video[hit.row])
          found.push_back({0, video[hit.row], 0, hit.distance});
        ++found.back().frames;
        found.back().distance = std::min(found.back().distance, hit.distance);
      }
      add_nearest(asker[q], found, out);
    }
    queries.clear();
    asker.clear();
  }
  return out;
}

bool is_same_video(const VideoMatch& match) {
  return is_match(match, {kVideoPercent, 0}) || is_match(match, {0, kVideoPercent});
}

}  // namespace maillon::link
