// The videos among the pictures of a case: which are the same.
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

// Finds the pairs, puts them into `pictures`, and gives them as copies for group_photos(): of
// two videos of which one is cut out of the other, the shorter is within the longer. `frames`:
// per picture the frames that are compared; none of what is no video.
std::vector<link::PhotoCopy> pair_videos(std::span<const std::vector<Hash256>> frames,
                                         Pictures& pictures);

}  // namespace maillon::tasks
