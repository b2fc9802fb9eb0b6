#include "store/case_lock.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace maillon::store {

CaseLock::~CaseLock() {
  if (fd_ >= 0) ::close(fd_);
}

CaseLock::CaseLock(CaseLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

CaseLock& CaseLock::operator=(CaseLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Result<CaseLock> CaseLock::acquire(const std::string& case_directory) {
  CaseLock lock;
  const std::string path = case_directory + "/lock";
  lock.fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (lock.fd_ < 0) {
    return fail(Code::io, "opening " + path + ": " + std::generic_category().message(errno));
  }
  if (::flock(lock.fd_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) {
      return fail(Code::io, "locking " + path + ": " + std::generic_category().message(errno));
    }
    char text[32] = {};
    const ssize_t n = ::pread(lock.fd_, text, sizeof(text) - 1, 0);
    const std::string number(text, n > 0 ? static_cast<std::size_t>(n) : 0);
    const std::string who =
        number.empty() ? "another maillon" : "another maillon (process " + number + ")";
    return fail(Code::busy, who + " is writing to this case; wait for it to end or stop it");
  }
  // Only for the message above; the lock is what counts, so a full disk does not matter here.
  const std::string number = std::to_string(::getpid());
  if (::ftruncate(lock.fd_, 0) == 0) {
    [[maybe_unused]] const ssize_t n = ::pwrite(lock.fd_, number.data(), number.size(), 0);
  }
  return lock;
}

}  // namespace maillon::store
