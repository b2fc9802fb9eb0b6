// Shared by the tests of store: a directory that goes away, and bytes to write.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "base/hash.h"

namespace maillon::store {

class TempDirectory {
 public:
  TempDirectory() {
    // In memory where there is room: a kill of the process loses nothing there
    // either, and hundreds of fsyncs on a disk would be most of the tests' time.
    std::error_code error;
    const auto memory = std::filesystem::space("/dev/shm", error);
    const bool use_memory = !error && memory.available > (200U << 20);
    const std::filesystem::path parent =
        use_memory ? "/dev/shm" : std::filesystem::temp_directory_path();
    std::string name = parent / "maillon_store_XXXXXX";
    path_ = ::mkdtemp(name.data());
  }
  ~TempDirectory() { std::filesystem::remove_all(path_); }
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Bytes that do not compress.
inline std::string noise(std::size_t size, uint64_t seed = 1) {
  std::string out;
  out.reserve(size + 8);
  for (uint64_t i = 0; out.size() < size; ++i) {
    const uint64_t x = mix64(seed * 0x9E3779B97F4A7C15ULL + i);
    out.append(reinterpret_cast<const char*>(&x), sizeof(x));
  }
  out.resize(size);
  return out;
}

// Lines that compress.
inline std::string lines(std::size_t size, uint64_t seed = 1) {
  std::string out;
  for (uint64_t i = 0; out.size() < size; ++i) {
    out += std::to_string(mix64(seed + i) % 1000) + ",a room in a quiet street near the station\n";
  }
  out.resize(size);
  return out;
}

inline std::string file_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

// Turns one bit of a file over.
inline void flip_bit(const std::string& path, std::size_t at) {
  std::string bytes = file_bytes(path);
  ASSERT_LT(at, bytes.size());
  bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
  write_bytes(path, bytes);
}

// ASSERT_OK(result): shows the error's message when it fails.
#define ASSERT_OK(expr)                                              \
  do {                                                               \
    const auto& assert_ok = (expr);                                  \
    ASSERT_TRUE(assert_ok.has_value()) << assert_ok.error().message; \
  } while (false)
#define EXPECT_FAILS(expr, expected_code, part)                           \
  do {                                                                    \
    const auto& expect_fails = (expr);                                    \
    ASSERT_FALSE(expect_fails.has_value());                               \
    EXPECT_EQ(expect_fails.error().code, expected_code);                  \
    EXPECT_NE(expect_fails.error().message.find(part), std::string::npos) \
        << expect_fails.error().message;                                  \
  } while (false)

}  // namespace maillon::store
