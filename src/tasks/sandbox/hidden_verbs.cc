#include "tasks/sandbox/hidden_verbs.h"

#include "tasks/archive_worker.h"
#include "tasks/job_worker.h"
#include "tasks/pages/page_worker.h"
#include "tasks/picture_worker.h"
#include "tasks/sandbox/program.h"

namespace maillon::tasks {

std::optional<int> run_hidden_verb(int argc, char** argv) {
  if (argc < 2) return std::nullopt;
  const std::string_view verb = argv[1];
  if (verb == kPictureWorkerVerb && argc == 2) return run_picture_worker();
  if (verb == kJobWorkerVerb && argc == 2) return run_job_worker();
  if (verb == kPageWorkerVerb && argc == 2) return run_page_worker();
  if (verb == kArchiveWorkerVerb) return run_archive_worker({argv + 2, argv + argc});
  if (verb == kSandboxedProgramVerb) return become_program({argv + 2, argv + argc});
  return std::nullopt;
}

}  // namespace maillon::tasks
