// The pictures of a case -> selectors: pictures that show the same are one selector, whose
// value is the identifier of the first of them.
#pragma once

#include <span>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "tasks/case_data.h"
#include "tasks/pictures/case_photos.h"
#include "tasks/posts.h"
#include "tasks/signal_segments.h"

namespace maillon::tasks {

// Groups the pictures that current versions of posts have, and gives the hits in `segments`
// their groups instead of their SHA-256. Pictures that the last link compared are not compared
// with each other again, but with `anew`.
Result<Pictures> group_pictures(const store::Case& open_case, const CasePhotos& photos, bool anew,
                                const CollectedPosts& posts, std::vector<SignalSegment>& segments,
                                Progress& progress);

}  // namespace maillon::tasks
