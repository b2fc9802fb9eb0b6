#include "web/match_digests.h"

#include <chrono>
#include <utility>

#include "tasks/output.h"

namespace maillon::web {

MatchDigests::MatchDigests(tasks::MatchLog log, MatchCounts& counts, int64_t interval_s,
                           std::function<int64_t()> now)
    : log_(std::move(log)),
      counts_(counts),
      interval_s_(interval_s),
      now_(std::move(now)),
      begin_(now_()) {
  if (log_.was_cut()) {
    tasks::say(
        "the match service was cut short when it ran last: what it was asked after the last entry "
        "of the log is not counted");
    add(tasks::MatchState::begun);
  }
  thread_ = std::thread([this] { run(); });
}

MatchDigests::~MatchDigests() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  ended_.notify_all();
  thread_.join();
  if (!has_begun_ && counts_.any()) add(tasks::MatchState::begun);
  if (has_begun_) add(tasks::MatchState::ended);
  write_waiting();
}

void MatchDigests::run() {
  std::unique_lock lock(mutex_);
  while (!ended_.wait_for(lock, std::chrono::seconds(1), [this] { return is_ending_; })) {
    lock.unlock();
    look();
    lock.lock();
  }
}

void MatchDigests::look() {
  if (!has_begun_ && counts_.any()) add(tasks::MatchState::begun);
  // From the first request on: after an idle night a digest of one request would name its moment.
  if (!counts_.any()) {
    last_ = now_();
  } else if (now_() - last_ >= interval_s_) {
    add(tasks::MatchState::interval);
  }
  write_waiting();
}

// Each begins where the one before it ended, so that no time is left out.
void MatchDigests::add(tasks::MatchState state) {
  Waiting one{state, {}};
  if (state == tasks::MatchState::begun) {
    has_begun_ = true;
  } else {
    one.interval = counts_.take();
  }
  one.interval.begin = begin_;
  last_ = one.interval.end = now_();
  if (state != tasks::MatchState::begun) begin_ = last_;
  waiting_.push_back(std::move(one));
}

void MatchDigests::write_waiting() {
  std::size_t written = 0;
  for (; written < waiting_.size(); ++written) {
    const auto done = log_.append(waiting_[written].state, waiting_[written].interval);
    if (done) continue;
    if (!std::exchange(has_complained_, true))
      tasks::say("the digest of the match service waits for its log: " + done.error().message);
    break;
  }
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(written));
}

}  // namespace maillon::web
