// Where bytes come from: a file, a pipe, an archive, memory.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace maillon::collect {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Fills up to `size` bytes at `to`; gives how many, 0 at the end of the stream.
  virtual Result<std::size_t> read(char* to, std::size_t size) = 0;
};

// Bytes in memory, in pieces of at most `piece` bytes (for tests: any cut must do).
class MemorySource : public ByteSource {
 public:
  explicit MemorySource(std::string bytes, std::size_t piece = static_cast<std::size_t>(-1))
      : bytes_(std::move(bytes)), piece_(piece) {}
  Result<std::size_t> read(char* to, std::size_t size) override {
    const std::size_t n = bytes_.copy(to, size < piece_ ? size : piece_, at_);
    at_ += n;
    return n;
  }

 private:
  std::string bytes_;
  std::size_t piece_;
  std::size_t at_ = 0;
};

}  // namespace maillon::collect
