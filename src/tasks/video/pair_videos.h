// The videos among the pictures of a case: which are the same, and what pictures they show.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/hash256.h"
#include "link/photos/groups.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

// The quality by which pictures are compared; 0 of a video, which is compared by its frames
// and not by its key frame: a title or a trailer may be that of many.
std::vector<uint8_t> quality_without_videos(const Pictures& pictures);

// A picture in more unrelated videos than this is taken for what many videos show (a station's
// logo, a title) and ties it to none of them.
inline constexpr std::size_t kMostUnrelatedVideos = 3;

// Finds the pairs of videos and the pictures that are frames of them, puts them into
// `pictures`, and gives those that link as copies for group_photos(): of two videos of which
// one is cut out of the other, the shorter is within the longer; a picture is within the
// video. `frames`: per picture the frames that are compared; none of what is no video.
// `shown`: per picture the hash of it as it is shown.
std::vector<link::PhotoCopy> pair_videos(std::span<const std::vector<Hash256>> frames,
                                         std::span<const Hash256> shown, Pictures& pictures);

}  // namespace maillon::tasks
