// An answer is a size (4 bytes) and so many bytes. The first comes unasked and holds the note.
// Numbers are in the machine's own order: both sides are the same program.
#include "tasks/sandbox/worker_channel.h"

#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tasks/sandbox/confine.h"

namespace maillon::tasks {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kStartSeconds = 30;
constexpr uint32_t kLongestNote = 4096;

// Why a worker is no more, from its status.
std::string cause_of_death(const std::string& what, int status) {
  if (!WIFSIGNALED(status))
    return fmt::format("the {} ended unexpectedly (exit code {})", what, WEXITSTATUS(status));
  const int signal = WTERMSIG(status);
  if (signal == SIGSYS) return fmt::format("the {} tried what the sandbox forbids", what);
  if (signal == SIGXCPU) return fmt::format("the {} used up its processor time", what);
  return fmt::format("the {} crashed (signal {})", what, signal);
}

bool write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(STDIN_FILENO, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

}  // namespace

Result<WorkerChannel> WorkerChannel::start(const std::string& program, std::string_view verb,
                                           std::string what) {
  int ends[2];
  const Fd nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!nothing.is_open() || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    return fail(Code::io, fmt::format("starting the {}: too many open files", what));
  WorkerChannel channel;
  channel.what_ = std::move(what);
  channel.channel_ = Fd(ends[0]);
  Fd theirs(ends[1]);
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  TRY(channel.child_,
      Child::start({program, std::string(verb)}, theirs.get(), nothing.get(), nothing.get()));
  theirs.reset();  // so that its end shows as the end of the channel
  const Deadline deadline = Clock::now() + std::chrono::seconds(kStartSeconds);
  if (!channel.receive_answer(channel.note_, kLongestNote, deadline))
    return channel.end(fmt::format("the {} does not start", channel.what_));
  return channel;
}

bool WorkerChannel::wait_for(short events, Deadline deadline) {
  for (;;) {
    pollfd waiting{channel_.get(), events, 0};
    const int left = milliseconds_left(deadline);
    if (left == 0) return false;
    const int ready = poll(&waiting, 1, left);
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

bool WorkerChannel::send(std::string_view bytes, Deadline deadline) {
  while (!bytes.empty()) {
    const ssize_t put = ::send(channel_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (put > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(put));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      if (!wait_for(POLLOUT, deadline)) return false;
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

bool WorkerChannel::receive(std::string& to, std::size_t size, Deadline deadline) {
  to.resize(size);
  for (std::size_t at = 0; at < size;) {
    if (!wait_for(POLLIN, deadline)) return false;
    const ssize_t got = ::read(channel_.get(), to.data() + at, size - at);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return false;
    if (got > 0) at += static_cast<std::size_t>(got);
  }
  return true;
}

bool WorkerChannel::receive_answer(std::string& to, uint32_t most_bytes, Deadline deadline) {
  std::string head;
  uint32_t size = 0;
  if (!receive(head, sizeof size, deadline)) return false;
  std::memcpy(&size, head.data(), sizeof size);
  return size <= most_bytes && receive(to, size, deadline);
}

tl::unexpected<Error> WorkerChannel::end(std::string_view why) {
  constexpr auto kGrace = std::chrono::milliseconds(200);  // from its last word to its end
  const int status = child_.wait(Clock::now() + kGrace);
  child_.kill();
  channel_.reset();
  return fail(Code::io, status > 0 ? cause_of_death(what_, status) : std::string(why));
}

bool read_request(char* to, std::size_t size) {
  while (size > 0) {
    const ssize_t got = ::read(STDIN_FILENO, to, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    to += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

bool write_answer(std::string_view answer) {
  const auto size = static_cast<uint32_t>(answer.size());
  return write_all({reinterpret_cast<const char*>(&size), sizeof size}) && write_all(answer);
}

bool enter_sandbox(uint64_t cpu_s) {
  ProcessLimits limits;
  limits.cpu_s = cpu_s;
  std::string note = limit_process(limits);
  const std::string filter = forbid_all_but_computing();
  if (!filter.empty()) {
    note +=
        (note.empty() ? "" : "; ") + std::string("system calls are not filtered (") + filter + ")";
  }
  return write_answer(note);
}

}  // namespace maillon::tasks
