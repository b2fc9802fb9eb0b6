// Work that takes longer than a connection's thread may be held up: a bounded queue
// before a few threads. When it is full, work is refused at once, so that what is under
// way ends in time instead of everything slowly failing.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace maillon::web {

class WorkQueue {
 public:
  // At most `waiting_max` pieces of work wait while `threads` are busy.
  WorkQueue(int threads, std::size_t waiting_max);
  // What waits is still done.
  ~WorkQueue();
  WorkQueue(const WorkQueue&) = delete;
  WorkQueue& operator=(const WorkQueue&) = delete;

  // False: the queue is full; `work` was not taken. Work must not throw.
  bool try_push(std::function<void()> work);
  std::size_t waiting() const;

 private:
  void run();

  const std::size_t waiting_max_;
  mutable std::mutex mutex_;  // guards queue_ and stopped_
  std::condition_variable wake_;
  std::deque<std::function<void()>> queue_;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace maillon::web
