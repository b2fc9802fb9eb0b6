// A stream of bytes: a file, standard input, a decompressor, a test's string.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "base/result.h"

namespace maillon::collect {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Fills up to `size` bytes (size > 0) and says how many; 0 = end of the stream.
  // After an error or the end it is not called again.
  virtual Result<std::size_t> read(char* to, std::size_t size) = 0;
};

// Bytes that are in memory already, given at most `step` at a time.
class StringSource : public ByteSource {
 public:
  explicit StringSource(std::string bytes, std::size_t step = static_cast<std::size_t>(-1))
      : bytes_(std::move(bytes)), step_(step) {}
  Result<std::size_t> read(char* to, std::size_t size) override {
    const std::size_t take = std::min({size, step_, bytes_.size() - at_});
    std::copy_n(bytes_.data() + at_, take, to);
    at_ += take;
    return take;
  }

 private:
  std::string bytes_;
  std::size_t step_;
  std::size_t at_ = 0;
};

}  // namespace maillon::collect
