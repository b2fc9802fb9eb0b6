#include "store/file_scratch.h"

#include <cerrno>
#include <cstdint>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include "store/file.h"

namespace maillon::store {
namespace {

class FileSpool : public Spool {
 public:
  FileSpool(std::string directory, std::size_t in_memory)
      : directory_(std::move(directory)), in_memory_(in_memory) {}
  ~FileSpool() override {
    if (mapped_ != nullptr) munmap(mapped_, size_);
    if (fd_ >= 0) close(fd_);
  }
  FileSpool(const FileSpool&) = delete;
  FileSpool& operator=(const FileSpool&) = delete;

  Result<void> append(std::span<const std::byte> bytes) override {
    if (fd_ < 0 && memory_.size() + bytes.size() <= in_memory_) {
      memory_.insert(memory_.end(), bytes.begin(), bytes.end());
      return {};
    }
    if (fd_ < 0) {
      TRY_OK(open_file());
      TRY_OK(write_all(memory_));
      std::vector<std::byte>().swap(memory_);
    }
    return write_all(bytes);
  }

  Result<std::span<const std::byte>> seal() override {
    if (fd_ < 0) return std::span<const std::byte>(memory_);
    if (mapped_ == nullptr && size_ > 0) {
      void* const at = mmap(nullptr, size_, PROT_READ, MAP_SHARED, fd_, 0);
      if (at == MAP_FAILED)
        return fail(Code::io, directory_ + ": a scratch file cannot be mapped into memory");
      mapped_ = at;
    }
    return std::span(static_cast<const std::byte*>(mapped_), size_);
  }

  void release(std::span<const std::byte> part) const override {
    if (mapped_ == nullptr || part.empty()) return;
    const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const auto address = [](const std::byte* at) { return reinterpret_cast<std::uintptr_t>(at); };
    const std::uintptr_t begin = (address(part.data()) + page - 1) / page * page;
    const std::uintptr_t end = address(part.data() + part.size()) / page * page;
    // The pages stay in the file: what is read again is read from there.
    if (begin >= end) return;
    std::byte* const first =
        static_cast<std::byte*>(mapped_) + (begin - address(static_cast<std::byte*>(mapped_)));
    (void)madvise(first, end - begin, MADV_DONTNEED);
  }

 private:
  Result<void> open_file() {
    TRY_OK(make_directory(directory_));
    fd_ = open(directory_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd_ >= 0) return {};
    // Not every file system has files without a name.
    std::string path = directory_ + "/scratch-XXXXXX";
    fd_ = mkostemp(path.data(), O_CLOEXEC);
    if (fd_ < 0) return fail(Code::io, path + ": cannot be made; is the disk full or read-only?");
    unlink(path.c_str());
    return {};
  }

  Result<void> write_all(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
      const ssize_t done = ::write(fd_, bytes.data(), bytes.size());
      if (done < 0 && errno == EINTR) continue;
      if (done <= 0) {
        return fail(Code::io,
                    fmt::format("disk full: {} needs room for scratch files, about {} MB more; "
                                "make room and run it again",
                                directory_, bytes.size() >> 20));
      }
      size_ += static_cast<std::size_t>(done);
      bytes = bytes.subspan(static_cast<std::size_t>(done));
    }
    return {};
  }

  std::string directory_;
  std::size_t in_memory_;
  std::vector<std::byte> memory_;
  int fd_ = -1;
  std::size_t size_ = 0;  // of the file
  void* mapped_ = nullptr;
};

}  // namespace

FileScratch::FileScratch(const Case& open_case, std::size_t in_memory)
    : directory_(open_case.directory() + "/tmp"), in_memory_(in_memory) {}

std::unique_ptr<Spool> FileScratch::spool() {
  return std::make_unique<FileSpool>(directory_, in_memory_);
}

}  // namespace maillon::store
