// A process that answers one request after another over a socket: this program again, with a
// hidden verb. What each request and answer holds is the business of both sides.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "tasks/sandbox/child.h"

namespace maillon::tasks {

// The parent's side. One thread at a time.
class WorkerChannel {
 public:
  WorkerChannel() = default;
  // Starts the process and waits for its first answer, the note. `what` names it in messages
  // ("decoder"). Code::io: it cannot be started.
  static Result<WorkerChannel> start(const std::string& program, std::string_view verb,
                                     std::string what);

  // False: the worker is gone, or the deadline has passed.
  bool send(std::string_view bytes, Deadline deadline);
  bool receive(std::string& to, std::size_t size, Deadline deadline);
  // An answer that write_answer() gave, of at most so many bytes.
  bool receive_answer(std::string& to, uint32_t most_bytes, Deadline deadline);
  // Ends the worker and says why: the reason given, or how it died by itself.
  tl::unexpected<Error> end(std::string_view why);

  bool is_running() const { return child_.is_running(); }
  pid_t pid() const { return child_.pid(); }
  // "" or what this machine lacks of the sandbox.
  const std::string& note() const { return note_; }

 private:
  bool wait_for(short events, Deadline deadline);

  Child child_;
  Fd channel_;
  std::string what_, note_;
};

// The worker's side, blocking, on its standard input. False at the end of it.
bool read_request(char* to, std::size_t size);
bool write_answer(std::string_view answer);

// The worker's first act: gives up all rights but to compute, with so much processor time, and
// sends the note. False: nobody listens.
bool enter_sandbox(uint64_t cpu_s);

}  // namespace maillon::tasks
