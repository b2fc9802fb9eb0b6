// As many sandboxed decoders as there are threads that ask. Also turns HEIF pictures into
// what the decoders read, by a separate program.
#pragma once

#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "tasks/picture_worker.h"

namespace maillon::tasks {

class PicturePool {
 public:
  explicit PicturePool(PictureSettings settings = {}) : settings_(std::move(settings)) {}

  // One file, in a worker that is free or a new one. Any thread may call. The error says
  // in words why there is no hash, for a table of what was left out. A worker that died is
  // replaced: no file harms the next.
  Result<extract::PictureFacts> read(std::string_view file, const extract::PictureWishes& wishes);

  // All files, in parallel; answers in the order of the files, whatever the threads.
  // `progress` advances by one for each.
  std::vector<Result<extract::PictureFacts>> read_all(std::span<const std::string_view> files,
                                                      const extract::PictureWishes& wishes,
                                                      Progress& progress);

  // "" or what this machine lacks of the sandbox, for the user. Known after the first file.
  std::string note() const;

 private:
  Result<PictureWorker> take_worker();
  void give_back(PictureWorker worker);
  Result<extract::PictureFacts> read_heif(std::string_view file,
                                          const extract::PictureWishes& wishes);

  const PictureSettings settings_;
  mutable std::mutex mutex_;  // guards all below
  std::vector<PictureWorker> free_;
  std::string note_;
};

}  // namespace maillon::tasks
