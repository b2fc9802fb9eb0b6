// The case that the page shows: opened once, kept in memory, read again when a link has
// changed it; and the one job that may run beside.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "base/progress.h"
#include "base/result.h"
#include "tasks/show_case.h"
#include "tasks/verbs.h"

namespace maillon::web {

class PageCase {
 public:
  PageCase(std::string path, std::string actor);
  ~PageCase();  // waits for the job
  const std::string& path() const { return path_; }
  const std::string& actor() const { return actor_; }

  // What the verbs get: the person, now, results as JSON.
  tasks::Context context();

  // Calls `use` with what the last link left; one caller at a time.
  using Use = std::function<Result<std::string>(const tasks::OpenedCase&)>;
  Result<std::string> with(const Use& use);

  // Links in the background; gives the job's number. Code::busy while one runs.
  Result<uint64_t> start_link();
  // The latest job as JSON, "null" if there was none.
  std::string job_json() const;

 private:
  struct JobState;
  class JobProgress;
  Result<void> refresh();

  const std::string path_, actor_;
  Progress quiet_;
  std::mutex case_mutex_;  // guards the two below
  std::unique_ptr<tasks::OpenedCase> opened_;
  std::string opened_as_;
  std::unique_ptr<JobState> job_;
  std::thread worker_;
};

}  // namespace maillon::web
