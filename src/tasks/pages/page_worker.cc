// A request is the kind of page and its size (8 bytes each) and its bytes; an answer is the kind
// of answer (1 byte) and its text.
#include "tasks/pages/page_worker.h"

#include <new>

#include <fmt/format.h>
#include <unistd.h>

#include "collect/read_records.h"
#include "tasks/sandbox/hidden_verbs.h"

namespace maillon::tasks {

namespace {

using collect::PageAnswer;
using PageClock = std::chrono::steady_clock;

constexpr uint32_t kLongestPageAnswer = 128U << 20;
// So long a process has served enough: its processor time is limited.
constexpr double kPageSeconds = 300;

struct PageRequest {
  uint64_t kind = 0, size = 0;
};

PageAnswer read_here(collect::PageKind kind, std::string_view bytes) {
  try {
    return collect::read_page(kind, bytes);
  } catch (const std::bad_alloc&) {
    return {PageAnswer::Kind::unreadable, "it needs more memory than the reader of pages may take"};
  }
}

int serve_pages() {
  std::string bytes;
  for (;;) {
    PageRequest request;
    if (!read_request(reinterpret_cast<char*>(&request), sizeof request)) return 0;
    if (request.size > collect::kMaxRecordBytes ||
        request.kind > static_cast<uint64_t>(collect::PageKind::warc)) {
      return 1;
    }
    bytes.resize(request.size);
    if (!read_request(bytes.data(), bytes.size())) return 0;
    const PageAnswer answer = read_here(static_cast<collect::PageKind>(request.kind), bytes);
    if (!write_answer(std::string(1, static_cast<char>(answer.kind)) + answer.text)) return 1;
  }
}

}  // namespace

Result<PageAnswer> PageWorker::read(collect::PageKind kind, std::string_view bytes) {
  if (!channel_ || !channel_->is_running() || busy_s_ > kPageSeconds) {
    TRY(channel_, WorkerChannel::start(settings_.program, kPageWorkerVerb, "reader of pages"));
    note_ = channel_->note();
    busy_s_ = 0;
  }
  const auto begun = PageClock::now();
  const Deadline deadline = begun + std::chrono::seconds(settings_.timeout_s);
  const PageRequest request{static_cast<uint64_t>(kind), bytes.size()};
  std::string answer;
  if (!channel_->send({reinterpret_cast<const char*>(&request), sizeof request}, deadline) ||
      !channel_->send(bytes, deadline) ||
      !channel_->receive_answer(answer, kLongestPageAnswer, deadline) || answer.empty() ||
      answer[0] > static_cast<char>(PageAnswer::Kind::unreadable)) {
    const Error why =
        channel_
            ->end(milliseconds_left(deadline) == 0
                      ? fmt::format("reading the page took longer than {} s", settings_.timeout_s)
                      : "the reader of pages does not answer")
            .value();
    return PageAnswer{PageAnswer::Kind::unreadable, why.message};
  }
  busy_s_ += std::chrono::duration<double>(PageClock::now() - begun).count();
  return PageAnswer{static_cast<PageAnswer::Kind>(answer[0]), answer.substr(1)};
}

int run_page_worker() {
  if (!enter_sandbox(static_cast<uint64_t>(kPageSeconds) * 2)) return 1;
  // Not exit(): what the program does at its end is not the worker's to do.
  _exit(serve_pages());
}

}  // namespace maillon::tasks
