// The program runs itself again, as another process, for what must not happen in its own.
// The verbs for that are no part of the command line that people see.
#pragma once

#include <optional>
#include <string_view>

namespace maillon::tasks {

inline constexpr std::string_view kPictureWorkerVerb = "picture-worker";
inline constexpr std::string_view kJobWorkerVerb = "job-worker";
inline constexpr std::string_view kArchiveWorkerVerb = "archive-worker";
inline constexpr std::string_view kPageWorkerVerb = "page-worker";
inline constexpr std::string_view kSandboxedProgramVerb = "sandboxed-program";

// If the words are those of a hidden verb: does it, and the exit code. main() calls this
// before anything else.
std::optional<int> run_hidden_verb(int argc, char** argv);

}  // namespace maillon::tasks
