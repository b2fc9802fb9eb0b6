#include "tasks/picture_pool.h"

#include <utility>

#include <fmt/format.h>

#include "base/parallel.h"
#include "extract/image/exif.h"
#include "store/file.h"
#include "tasks/sandbox/program.h"

namespace maillon::tasks {

namespace {

// The picture as PNG, turned upright by the program.
Result<std::string> convert_heif(std::string_view file, const PictureSettings& settings) {
  auto program = find_program("heif-convert");
  if (!program) program = find_program("heif-dec");
  if (!program) {
    return fail(Code::unsupported,
                "HEIF pictures need the program heif-convert; install libheif-examples");
  }
  TRY(const PrivateFolder folder, PrivateFolder::make());
  ProgramLimits limits;
  limits.timeout_s = settings.timeout_s;
  TRY(const ProgramRun run,
      run_sandboxed_program({*program, "/dev/stdin", "out.png"}, file, folder.path(), limits));
  // Where a file holds several pictures they are numbered; the first is the main one.
  for (const char* name : {"/out.png", "/out-1.png"}) {
    if (store::file_exists(folder.path() + name))
      return store::read_up_to(folder.path() + name, limits.file_bytes);
  }
  return fail(Code::corrupt, "the HEIF picture cannot be decoded");
}

}  // namespace

Result<PictureWorker> PicturePool::take_worker() {
  {
    const std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      PictureWorker worker = std::move(free_.back());
      free_.pop_back();
      return worker;
    }
  }
  return PictureWorker::start(settings_);
}

void PicturePool::give_back(PictureWorker worker) {
  const std::lock_guard lock(mutex_);
  if (note_.empty()) note_ = worker.note();
  if (worker.is_running() && !worker.is_worn()) free_.push_back(std::move(worker));
}

Result<extract::PictureFacts> PicturePool::read_heif(std::string_view file,
                                                     const extract::PictureWishes& wishes) {
  TRY(const std::string png, convert_heif(file, settings_));
  // The program has turned it as the file says, and left there that it is to be turned.
  Result<extract::PictureFacts> facts = read(extract::without_exif(png), wishes);
  if (!facts) return facts;
  facts->format = extract::PictureFormat::heif;
  return facts;
}

Result<extract::PictureFacts> PicturePool::read(std::string_view file,
                                                const extract::PictureWishes& wishes) {
  if (extract::sniff_picture(file) == extract::PictureFormat::heif) {
    return read_heif(file, wishes);
  }
  TRY(PictureWorker worker, take_worker());
  Result<extract::PictureFacts> facts = worker.read(file, wishes);
  give_back(std::move(worker));
  return facts;
}

std::vector<Result<extract::PictureFacts>> PicturePool::read_all(
    std::span<const std::string_view> files, const extract::PictureWishes& wishes,
    Progress& progress) {
  std::vector<Result<extract::PictureFacts>> answers(files.size(), extract::PictureFacts{});
  parallel_for(files.size(), [&](std::size_t i) {
    answers[i] = read(files[i], wishes);
    progress.advance(1);
  });
  return answers;
}

std::string PicturePool::note() const {
  const std::lock_guard lock(mutex_);
  return note_;
}

}  // namespace maillon::tasks
