// Processes that are started, watched and ended. Linux.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

#include "base/result.h"

namespace maillon::tasks {

// A file descriptor with an owner.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  ~Fd() { reset(); }
  Fd(Fd&& other) noexcept;
  Fd& operator=(Fd&& other) noexcept;
  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }
  void reset();

 private:
  int fd_ = -1;
};

using Deadline = std::chrono::steady_clock::time_point;
// Milliseconds until then, for poll(); 0 when it has passed.
int milliseconds_left(Deadline deadline);

// A process of its own group. It is killed, with all of its group, when this goes away.
class Child {
 public:
  Child() = default;
  ~Child() { kill(); }
  Child(Child&& other) noexcept;
  Child& operator=(Child&& other) noexcept;

  // Runs words[0] (a path) with these three as standard input, output and error. Programs of
  // others get an environment of nothing but LC_ALL=C, OMP_THREAD_LIMIT=1, and TMPDIR if it is
  // set here.
  enum class Environment : uint8_t { bare, ours };
  static Result<Child> start(const std::vector<std::string>& words, int in, int out, int error,
                             Environment environment = Environment::bare);

  bool is_running() const { return pid_ > 0; }
  pid_t pid() const { return pid_; }
  // Waits for its end, at most until the deadline: the status as of waitpid(), or -1 if it
  // is running still.
  int wait(Deadline deadline);
  void kill();

 private:
  pid_t pid_ = -1;
};

// This program's own path, to run it again with a hidden verb (hidden_verbs.h).
inline constexpr const char* kOwnProgram = "/proc/self/exe";

}  // namespace maillon::tasks
