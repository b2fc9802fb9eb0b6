// Writes the digests of the match service while it runs: the first once somebody asks, one each
// interval in which somebody asked, and one at the end.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "tasks/match_log.h"
#include "web/match_counts.h"

namespace maillon::web {

class MatchDigests {
 public:
  // `counts` must outlive it. Where the run before was cut short, that is said at once. `now` gives
  // Unix seconds.
  MatchDigests(tasks::MatchLog log, MatchCounts& counts, int64_t interval_s,
               std::function<int64_t()> now);
  // The last digest, if there was any request.
  ~MatchDigests();
  MatchDigests(const MatchDigests&) = delete;
  MatchDigests& operator=(const MatchDigests&) = delete;

  // What is due now. Called by its thread each second; a log that cannot be written now is tried
  // again, and nothing is lost meanwhile.
  void look();

 private:
  struct Waiting {
    tasks::MatchState state;
    tasks::MatchInterval interval;
  };
  void run();
  void add(tasks::MatchState state);
  void write_waiting();

  tasks::MatchLog log_;
  MatchCounts& counts_;
  const int64_t interval_s_;
  const std::function<int64_t()> now_;
  // Of the thread; of the destructor once it is gone.
  int64_t begin_, last_ = 0;
  bool has_begun_ = false, has_complained_ = false;
  std::vector<Waiting> waiting_;

  std::mutex mutex_;  // guards is_ending_
  std::condition_variable ended_;
  bool is_ending_ = false;
  std::thread thread_;
};

}  // namespace maillon::web
