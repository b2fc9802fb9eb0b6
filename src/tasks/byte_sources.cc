#include "tasks/byte_sources.h"

#include <algorithm>
#include <filesystem>

#include "collect/unwrap.h"

namespace maillon::tasks {

namespace {
constexpr std::size_t kMagicBytes = 8;
}  // namespace

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

Result<Sha256> hash_source(const std::string& path) {
  TRY(const std::unique_ptr<FileSource> file, FileSource::open(path));
  Sha256Stream hash;
  std::string piece(1 << 20, '\0');
  for (;;) {
    TRY(const std::size_t got, file->read(piece.data(), piece.size()));
    if (got == 0) return hash.finish();
    hash.update(std::string_view(piece).substr(0, got));
  }
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

Result<std::vector<std::string>> list_source_files(const std::vector<std::string>& given) {
  namespace fs = std::filesystem;
  std::vector<std::string> files;
  for (const std::string& path : given) {
    std::error_code error;
    if (path == "-" || fs::is_regular_file(path, error)) {
      files.push_back(path);
      continue;
    }
    if (!fs::is_directory(path, error)) {
      if (!fs::exists(path, error))
        return fail(Code::not_found, path + ": no such file or folder; check the name");
      files.push_back(path);  // a pipe or device
      continue;
    }
    std::vector<std::string> inside;
    for (auto it = fs::recursive_directory_iterator(
             path, fs::directory_options::skip_permission_denied, error);
         !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
      const std::string name = it->path().filename().string();
      if (it->is_regular_file(error) && !name.starts_with('.'))
        inside.push_back(it->path().string());
    }
    if (error) return fail(Code::io, path + ": cannot list the folder: " + error.message());
    if (inside.empty()) return fail(Code::invalid_input, path + ": the folder has no files");
    std::sort(inside.begin(), inside.end());
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

Result<std::string> read_head(collect::ByteSource& source) {
  std::string head;
  std::size_t wanted = kMagicBytes;
  while (head.size() < wanted) {
    const std::size_t at = head.size();
    head.resize(wanted);
    TRY(const std::size_t got, source.read(head.data() + at, wanted - at));
    head.resize(at + got);
    if (got == 0) break;
    if (head.size() >= kMagicBytes) wanted = std::max(wanted, collect::head_size(head));
  }
  return head;
}

}  // namespace maillon::tasks
