// A request is the limits (three numbers of 8 bytes), the wishes (1), the file's size (8)
// and its bytes; an answer is a size (4) and what encode_facts() makes. The first answer
// comes unasked and holds the note. Numbers are in the machine's own order: both sides are
// the same program.
#include "tasks/picture_worker.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <new>

#include <fcntl.h>
#include <fmt/format.h>
#include <malloc.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tasks/sandbox/confine.h"
#include "tasks/sandbox/hidden_verbs.h"

namespace maillon::tasks {

namespace {

using Clock = std::chrono::steady_clock;

constexpr uint32_t kLargestAnswer = 16 << 20;
constexpr int kPicturesOfALife = 2000;
constexpr double kSecondsOfALife = 300;
constexpr int kStartSeconds = 30;
constexpr int kKeptBytes = 1 << 30;

struct Request {
  uint64_t limit_bytes = 0, limit_pixels = 0, limit_side = 0, wishes = 0, size = 0;
};

std::string_view bytes_of(const Request& request) {
  return {reinterpret_cast<const char*>(&request), sizeof request};
}

// Why a worker is no more, from its status.
std::string cause_of_death(int status) {
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    if (signal == SIGSYS) return "the decoder tried what the sandbox forbids";
    if (signal == SIGXCPU) return "the decoder used up its processor time";
    return fmt::format("the decoder crashed (signal {})", signal);
  }
  return fmt::format("the decoder ended unexpectedly (exit code {})", WEXITSTATUS(status));
}

// Blocking, for the worker's own side. False at the end of its input.
bool read_all(int fd, char* to, std::size_t size) {
  while (size > 0) {
    const ssize_t got = ::read(fd, to, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    to += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(fd, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

bool write_answer(std::string_view answer) {
  const auto size = static_cast<uint32_t>(answer.size());
  return write_all(STDIN_FILENO, {reinterpret_cast<const char*>(&size), sizeof size}) &&
         write_all(STDIN_FILENO, answer);
}

Result<extract::PictureFacts> read_picture(extract::PictureReader& reader, std::string_view file,
                                           const Request& request) {
  const extract::PictureLimits limits{request.limit_bytes, request.limit_pixels,
                                      static_cast<uint32_t>(request.limit_side)};
  const auto wishes = extract::decode_wishes(static_cast<uint8_t>(request.wishes));
  try {
    return reader.read(file, wishes, limits);
  } catch (const std::bad_alloc&) {
    return fail(Code::unsupported, "the picture needs more memory than a decoder may take");
  }
}

// Serves until the input ends; the exit code.
int serve() {
  std::string file;
  extract::PictureReader reader;
  for (;;) {
    Request request;
    if (!read_all(STDIN_FILENO, reinterpret_cast<char*>(&request), sizeof request)) return 0;
    if (request.size > request.limit_bytes) return 1;
    file.resize(request.size);
    if (!read_all(STDIN_FILENO, file.data(), file.size())) return 0;
    const auto facts = read_picture(reader, file, request);
    if (!write_answer(extract::encode_facts(facts))) return 1;
  }
}

}  // namespace

Result<PictureWorker> PictureWorker::start(const PictureSettings& settings) {
  int ends[2];
  const Fd nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!nothing.is_open() || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return fail(Code::io, "starting the picture decoder: too many open files");
  }
  PictureWorker worker;
  worker.settings_ = settings;
  worker.channel_ = Fd(ends[0]);
  Fd theirs(ends[1]);
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  TRY(worker.child_, Child::start({settings.program, std::string(kPictureWorkerVerb)}, theirs.get(),
                                  nothing.get(), nothing.get()));
  theirs.reset();  // so that its end shows as the end of the channel
  const Deadline deadline = Clock::now() + std::chrono::seconds(kStartSeconds);
  std::string note;
  uint32_t size = 0;
  if (!worker.receive(note, sizeof size, deadline)) {
    return worker.end("the picture decoder does not start");
  }
  std::memcpy(&size, note.data(), sizeof size);
  if (size > 4096 || !worker.receive(worker.note_, size, deadline)) {
    return worker.end("the picture decoder does not start");
  }
  return worker;
}

bool PictureWorker::is_worn() const {
  return pictures_ >= kPicturesOfALife || busy_s_ >= kSecondsOfALife;
}

bool PictureWorker::wait_for(short events, Deadline deadline) {
  for (;;) {
    pollfd waiting{channel_.get(), events, 0};
    const int left = milliseconds_left(deadline);
    if (left == 0) return false;
    const int ready = poll(&waiting, 1, left);
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

bool PictureWorker::send(std::string_view bytes, Deadline deadline) {
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

bool PictureWorker::receive(std::string& to, std::size_t size, Deadline deadline) {
  to.resize(size);
  for (std::size_t at = 0; at < size;) {
    if (!wait_for(POLLIN, deadline)) return false;
    const ssize_t got = ::read(channel_.get(), to.data() + at, size - at);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return false;
    if (got > 0) at += static_cast<std::size_t>(got);
  }
  return true;
}

// Ends the worker and says why: the reason given, or how it died by itself.
tl::unexpected<Error> PictureWorker::end(std::string_view why) {
  constexpr auto kGrace = std::chrono::milliseconds(200);  // from its last word to its end
  const int status = child_.wait(Clock::now() + kGrace);
  child_.kill();
  channel_.reset();
  return fail(Code::io, status > 0 ? cause_of_death(status) : std::string(why));
}

Result<extract::PictureFacts> PictureWorker::read(std::string_view file,
                                                  const extract::PictureWishes& wishes) {
  if (file.size() > settings_.limits.bytes) {
    return fail(Code::unsupported, fmt::format("the file is larger than the limit of {} MB",
                                               settings_.limits.bytes >> 20));
  }
  const auto begun = Clock::now();
  const Deadline deadline = begun + std::chrono::seconds(settings_.timeout_s);
  const Request request{settings_.limits.bytes, settings_.limits.pixels, settings_.limits.side,
                        extract::encode_wishes(wishes), file.size()};
  std::string head, answer;
  uint32_t size = 0;
  if (!send(bytes_of(request), deadline) || !send(file, deadline) ||
      !receive(head, sizeof size, deadline)) {
    return end(milliseconds_left(deadline) == 0
                   ? fmt::format("decoding took longer than {} s", settings_.timeout_s)
                   : "the decoder does not answer");
  }
  std::memcpy(&size, head.data(), sizeof size);
  if (size > kLargestAnswer || !receive(answer, size, deadline)) {
    return end("the decoder's answer is not complete");
  }
  ++pictures_;
  busy_s_ += std::chrono::duration<double>(Clock::now() - begun).count();
  return extract::decode_facts(answer);
}

int run_picture_worker() {
  ProcessLimits limits;
  limits.cpu_s = static_cast<uint64_t>(kSecondsOfALife) * 2;
  std::string note = limit_process(limits);
  // Room for pixels and coefficients is kept from picture to picture: to give it back and
  // have it cleared again takes the kernel a seventh of all time.
  // There is one thread.
  mallopt(M_MMAP_THRESHOLD, kKeptBytes);  // NOLINT(concurrency-mt-unsafe)
  mallopt(M_TRIM_THRESHOLD, kKeptBytes);  // NOLINT(concurrency-mt-unsafe)
  const std::string filter = forbid_all_but_computing();
  if (!filter.empty()) {
    note +=
        (note.empty() ? "" : "; ") + std::string("system calls are not filtered (") + filter + ")";
  }
  if (!write_answer(note)) return 1;
  // Not exit(): what the program does at its end is not the worker's to do.
  _exit(serve());
}

}  // namespace maillon::tasks
