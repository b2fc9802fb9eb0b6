// The one job, an import, a link or another long verb, that may run beside the page.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "tasks/job_worker.h"

namespace maillon::web {

class PageJobs {
 public:
  PageJobs() = default;
  ~PageJobs();  // stops it
  PageJobs(const PageJobs&) = delete;
  PageJobs& operator=(const PageJobs&) = delete;

  // Starts it in the background and gives its number; `when_done` is called, on a thread of
  // its own, if it went well. Code::busy while another runs.
  Result<uint64_t> start(const tasks::JobSpec& spec, std::function<void()> when_done);
  // Nothing of the running job is kept. False: none runs.
  bool stop();
  // The latest job as JSON (Job of ui/src/api.ts); "null" if there was none.
  std::string json() const;
  bool is_running() const;

 private:
  void follow(const std::function<void()>& when_done);

  std::mutex starting_;       // held by who starts one
  mutable std::mutex mutex_;  // guards what follows
  uint64_t number_ = 0;
  tasks::JobKind kind_ = tasks::JobKind::link;
  bool running_ = false, stopped_ = false;
  tasks::JobReport report_;
  std::optional<tasks::JobProcess> process_;
  std::thread thread_;
};

}  // namespace maillon::web
