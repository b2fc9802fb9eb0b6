// Writes a ZIP archive whose bytes follow from its members alone: stored, not compressed, the date
// 1980-01-01 in each header (APPNOTE 6.3, 4.3). tools/verify_pack.py writes it again to compare.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "tasks/output.h"

namespace maillon::tasks {

using ByteSink = std::function<void(std::string_view)>;
// Gives the bytes of a member to the sink; called more than once, the same each time.
using ByteMaker = std::function<Result<void>(const ByteSink&)>;

class ZipWriter {
 public:
  explicit ZipWriter(Output& out) : out_(out) {}
  // Code::unsupported beyond 4 GiB, or 65,535 members: such a pack goes into a folder.
  Result<void> add(const std::string& name, uint64_t size, const ByteMaker& bytes);
  void finish();  // the directory

 private:
  void write(std::string_view bytes);
  Output& out_;
  std::string directory_;
  uint64_t offset_ = 0;
  uint32_t count_ = 0;
};

}  // namespace maillon::tasks
