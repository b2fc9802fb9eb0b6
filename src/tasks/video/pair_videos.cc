#include "tasks/video/pair_videos.h"

#include <algorithm>
#include <set>

#include "link/disjoint_sets.h"
#include "link/photos/videos.h"

namespace maillon::tasks {
namespace {

constexpr uint8_t kAll = 100;

std::vector<link::PhotoCopy> pair_same(std::span<const std::vector<Hash256>> frames,
                                       Pictures& pictures) {
  const auto share = [](double percent) {
    return percent >= link::kVideoPercent ? kAll : uint8_t{0};
  };
  std::vector<link::PhotoCopy> copies;
  for (const link::VideoPair& pair : link::find_same_videos(frames)) {
    pictures.video_a.push_back(pair.a);
    pictures.video_b.push_back(pair.b);
    pictures.video_matched_a.push_back(pair.match.query_matched);
    pictures.video_matched_b.push_back(pair.match.compared_matched);
    pictures.video_distance.push_back(static_cast<uint16_t>(pair.match.least_distance));
    copies.push_back(
        {pair.a, pair.b, share(pair.match.query_percent()), share(pair.match.compared_percent())});
  }
  return copies;
}

link::PhotoCopy within(uint32_t picture, uint32_t video) {
  return picture < video ? link::PhotoCopy{picture, video, kAll, 0}
                         : link::PhotoCopy{video, picture, 0, kAll};
}

}  // namespace

std::vector<uint8_t> quality_without_videos(const Pictures& pictures) {
  std::vector<uint8_t> quality = pictures.quality;
  for (std::size_t p = 0; p < quality.size(); ++p) {
    if (pictures.frames[p] > 0) quality[p] = 0;
  }
  return quality;
}

std::vector<link::PhotoCopy> pair_videos(std::span<const std::vector<Hash256>> frames,
                                         std::span<const Hash256> shown, Pictures& pictures) {
  std::vector<link::PhotoCopy> copies = pair_same(frames, pictures);
  link::DisjointSets related(frames.size());
  for (const link::PhotoCopy& copy : copies) related.join(copy.a, copy.b);
  const std::vector<uint32_t> relation = related.labels();
  const std::vector<link::FramePicture> found =
      link::find_frames_among(frames, shown, quality_without_videos(pictures));
  for (auto first = found.begin(); first != found.end();) {
    const auto last = std::find_if(first, found.end(), [&](const link::FramePicture& one) {
      return one.picture != first->picture;
    });
    std::set<uint32_t> unrelated;
    for (auto one = first; one != last; ++one) unrelated.insert(relation[one->video]);
    for (auto one = first; one != last; ++one) {
      pictures.frame_picture.push_back(one->picture);
      pictures.frame_video.push_back(one->video);
      pictures.frame_count.push_back(one->frames);
      pictures.frame_distance.push_back(static_cast<uint16_t>(one->distance));
      if (unrelated.size() <= kMostUnrelatedVideos)
        copies.push_back(within(one->picture, one->video));
    }
    first = last;
  }
  return copies;
}

}  // namespace maillon::tasks
