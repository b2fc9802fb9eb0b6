// What hash lists say of the pictures of a case, by what is kept of them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/checksums.h"
#include "base/hash256.h"
#include "base/result.h"
#include "tasks/hash_lists.h"
#include "tasks/match_hashes.h"
#include "tasks/pictures/photos.h"

namespace maillon::tasks {

// What is looked up of one picture or one video: its checksums exactly, the PDQ hashes within the
// radius of each list.
struct PhotoQuery {
  Checksums checksums;
  std::vector<Hash256> pdq;  // as stored and as shown; of a video each frame; none: not decoded
  uint8_t quality = 0;       // of the first
  bool is_video = false;
};
PhotoQuery query_of(const PhotoFacts& facts);
PhotoQuery query_of(const PhotoTable& photos, uint32_t index);

struct PhotoListing {
  bool is_restricted = false;  // an entry classes it as abuse of children
  std::string says;            // a line for each of the first entries; the duty stands there always
};
// Beside `photos`. On all threads; the same for any number of them.
Result<std::vector<PhotoListing>> look_up_photos(std::vector<NamedList>& lists,
                                                 std::span<const PhotoQuery> photos);

// The lists that such lines name, in their order; views of `says`.
std::vector<std::string_view> list_names(std::string_view says);

}  // namespace maillon::tasks
