#include "tasks/sandbox/program.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tasks/sandbox/child.h"
#include "tasks/sandbox/confine.h"
#include "tasks/sandbox/hidden_verbs.h"

namespace maillon::tasks {

namespace {

constexpr int kNotStarted = 127;  // as the shell says it
constexpr std::size_t kErrorsKept = 4096;

tl::unexpected<Error> system_failure(std::string_view doing) {
  return fail(Code::io, std::string(doing) + ": " + std::generic_category().message(errno));
}

Result<Fd> file_in_memory(std::string_view bytes) {
  Fd file(memfd_create("input", MFD_CLOEXEC));
  if (!file.is_open()) return system_failure("a file in memory");
  while (!bytes.empty()) {
    const ssize_t put = ::write(file.get(), bytes.data(), bytes.size());
    if (put < 0) return system_failure("a file in memory");
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  lseek(file.get(), 0, SEEK_SET);
  return file;
}

struct Pipe {
  Fd read_end, write_end;
};
Result<Pipe> make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return system_failure("a pipe");
  return Pipe{Fd(ends[0]), Fd(ends[1])};
}

// Appends what is there; at most `most` bytes are kept. False at the end.
bool take(const Fd& from, std::string& to, std::size_t most, bool& is_too_much) {
  std::array<char, 65536> buffer;
  const ssize_t got = ::read(from.get(), buffer.data(), buffer.size());
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  const std::size_t room = most - to.size(), size = static_cast<std::size_t>(got);
  to.append(buffer.data(), std::min(size, room));
  is_too_much = is_too_much || size > room;
  return got > 0;
}

// Both pipes until they end. Empty, or why it was given up.
std::string collect(const Fd& out, const Fd& errors, const ProgramLimits& limits, Deadline deadline,
                    ProgramRun& run) {
  bool too_much = false, ignored = false;
  std::array<pollfd, 2> waiting{{{out.get(), POLLIN, 0}, {errors.get(), POLLIN, 0}}};
  while (waiting[0].fd >= 0 || waiting[1].fd >= 0) {
    const int left = milliseconds_left(deadline);
    if (left == 0) return fmt::format("took longer than {} s", limits.timeout_s);
    if (poll(waiting.data(), waiting.size(), left) < 0 && errno != EINTR) return "cannot be read";
    if (waiting[0].fd >= 0 && waiting[0].revents != 0 &&
        !take(out, run.output, limits.output_bytes, too_much)) {
      waiting[0].fd = -1;
    }
    if (waiting[1].fd >= 0 && waiting[1].revents != 0 &&
        !take(errors, run.errors, kErrorsKept, ignored)) {
      waiting[1].fd = -1;
    }
    if (too_much) return fmt::format("printed more than {} MB", limits.output_bytes >> 20);
  }
  return "";
}

template <class T>
bool read_number(const std::string& text, T& to) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), to);
  return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

std::optional<std::string> find_program(std::string_view name) {
  for (const std::string_view folder : {"/usr/local/bin/", "/usr/bin/", "/bin/"}) {
    std::string path = std::string(folder) + std::string(name);
    if (access(path.c_str(), X_OK) == 0) return path;
  }
  return std::nullopt;
}

Result<ProgramRun> run_sandboxed_program(const std::vector<std::string>& words,
                                         std::string_view input, const std::string& folder,
                                         const ProgramLimits& limits) {
  const std::string& name = words.at(0);
  TRY(const Fd in, file_in_memory(input));
  TRY(Pipe out, make_pipe());
  TRY(Pipe errors, make_pipe());
  std::vector<std::string> all = {kOwnProgram,
                                  std::string(kSandboxedProgramVerb),
                                  std::to_string(limits.timeout_s),
                                  std::to_string(limits.memory_bytes),
                                  std::to_string(limits.file_bytes),
                                  folder};
  all.insert(all.end(), words.begin(), words.end());
  const Deadline deadline =
      std::chrono::steady_clock::now() + std::chrono::seconds(limits.timeout_s);
  TRY(Child child, Child::start(all, in.get(), out.write_end.get(), errors.write_end.get()));
  out.write_end.reset();
  errors.write_end.reset();
  ProgramRun run;
  if (const std::string why = collect(out.read_end, errors.read_end, limits, deadline, run);
      !why.empty()) {
    return fail(Code::io, name + " " + why);
  }
  const int status = child.wait(deadline);
  if (status < 0)
    return fail(Code::io, fmt::format("{} took longer than {} s", name, limits.timeout_s));
  if (WIFSIGNALED(status)) {
    return fail(Code::io, fmt::format("{} was ended by signal {}", name, WTERMSIG(status)));
  }
  run.exit_code = WEXITSTATUS(status);
  if (run.exit_code == kNotStarted) return fail(Code::io, name + " cannot be run: " + run.errors);
  return run;
}

int become_program(const std::vector<std::string>& words) {
  constexpr std::size_t kOwnWords = 4;
  constexpr uint64_t kOpenFiles = 64;
  ProcessLimits limits;
  limits.files = kOpenFiles;
  if (words.size() <= kOwnWords || !read_number(words[0], limits.cpu_s) ||
      !read_number(words[1], limits.memory_bytes) || !read_number(words[2], limits.file_bytes)) {
    return kNotStarted;
  }
  // A limit or filter that this machine lacks is no reason to do without the program: the
  // time limit and the private folder stand.
  limit_process(limits);
  forbid_network();
  std::vector<char*> argv;
  for (std::size_t i = kOwnWords; i < words.size(); ++i) {
    argv.push_back(const_cast<char*>(words[i].c_str()));
  }
  argv.push_back(nullptr);
  if (chdir(words[3].c_str()) == 0) execv(argv[0], argv.data());
  const std::string why = std::generic_category().message(errno);
  std::fputs(why.c_str(), stderr);
  return kNotStarted;
}

Result<PrivateFolder> PrivateFolder::make() {
  std::error_code error;
  std::string path = std::filesystem::temp_directory_path(error).string();
  if (error) path = "/tmp";
  path += "/maillon-XXXXXX";
  if (mkdtemp(path.data()) == nullptr) return system_failure("making the folder " + path);
  PrivateFolder folder;
  folder.path_ = std::move(path);
  return folder;
}

PrivateFolder::~PrivateFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}
PrivateFolder::PrivateFolder(PrivateFolder&& other) noexcept
    : path_(std::exchange(other.path_, {})) {}
PrivateFolder& PrivateFolder::operator=(PrivateFolder&& other) noexcept {
  std::swap(path_, other.path_);
  return *this;
}

}  // namespace maillon::tasks
