// Programs of others (heif-convert, ffmpeg, tesseract) on files of strangers: with limits
// on time, memory and disk, without a network, and with nothing of our environment.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "tasks/sandbox/child.h"

namespace maillon::tasks {

struct ProgramLimits {
  int timeout_s = 60;  // without what the sink of stream_sandboxed_program() takes
  uint64_t memory_bytes = 3ULL << 30;
  uint64_t file_bytes = 1ULL << 30;      // of each file that it writes; 0 = it may write none
  uint64_t output_bytes = 256ULL << 20;  // of its standard output
};

struct ProgramRun {
  int exit_code = 0;
  std::string output;
  std::string errors;  // the begin of what it said on standard error
};

// Where a program is installed, among the usual places of programs.
std::optional<std::string> find_program(std::string_view name);

// Runs words[0] (a path) in `folder`, with `input` as standard input, which it may also
// open as /dev/stdin. Code::io: it cannot be started, was killed, or took or printed more
// than the limits. An exit code other than 0 is no error of this function.
Result<ProgramRun> run_sandboxed_program(const std::vector<std::string>& words,
                                         std::string_view input, const std::string& folder,
                                         const ProgramLimits& limits);

// Bytes as a file without a name, which a program can read from any place.
Result<Fd> file_in_memory(std::string_view bytes);

// The same with an open file as standard input, and what the program prints handed on
// piece by piece as it comes; if the sink answers false, the program is ended, which is no
// error. ProgramRun::output stays empty.
using PieceSink = std::function<bool(std::string_view piece)>;
Result<ProgramRun> stream_sandboxed_program(const std::vector<std::string>& words, const Fd& input,
                                            const std::string& folder, const ProgramLimits& limits,
                                            const PieceSink& sink);

// A folder that nobody else may enter, gone with all that is in it when this goes away.
class PrivateFolder {
 public:
  // `in_memory`: where the system has room for files in memory, for what must not stay on a disk.
  static Result<PrivateFolder> make(bool in_memory = false);
  ~PrivateFolder();
  PrivateFolder(PrivateFolder&& other) noexcept;
  PrivateFolder& operator=(PrivateFolder&& other) noexcept;
  const std::string& path() const { return path_; }

 private:
  PrivateFolder() = default;
  std::string path_;
};

// The other side, in the process that becomes the program: gives up rights and replaces
// itself. Returns an exit code only if that failed.
int become_program(const std::vector<std::string>& words);

}  // namespace maillon::tasks
