// A zip archive in memory, with minizip.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace maillon::collect {

// A zip archive in memory. One part is open at a time.
class ZipArchive {
 public:
  // REQUIRES: `bytes` outlive the archive.
  static Result<std::unique_ptr<ZipArchive>> open(std::string_view bytes);
  ~ZipArchive();
  ZipArchive(const ZipArchive&) = delete;
  ZipArchive& operator=(const ZipArchive&) = delete;

  bool has(const std::string& name);
  // Unpacks a part piece by piece. Fails if it is not there, is damaged, or grows
  // beyond max_bytes.
  Result<void> open_part(const std::string& name, uint64_t max_bytes);
  Result<std::size_t> read_part(char* to, std::size_t size);  // 0 = end
  // How many bytes the part takes in the archive.
  uint64_t packed_size() const { return packed_; }

 private:
  struct State;
  explicit ZipArchive(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
  std::string name_;
  uint64_t packed_ = 0, unpacked_ = 0, max_ = 0;
};

}  // namespace maillon::collect
