// What an import keeps of a video: the frames that are compared, and the likeness of one.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash256.h"
#include "extract/image/thumbnail.h"
#include "tasks/pictures/photos.h"

namespace maillon::tasks {

// The frames of a video that are compared, 32 bytes each, and back.
std::string pack_frames(std::span<const Hash256> frames);
std::vector<Hash256> unpack_frames(std::string_view bytes);

struct HashedVideo {
  // With a reason if it cannot be decoded, or only in part; without thumbnail and checksums.
  PhotoFacts facts;
  std::optional<extract::Thumbnail> thumbnail;
};
// Of the bytes of a video (extract::sniff_video()), one frame a second.
HashedVideo hash_video(std::string_view bytes);

}  // namespace maillon::tasks
