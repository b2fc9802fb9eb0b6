// An import, a link or another long verb in a process of its own, for a program that goes on
// beside it: it can be stopped at any moment, and the case is as if it had not begun.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "tasks/across.h"
#include "tasks/copy_case.h"
#include "tasks/hash_lists.h"
#include "tasks/merge/merge.h"
#include "tasks/purge_case.h"
#include "tasks/sandbox/child.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

enum class JobKind : uint8_t {
  import,
  link,
  verify,
  rank,
  purge,
  replay,
  fairness,
  across,
  copy,
  merge,
  list,  // a list file into the lists of the machine
};
std::string_view to_name(JobKind kind);

struct JobSpec {
  JobKind kind = JobKind::link;
  store::By by;
  ImportSettings import;  // then a link
  LinkSettings link;      // its case is that of every kind
  std::string country;    // of a link; "" = as kept with the case
  uint32_t next = 0;      // of rank: posts to look at next
  PurgeSettings purge;
  AcrossSettings across;
  CopySettings copy;
  MergeSettings merge;
  ListImportSettings list;
};

// How far a job is. Members that are not known yet stay as they are.
struct JobReport {
  std::string phase;  // the step under way
  uint64_t done = 0, total = 0;
  std::optional<uint64_t> import, records, quarantined, pictures, pictures_quarantined, networks;
  std::optional<uint64_t> pictures_listed, pictures_restricted;  // of the case, on hash lists
  std::vector<std::string> notes;                                // of the import
  std::string printed;  // what all kinds but import and link print with --json
  std::string error;    // why it failed
};

// The parent's side. One thread at a time, but for stop().
class JobProcess {
 public:
  // Code::io: the process cannot be started.
  static Result<JobProcess> start(const JobSpec& spec);

  // Waits for news; false at the end of the job, whether it failed or not.
  bool next(JobReport& report);
  // Ends it, from any thread: next() gives false soon.
  void stop() const;

 private:
  JobProcess() = default;
  Child child_;
  Fd news_;
  std::string buffer_;
};

// The other side: reads the spec on standard input, does it. The exit code.
int run_job_worker();

}  // namespace maillon::tasks
