// All hashes of one file, whatever it turns out to be: for the verbs `hash` and `match`.
#pragma once

#include <optional>
#include <string>

#include "base/checksums.h"
#include "base/result.h"
#include "tasks/picture_pool.h"
#include "tasks/video/video_reader.h"

namespace maillon::tasks {

struct FileWishes {
  extract::PictureWishes picture;
  std::optional<VideoSettings> video;  // none: of videos only the checksums
};

struct FileHashes {
  Result<void> read;  // whether the file could be read at all; else nothing below counts
  Checksums checksums;
  extract::VideoFormat video = extract::VideoFormat::unknown;  // unknown: no video
  std::optional<Result<VideoFacts>> video_facts;               // if it is one and is wished for
  Result<extract::PictureFacts> picture = extract::PictureFacts{};  // if it is none
};

// `path` "-" is standard input. Videos that are files on disk may be of any size.
FileHashes hash_file(const std::string& path, const FileWishes& wishes, PicturePool& pool);

}  // namespace maillon::tasks
