// The lock that makes one process the writer of a case.
#pragma once

#include <string>

#include "base/result.h"

namespace maillon::store {

// Holds CASE/lock (flock) while it lives; the system lets go of it when the
// process ends, however it ends.
class CaseLock {
 public:
  CaseLock() = default;
  ~CaseLock();
  CaseLock(CaseLock&& other) noexcept;
  CaseLock& operator=(CaseLock&& other) noexcept;

  // Code::busy at once if another process has it, with its process number.
  static Result<CaseLock> acquire(const std::string& case_directory);

 private:
  int fd_ = -1;
};

}  // namespace maillon::store
