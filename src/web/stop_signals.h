// SIGINT and SIGTERM as an event instead of the end of the process.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

namespace maillon::web {

// While it lives, this thread and those started after it do not get the two signals; a
// thread of its own waits for them. The first calls `stop` once it has been set; a
// second one, or one before, ends the process (exit code 130).
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  // What the first signal does: called from the waiting thread, which must be able to
  // call it until this object is gone.
  void call(std::function<void()> stop);

 private:
  void wait();

  std::function<void()> stop_;  // read by the other thread once is_set_
  std::atomic<bool> is_set_ = false, done_ = false;
  std::thread thread_;
};

}  // namespace maillon::web
