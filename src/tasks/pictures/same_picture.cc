#include "tasks/pictures/same_picture.h"

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include <fmt/format.h>

namespace maillon::tasks {
namespace {

std::vector<uint32_t> pictures_of(const CaseData& data, uint32_t row, std::string_view group) {
  std::vector<uint32_t> found;
  for (const uint32_t p : data.pictures.of(row)) {
    if (picture_id(data.pictures, data.pictures.group[p]) == group) found.push_back(p);
  }
  return found;
}

// The pair's place among Pictures::near_a.
std::optional<std::size_t> find_pair(const Pictures& pictures, uint32_t a, uint32_t b) {
  const auto [low, high] = std::minmax(a, b);
  const auto first = std::lower_bound(pictures.near_a.begin(), pictures.near_a.end(), low);
  for (auto i = static_cast<std::size_t>(first - pictures.near_a.begin());
       i < pictures.near_a.size() && pictures.near_a[i] == low; ++i) {
    if (pictures.near_b[i] == high) return i;
  }
  return std::nullopt;
}

// Does one post show the one picture, or another of its group, and the other post the other?
class Crossing {
 public:
  Crossing(const Pictures& pictures, std::span<const uint32_t> of_a, std::span<const uint32_t> of_b)
      : pictures_(pictures), of_a_(of_a), of_b_(of_b) {}
  bool operator()(uint32_t x, uint32_t y) const {
    return (has(of_a_, x) && has(of_b_, y)) || (has(of_a_, y) && has(of_b_, x));
  }

 private:
  bool has(std::span<const uint32_t> posts, uint32_t picture) const {
    return std::any_of(posts.begin(), posts.end(), [&](uint32_t p) {
      return p == picture || pictures_.group[p] == pictures_.group[picture];
    });
  }
  const Pictures& pictures_;
  std::span<const uint32_t> of_a_, of_b_;
};

// By local features: the best that any two of the pictures agree.
std::string how_copied(const Pictures& pictures, const Crossing& crosses) {
  std::string best;
  int32_t most = 0;
  for (std::size_t i = 0; i < pictures.copy_a.size(); ++i) {
    const uint32_t x = pictures.copy_a[i];
    const uint32_t y = pictures.copy_b[i];
    if (pictures.copy_bits[i] <= most || !crosses(x, y)) continue;
    most = pictures.copy_bits[i];
    best = fmt::format("{} and {}: {} places agree, {} bits; {} % of the one, {} % of the other{}",
                       picture_id(pictures, x), picture_id(pictures, y), pictures.copy_places[i],
                       most / 1024, pictures.copy_share_a[i], pictures.copy_share_b[i],
                       pictures.copy_mirrored[i] != 0 ? ", one mirrored" : "");
  }
  return best;
}

// Of two videos: the best that any two of them agree.
std::string how_filmed(const Pictures& pictures, const Crossing& crosses) {
  std::string best;
  uint32_t most = 0;
  for (std::size_t i = 0; i < pictures.video_a.size(); ++i) {
    const uint32_t x = pictures.video_a[i];
    const uint32_t y = pictures.video_b[i];
    const uint32_t matched = pictures.video_matched_a[i] + pictures.video_matched_b[i];
    if (matched <= most || !crosses(x, y)) continue;
    most = matched;
    best = fmt::format(
        "videos {} and {}: {} of the {} frames of the one are in the other, {} of the {} of the "
        "other in the one; the nearest at PDQ distance {} of 256",
        picture_id(pictures, x), picture_id(pictures, y), pictures.video_matched_a[i],
        pictures.frames[x], pictures.video_matched_b[i], pictures.frames[y],
        pictures.video_distance[i]);
  }
  return best;
}

// Of a picture and a video: the nearest frame.
std::string how_shown(const Pictures& pictures, const Crossing& crosses) {
  std::string best;
  uint32_t least = UINT32_MAX;
  for (std::size_t i = 0; i < pictures.frame_picture.size(); ++i) {
    const uint32_t picture = pictures.frame_picture[i];
    const uint32_t video = pictures.frame_video[i];
    if (pictures.frame_distance[i] >= least || !crosses(picture, video)) continue;
    least = pictures.frame_distance[i];
    best = fmt::format(
        "{} is like {} of the {} frames of the video {}, the nearest at PDQ distance {} of 256",
        picture_id(pictures, picture), pictures.frame_count[i], pictures.frames[video],
        picture_id(pictures, video), least);
  }
  return best;
}

}  // namespace

report::Sentence how_same(const CaseData& data, uint32_t selector, uint32_t a, uint32_t b) {
  const Pictures& pictures = data.pictures;
  const std::string_view group = data.selectors.value[selector];
  const std::vector<uint32_t> of_a = pictures_of(data, a, group);
  const std::vector<uint32_t> of_b = pictures_of(data, b, group);
  report::Sentence best;
  uint32_t least = UINT32_MAX;
  for (const uint32_t x : of_a) {
    for (const uint32_t y : of_b) {
      if (x == y) {
        const std::string id = picture_id(pictures, x);
        return {"the same file, " + id, {{"same_file", {{"id", id}}}}};
      }
      const auto pair = find_pair(pictures, x, y);
      if (!pair || pictures.near_distance[*pair] >= least) continue;
      least = pictures.near_distance[*pair];
      const bool mirrored = pictures.near_mirrored[*pair] != 0;
      const std::string id_x = picture_id(pictures, x), id_y = picture_id(pictures, y);
      best = {fmt::format("{} and {}: PDQ distance {} of 256{}", id_x, id_y, least,
                          mirrored ? ", one mirrored" : ""),
              {{mirrored ? "distance_mirrored" : "distance",
                {{"a", id_x}, {"b", id_y}, {"distance", std::to_string(least)}}}}};
    }
  }
  if (!best.empty()) return best;
  const Crossing crosses(pictures, pictures.of(a), pictures.of(b));
  for (const auto& how : {how_filmed, how_shown, how_copied}) {
    best = report::plain_sentence(how(pictures, crosses));
    if (!best.empty()) return best;
  }
  if (of_a.empty() || of_b.empty()) return {};
  const std::string id_a = picture_id(pictures, of_a[0]), id_b = picture_id(pictures, of_b[0]);
  return {fmt::format("{} and {}: each is near to another copy", id_a, id_b),
          {{"near_other", {{"a", id_a}, {"b", id_b}}}}};
}

}  // namespace maillon::tasks
