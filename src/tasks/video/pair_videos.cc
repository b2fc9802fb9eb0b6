#include "tasks/video/pair_videos.h"

#include "link/photos/videos.h"

namespace maillon::tasks {

std::vector<uint8_t> quality_without_videos(const Pictures& pictures) {
  std::vector<uint8_t> quality = pictures.quality;
  for (std::size_t p = 0; p < quality.size(); ++p) {
    if (pictures.frames[p] > 0) quality[p] = 0;
  }
  return quality;
}

std::vector<link::PhotoCopy> pair_videos(std::span<const std::vector<Hash256>> frames,
                                         Pictures& pictures) {
  constexpr uint8_t kAll = 100;
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

}  // namespace maillon::tasks
