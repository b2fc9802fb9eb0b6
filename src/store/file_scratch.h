// Scratch on disk: what is small stays in memory, what grows goes to an unnamed file in the
// case, which is gone when the program ends, however it ends.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/spool.h"
#include "store/case.h"

namespace maillon::store {

class FileScratch : public Scratch {
 public:
  static constexpr std::size_t kInMemory = std::size_t{1} << 30;  // bytes of one spool

  // REQUIRES a case that is open for writing, which it must not outlive.
  explicit FileScratch(const Case& open_case, std::size_t in_memory = kInMemory);
  std::unique_ptr<Spool> spool() override;

 private:
  std::string directory_;
  std::size_t in_memory_;
};

}  // namespace maillon::store
