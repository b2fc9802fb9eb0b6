// Saved pages of strangers are read in a process of their own: this program again, which gives
// up all rights but to compute. What a hostile page can do there is to end that process; the
// next page gets a new one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "collect/pages/page.h"
#include "tasks/sandbox/worker_channel.h"

namespace maillon::tasks {

struct PageSettings {
  int timeout_s = 60;  // for one page
  std::string program = kOwnProgram;
};

// One thread at a time.
class PageWorker {
 public:
  explicit PageWorker(PageSettings settings = {}) : settings_(std::move(settings)) {}

  // As collect::read_page(), and unreadable where the process crashed or took too long. Code::io:
  // it cannot be started.
  Result<collect::PageAnswer> read(collect::PageKind kind, std::string_view bytes);

  // "" or what this machine lacks of the sandbox. Known after the first page.
  const std::string& note() const { return note_; }

 private:
  PageSettings settings_;
  std::optional<WorkerChannel> channel_;
  std::string note_;
  double busy_s_ = 0;
};

// The other side: serves requests on standard input until it ends. The exit code.
int run_page_worker();

}  // namespace maillon::tasks
