#include "tasks/pictures/likes.h"

#include "tasks/pictures/copies.h"

namespace maillon::tasks {

void restrict_likes(const std::vector<store::Restriction>& own, Pictures& pictures) {
  std::vector<uint8_t> is_classed(pictures.count(), 0), reached(pictures.count(), 0);
  for (uint32_t p = 0; p < pictures.count(); ++p) {
    if (own[p] == store::Restriction::classed) is_classed[pictures.group[p]] = 1;
    if (own[p] != store::Restriction::none) reached[pictures.group[p]] = 1;
  }
  const auto reach = [&](uint32_t a, uint32_t b) {
    const uint32_t left = pictures.group[a], right = pictures.group[b];
    if (is_classed[left] != 0) reached[right] = 1;
    if (is_classed[right] != 0) reached[left] = 1;
  };
  const auto reach_all = [&](const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) {
    for (std::size_t i = 0; i < a.size(); ++i) reach(a[i], b[i]);
  };
  for (std::size_t i = 0; i < pictures.copy_a.size(); ++i) {
    if (pictures.copy_bits[i] >= kLinkingBits) reach(pictures.copy_a[i], pictures.copy_b[i]);
  }
  reach_all(pictures.near_a, pictures.near_b);
  reach_all(pictures.video_a, pictures.video_b);
  reach_all(pictures.frame_picture, pictures.frame_video);
  for (uint32_t p = 0; p < pictures.count(); ++p) {
    if (reached[pictures.group[p]] != 0) pictures.restricted[p] = Pictures::kNeverShown;
  }
}

}  // namespace maillon::tasks
