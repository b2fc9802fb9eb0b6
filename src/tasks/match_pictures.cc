#include "tasks/match_pictures.h"

#include <filesystem>

#include <fmt/format.h>

#include "base/parallel.h"
#include "base/printable.h"
#include "report/style.h"
#include "store/file.h"
#include "tasks/file_hashes.h"
#include "tasks/folder_files.h"

namespace maillon::tasks {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kHeadBytes = 64;

// Its first bytes; "" if it cannot be read.
std::string begin_of(const std::string& path) {
  auto begin = store::read_up_to(path, kHeadBytes);
  return begin ? *std::move(begin) : std::string();
}

bool is_picture(std::string_view begin) {
  return extract::sniff_picture(begin) != extract::PictureFormat::unknown;
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
    if (hashes.picture->upright) query.upright = hashes.picture->upright->hash;
  } else {
    problem = hashes.picture.error().message;
  }
  return query;
}

}  // namespace

bool is_picture_input(const std::string& path) {
  std::error_code error;
  return fs::is_directory(path, error) ||
         (fs::is_regular_file(path, error) && is_picture(begin_of(path)));
}

Result<MatchFiles> list_match_files(const std::string& path) {
  MatchFiles files;
  std::error_code error;
  if (!fs::is_directory(path, error)) {
    files.pictures = {path};
    return files;
  }
  TRY(FolderFiles inside, list_folder_files(path));
  std::size_t others = 0;
  for (std::string& file : inside.files) {
    const std::string begin = begin_of(file);
    if (is_picture(begin)) {
      files.pictures.push_back(std::move(file));
    } else if (extract::sniff_video(begin) != extract::VideoFormat::unknown) {
      files.videos.push_back(std::move(file));
    } else {
      ++others;
    }
  }
  if (files.pictures.empty() && files.videos.empty())
    return fail(Code::invalid_input, path + ": the folder has no pictures and no videos");
  if (others > 0)
    say(fmt::format("{}: {} neither pictures nor videos and left out", printable(path),
                    report::count_of(others, "file is", "files are")));
  return files;
}

std::vector<HashQuery> hash_queries(const std::vector<std::string>& pictures, Progress& progress) {
  const Step step(progress, "hash pictures", pictures.size(), "pictures");
  PicturePool pool;
  std::vector<HashQuery> queries(pictures.size());
  std::vector<std::string> problems(pictures.size());
  parallel_for(pictures.size(), [&](std::size_t i) {
    queries[i] = hash_query(pictures[i], pool, problems[i]);
    progress.advance(1);
  });
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    if (!problems[i].empty()) say(printable(pictures[i]) + ": " + printable(problems[i]));
  }
  return queries;
}

}  // namespace maillon::tasks
