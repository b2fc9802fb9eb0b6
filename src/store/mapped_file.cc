#include "store/mapped_file.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <sys/mman.h>

#include "store/file.h"

namespace maillon::store {

MappedFile::~MappedFile() {
  if (mapped_ != nullptr) ::munmap(mapped_, size_);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : path_(std::move(other.path_)),
      mapped_(std::exchange(other.mapped_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      copied_(std::move(other.copied_)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(mapped_, other.mapped_);
  std::swap(size_, other.size_);
  std::swap(copied_, other.copied_);
  return *this;
}

Result<MappedFile> MappedFile::open(const std::string& path, Load load) {
  TRY(const File file, File::open_read(path));
  TRY(const uint64_t size, file.size());
  MappedFile mapped;
  mapped.path_ = path;
  mapped.size_ = static_cast<std::size_t>(size);
  if (load == Load::copy) {
    mapped.copied_.resize(mapped.size_);
    TRY_OK(file.read_at(0, mapped.copied_.data(), mapped.size_));
    return mapped;
  }
  if (mapped.size_ == 0) return mapped;
  void* at = ::mmap(nullptr, mapped.size_, PROT_READ, MAP_SHARED, file.fd(), 0);
  if (at == MAP_FAILED) {
    return fail(Code::io, "mapping " + path + ": " + std::generic_category().message(errno));
  }
  mapped.mapped_ = at;
  return mapped;
}

std::string_view MappedFile::bytes() const {
  if (mapped_ != nullptr) return {static_cast<const char*>(mapped_), size_};
  return {copied_.data(), copied_.size()};
}

}  // namespace maillon::store
