// Draws how far a long step is.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/progress.h"

namespace maillon::apps {

// terminal: one line on standard error, redrawn at most ten times a second and
// wiped when the step ends; lines: a plain line every few seconds; none: silence.
enum class ProgressStyle : uint8_t { none, terminal, lines };

// Any thread may call. Steps may nest: the innermost is drawn. A step shows once
// it has lasted a little, so that quick ones do not flicker.
class TerminalProgress : public Progress {
 public:
  TerminalProgress(ProgressStyle style, int width);
  ~TerminalProgress() override;
  TerminalProgress(const TerminalProgress&) = delete;
  TerminalProgress& operator=(const TerminalProgress&) = delete;

  void begin_step(std::string_view name, uint64_t total, std::string_view unit) override;
  void advance(uint64_t units) override { done_.fetch_add(units, std::memory_order_relaxed); }
  void end_step() override;

 private:
  using Clock = std::chrono::steady_clock;
  struct Step {
    std::string name, unit;
    uint64_t total = 0, done_before = 0;  // done_before: of the step around it
    Clock::time_point begun;
  };

  void run();       // the drawing thread
  void draw(bool);  // REQUIRES: mutex_ held
  void wipe();      // REQUIRES: mutex_ held

  const ProgressStyle style_;
  const std::size_t width_;
  std::atomic<uint64_t> done_{0};
  std::mutex mutex_;  // guards all below
  std::condition_variable wake_;
  std::vector<Step> steps_;
  Clock::time_point last_line_;
  bool drawn_ = false, stop_ = false;
  std::thread thread_;
};

// "import ads.csv  42 %  [#####.......]  35 MB/s  12 s left", at most `width` columns.
std::string progress_line(std::string_view name, uint64_t done, uint64_t total,
                          std::string_view unit, double seconds, std::size_t width);

}  // namespace maillon::apps
