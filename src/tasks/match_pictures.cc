#include "tasks/match_pictures.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/checksums.h"
#include "base/parallel.h"
#include "base/printable.h"
#include "store/file.h"
#include "tasks/picture_pool.h"

namespace maillon::tasks {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMagicBytes = 64;

Result<std::string> read_up_to(const std::string& path, std::size_t most) {
  TRY(store::File file, store::File::open_read(path));
  std::string bytes;
  std::string piece(std::min<std::size_t>(most, 1U << 20), '\0');
  while (bytes.size() < most) {
    TRY(const std::size_t got,
        file.read(piece.data(), std::min(piece.size(), most - bytes.size())));
    if (got == 0) break;
    bytes.append(piece, 0, got);
  }
  return bytes;
}

bool is_picture_file(const std::string& path) {
  const auto begin = read_up_to(path, kMagicBytes);
  return begin && extract::sniff_picture(*begin) != extract::PictureFormat::unknown;
}

Result<std::vector<std::string>> list_pictures(const std::string& path) {
  if (!fs::is_directory(path)) return std::vector<std::string>{path};
  std::vector<std::string> files;
  std::error_code error;
  std::size_t others = 0;
  for (auto it = fs::recursive_directory_iterator(
           path, fs::directory_options::skip_permission_denied, error);
       !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    std::error_code ignored;
    if (it->is_symlink(ignored) || !it->is_regular_file(ignored)) continue;
    if (is_picture_file(it->path().string())) {
      files.push_back(it->path().string());
    } else {
      ++others;
    }
  }
  if (error) return fail(Code::io, path + ": cannot list the folder: " + error.message());
  if (files.empty()) return fail(Code::invalid_input, path + ": the folder has no pictures");
  if (others > 0)
    say(printable(path) + ": " + std::to_string(others) + " files are no pictures and left out");
  std::sort(files.begin(), files.end());
  return files;
}

template <std::size_t N>
std::string to_bytes(const std::array<uint8_t, N>& hash) {
  return {reinterpret_cast<const char*>(hash.data()), N};
}

std::string to_bytes(const extract::PdqHash& hash) {
  std::string bytes;
  for (const uint64_t word : hash.words) {
    for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(word >> shift));
  }
  return bytes;
}

HashQuery query_of(const std::string& path, const std::string& bytes, PicturePool& pool,
                   std::string& problem) {
  HashQuery query{path, {}};
  ChecksumStream stream;
  stream.update(bytes);
  const Checksums sums = stream.finish();
  query.hashes.of(share::HashKind::md5) = to_bytes(sums.md5);
  query.hashes.of(share::HashKind::sha1) = to_bytes(sums.sha1);
  query.hashes.of(share::HashKind::sha256) = to_bytes(sums.sha256);
  const Result<extract::PictureFacts> facts = pool.read(bytes, {});
  if (facts) {
    query.hashes.of(share::HashKind::pdq) = to_bytes(facts->pdq.hash);
    query.hashes.quality = facts->pdq.quality;
  } else {
    problem = facts.error().message;
  }
  return query;
}

}  // namespace

bool is_picture_input(const std::string& path) {
  std::error_code error;
  return fs::is_directory(path, error) ||
         (fs::is_regular_file(path, error) && is_picture_file(path));
}

Result<std::vector<HashQuery>> hash_queries(const std::string& path, Progress& progress) {
  TRY(const std::vector<std::string> files, list_pictures(path));
  const Step step(progress, "hash pictures", files.size(), "pictures");
  PicturePool pool;
  std::vector<HashQuery> queries(files.size());
  std::vector<std::string> problems(files.size());
  parallel_for(files.size(), [&](std::size_t i) {
    const auto bytes = read_up_to(files[i], extract::PictureLimits{}.bytes);
    if (bytes) {
      queries[i] = query_of(files[i], *bytes, pool, problems[i]);
    } else {
      queries[i].name = files[i];
      problems[i] = bytes.error().message;
    }
    progress.advance(1);
  });
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!problems[i].empty()) say(printable(files[i]) + ": " + printable(problems[i]));
  }
  return queries;
}

}  // namespace maillon::tasks
