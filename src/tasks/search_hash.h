// Posts by the hash of a file that the case holds.
#pragma once

#include <optional>
#include <string_view>

#include "base/progress.h"
#include "base/result.h"
#include "tasks/search_case.h"

namespace maillon::tasks {

// What the hash finds: 64 hex digits are the SHA-256 of an imported file (the posts that were
// read from it), of a picture, or the PDQ hash of a picture (radius kPdqRadius; of pictures
// with little detail only the same hash); 32 and 40 are the MD5 and the SHA-1 of a picture,
// which no case keeps: its pictures are read again. "I-19dd41b0f693" is the picture of that
// identifier. Rows in no order. Nothing: the text is no
// hash. Fails if pictures cannot be read.
Result<std::optional<FoundPosts>> find_posts_of_hash(const OpenedCase& from, std::string_view text,
                                                     Progress& progress);

}  // namespace maillon::tasks
