#include "tasks/match_pictures.h"

#include <filesystem>

#include "base/parallel.h"
#include "base/printable.h"
#include "store/file.h"
#include "tasks/file_hashes.h"
#include "tasks/folder_files.h"

namespace maillon::tasks {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kHeadBytes = 64;

bool is_picture_file(const std::string& path) {
  const auto begin = store::read_up_to(path, kHeadBytes);
  return begin && extract::sniff_picture(*begin) != extract::PictureFormat::unknown;
}

Result<std::vector<std::string>> list_pictures(const std::string& path) {
  if (!fs::is_directory(path)) return std::vector<std::string>{path};
  TRY(FolderFiles inside, list_folder_files(path));
  const std::size_t others =
      std::erase_if(inside.files, [](const std::string& file) { return !is_picture_file(file); });
  if (inside.files.empty()) return fail(Code::invalid_input, path + ": the folder has no pictures");
  if (others > 0)
    say(printable(path) + ": " + std::to_string(others) + " files are no pictures and left out");
  return std::move(inside.files);
}

HashQuery hash_query(const std::string& path, PicturePool& pool, std::string& problem) {
  const FileHashes hashes = hash_file(path, {}, pool);
  if (!hashes.read) {
    problem = hashes.read.error().message;
    return {path, {}};
  }
  HashQuery query = query_of(path, hashes.checksums);
  if (hashes.video != extract::VideoFormat::unknown) return query;
  if (hashes.picture) {
    set_pdq(query, hashes.picture->pdq.hash, hashes.picture->pdq.quality);
  } else {
    problem = hashes.picture.error().message;
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
    queries[i] = hash_query(files[i], pool, problems[i]);
    progress.advance(1);
  });
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!problems[i].empty()) say(printable(files[i]) + ": " + printable(problems[i]));
  }
  return queries;
}

}  // namespace maillon::tasks
