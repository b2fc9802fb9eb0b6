// The photographs of a made-up world on disk: DIR/images and the truth about them.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "simulate/world_pictures.h"
#include "tasks/output.h"

namespace maillon::tasks {

// Draws and writes the pictures in batches, on all threads; the same bytes for any number.
class PictureFiles {
 public:
  // Makes DIR/images. Code::invalid_input if something is in it (a picture of another world
  // would pass for one of this), Code::io if the pictures of so many posts have no room.
  static Result<PictureFiles> start(const std::string& directory, int64_t posts);

  void add(const simulate::PostPicture& picture);
  bool is_open() const { return failed_.empty() && table_.is_open(); }
  // Writes what waits, and DIR/pictures.csv; the first error there was.
  Result<void> finish();

  const std::string& table_path() const { return table_path_; }
  uint64_t count() const { return count_; }  // files
  uint64_t bytes() const { return bytes_; }

 private:
  PictureFiles(std::string folder, std::string table_path, Output table);
  void write_batch();
  void make_folders();

  std::string folder_, table_path_;
  Output table_;
  std::vector<simulate::PostPicture> waiting_;
  std::unordered_set<std::string> folders_;  // that are there
  std::vector<Error> failed_;                // the first; then nothing more is written
  uint64_t count_ = 0, bytes_ = 0;
};

}  // namespace maillon::tasks
