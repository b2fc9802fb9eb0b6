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

#include "store/file.h"
#include "tasks/sandbox/child.h"
#include "tasks/sandbox/confine.h"
#include "tasks/sandbox/hidden_verbs.h"

namespace maillon::tasks {

namespace {

constexpr int kNotStarted = 127;  // as the shell says it
constexpr std::size_t kErrorsKept = 4096;
constexpr std::size_t kPieceBytes = 1 << 20;

tl::unexpected<Error> system_failure(std::string_view doing) {
  return fail(Code::io, std::string(doing) + ": " + std::generic_category().message(errno));
}

struct Pipe {
  Fd read_end, write_end;
};
Result<Pipe> make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return system_failure("a pipe");
  return Pipe{Fd(ends[0]), Fd(ends[1])};
}

// What is there now; nothing at the end.
std::optional<std::string_view> take(const Fd& from, std::string& buffer) {
  const ssize_t got = ::read(from.get(), buffer.data(), buffer.size());
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return "";
  if (got <= 0) return std::nullopt;
  return std::string_view(buffer).substr(0, static_cast<std::size_t>(got));
}

enum class End : uint8_t { of_output, by_sink };

// Both pipes until they end, or the sink wants no more. The error says why it was given up.
// What the sink takes for itself is put on the deadline.
Result<End> pass_on(const Fd& out, const Fd& errors, const ProgramLimits& limits,
                    Deadline& deadline, const PieceSink& sink, std::string& said) {
  std::string buffer(kPieceBytes, '\0');
  uint64_t printed = 0;
  std::array<pollfd, 2> waiting{{{out.get(), POLLIN, 0}, {errors.get(), POLLIN, 0}}};
  while (waiting[0].fd >= 0 || waiting[1].fd >= 0) {
    const int left = milliseconds_left(deadline);
    if (left == 0) return fail(Code::io, fmt::format("took longer than {} s", limits.timeout_s));
    if (poll(waiting.data(), waiting.size(), left) < 0 && errno != EINTR)
      return fail(Code::io, "cannot be read");
    if (waiting[0].fd >= 0 && waiting[0].revents != 0) {
      const auto piece = take(out, buffer);
      if (!piece) waiting[0].fd = -1;
      printed += piece ? piece->size() : 0;
      if (printed > limits.output_bytes)
        return fail(Code::io, fmt::format("printed more than {} MB", limits.output_bytes >> 20));
      const Deadline begun = std::chrono::steady_clock::now();
      if (piece && !piece->empty() && !sink(*piece)) return End::by_sink;
      deadline += std::chrono::steady_clock::now() - begun;
    }
    if (waiting[1].fd >= 0 && waiting[1].revents != 0) {
      const auto piece = take(errors, buffer);
      if (!piece) waiting[1].fd = -1;
      if (piece) said.append(piece->substr(0, kErrorsKept - said.size()));
    }
  }
  return End::of_output;
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

Result<ProgramRun> stream_sandboxed_program(const std::vector<std::string>& words, const Fd& input,
                                            const std::string& folder, const ProgramLimits& limits,
                                            const PieceSink& sink) {
  const std::string& name = words.at(0);
  TRY(Pipe out, make_pipe());
  TRY(Pipe errors, make_pipe());
  // As much as one read takes; if the machine grants less, it is only slower.
  fcntl(out.read_end.get(), F_SETPIPE_SZ, static_cast<int>(kPieceBytes));
  std::vector<std::string> all = {kOwnProgram,
                                  std::string(kSandboxedProgramVerb),
                                  std::to_string(limits.timeout_s),
                                  std::to_string(limits.memory_bytes),
                                  std::to_string(limits.file_bytes),
                                  folder};
  all.insert(all.end(), words.begin(), words.end());
  Deadline deadline = std::chrono::steady_clock::now() + std::chrono::seconds(limits.timeout_s);
  TRY(Child child, Child::start(all, input.get(), out.write_end.get(), errors.write_end.get()));
  out.write_end.reset();
  errors.write_end.reset();
  ProgramRun run;
  const Result<End> end =
      pass_on(out.read_end, errors.read_end, limits, deadline, sink, run.errors);
  if (!end) return fail(Code::io, name + " " + end.error().message);
  if (*end == End::by_sink) return run;
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

Result<ProgramRun> run_sandboxed_program(const std::vector<std::string>& words,
                                         std::string_view input, const std::string& folder,
                                         const ProgramLimits& limits) {
  TRY(const Fd in, file_in_memory(input));
  std::string output;
  TRY(ProgramRun run,
      stream_sandboxed_program(words, in, folder, limits, [&](std::string_view piece) {
        output.append(piece);
        return true;
      }));
  run.output = std::move(output);
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
  if (limits.file_bytes == 0) {
    forbid_network_and_writing();
  } else {
    forbid_network();
  }
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

Result<PrivateFolder> PrivateFolder::make(bool in_memory) {
  std::error_code error;
  std::string path = std::filesystem::temp_directory_path(error).string();
  if (error) path = "/tmp";
  if (const std::string memory = store::memory_folder(); in_memory && !memory.empty())
    path = memory;
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
