#include "tasks/byte_sources.h"

#include <algorithm>

namespace maillon::tasks {

Result<std::unique_ptr<FileSource>> FileSource::open(const std::string& path) {
  if (path == "-") return std::unique_ptr<FileSource>(new FileSource(stdin, "standard input"));
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr)
    return fail(Code::not_found, path + ": cannot be opened; check the name and the permissions");
  return std::unique_ptr<FileSource>(new FileSource(file, path));
}

FileSource::~FileSource() {
  if (file_ != stdin) std::fclose(file_);
}

Result<std::size_t> FileSource::read(char* to, std::size_t size) {
  const std::size_t got = std::fread(to, 1, size, file_);
  if (got == 0 && std::ferror(file_) != 0)
    return fail(Code::io, name_ + ": cannot be read; is it a folder, or on a drive that is gone?");
  return got;
}

TeeSource::TeeSource(std::string head, std::unique_ptr<collect::ByteSource> rest, Copy copy,
                     Progress* progress)
    : head_(std::move(head)), rest_(std::move(rest)), copy_(std::move(copy)), progress_(progress) {}

Result<std::size_t> TeeSource::read(char* to, std::size_t size) {
  std::size_t got = std::min(size, head_.size() - used_);
  if (got > 0) {
    std::copy_n(head_.data() + used_, got, to);
    used_ += got;
  } else if (rest_ != nullptr) {
    TRY(got, rest_->read(to, size));
  }
  if (got > 0) {
    TRY_OK(copy_({to, got}));
    if (progress_ != nullptr) progress_->advance(got);
  }
  return got;
}

}  // namespace maillon::tasks
