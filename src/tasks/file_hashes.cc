#include "tasks/file_hashes.h"

#include <filesystem>

#include <fcntl.h>
#include <fmt/format.h>

#include "store/file.h"

namespace maillon::tasks {

namespace {

struct Content {
  std::string bytes;  // up to the limit; of a video on disk the first piece only
  uint64_t size = 0;
  bool is_on_disk = false;  // and may be opened again
};

// The checksums are of all bytes.
Result<Content> read_and_sum(const std::string& path, uint64_t limit, Checksums& checksums) {
  TRY(store::File file, store::File::open_read(path == "-" ? "/dev/stdin" : path));
  std::error_code ignored;
  Content content;
  content.is_on_disk = path != "-" && std::filesystem::is_regular_file(path, ignored);
  ChecksumStream stream;
  std::string piece(1 << 20, '\0');
  bool keep = true;
  for (;;) {
    TRY(const std::size_t got, file.read(piece.data(), piece.size()));
    if (got == 0) break;
    stream.update({piece.data(), got});
    if (keep) content.bytes.append(piece.data(), got);
    content.size += got;
    const bool is_video = extract::sniff_video(content.bytes) != extract::VideoFormat::unknown;
    keep = content.bytes.size() <= limit && !(is_video && content.is_on_disk);
  }
  checksums = stream.finish();
  return content;
}

Result<VideoFacts> read_video_of(const std::string& path, const Content& content,
                                 extract::VideoFormat format, uint64_t limit,
                                 const VideoSettings& settings) {
  if (content.is_on_disk) {
    const Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) return fail(Code::io, "the file cannot be opened again");
    return read_video(file, format, settings);
  }
  if (content.size > limit) {
    return fail(
        Code::unsupported,
        fmt::format("the video is larger than {} MB; give it as a file on disk", limit >> 20));
  }
  return read_video(content.bytes, settings);
}

}  // namespace

FileHashes hash_file(const std::string& path, const FileWishes& wishes, PicturePool& pool) {
  constexpr uint64_t kLimit = extract::PictureLimits{}.bytes;
  FileHashes hashes;
  const Result<Content> content = read_and_sum(path, kLimit, hashes.checksums);
  if (!content) {
    hashes.read = tl::unexpected<Error>(content.error());
    return hashes;
  }
  hashes.video = extract::sniff_video(content->bytes);
  if (hashes.video == extract::VideoFormat::unknown) {
    hashes.picture = pool.read(content->bytes, wishes.picture);
  } else if (wishes.video) {
    hashes.video_facts = read_video_of(path, *content, hashes.video, kLimit, *wishes.video);
  }
  return hashes;
}

}  // namespace maillon::tasks
