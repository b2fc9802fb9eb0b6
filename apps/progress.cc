#include "progress.h"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "base/printable.h"
#include "base/utf8.h"
#include "report/style.h"

namespace maillon::apps {

namespace {

constexpr auto kTick = std::chrono::milliseconds(100);
constexpr auto kQuiet = std::chrono::milliseconds(500);
constexpr auto kBetweenLines = std::chrono::seconds(5);
constexpr std::size_t kBar = 20;
// Before this the rate is too shaky to say how long it will take.
constexpr double kRateAfterSeconds = 1.0;

std::string amount(uint64_t number, std::string_view unit) {
  if (unit == "B") return report::format_size(number);
  return report::thousands(number) + " " + std::string(unit);
}

}  // namespace

std::string progress_line(std::string_view name, uint64_t done, uint64_t total,
                          std::string_view unit, double seconds, std::size_t width) {
  std::string line = printable(name, width / 2);
  if (total > 0) {
    const double share = std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
    const auto filled = static_cast<std::size_t>(share * kBar);
    line += fmt::format("  {:3.0f} %  [{}{}]", share * 100, std::string(filled, '#'),
                        std::string(kBar - filled, '.'));
  } else if (done > 0) {
    line += "  " + amount(done, unit);
  }
  if (seconds >= kRateAfterSeconds && done > 0) {
    const double rate = static_cast<double>(done) / seconds;
    line += "  " + amount(static_cast<uint64_t>(rate), unit) + "/s";
    if (total > done) {
      line += "  " + report::format_duration(static_cast<double>(total - done) / rate) + " left";
    }
  } else if (seconds >= kRateAfterSeconds) {
    line += "  " + report::format_duration(seconds);
  }
  return printable(line, width);
}

TerminalProgress::TerminalProgress(ProgressStyle style, int width)
    : style_(style), width_(static_cast<std::size_t>(std::max(width, 20)) - 1) {
  if (style_ != ProgressStyle::none) thread_ = std::thread([this] { run(); });
}

TerminalProgress::~TerminalProgress() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    wipe();
  }
  wake_.notify_all();
  thread_.join();
}

void TerminalProgress::begin_step(std::string_view name, uint64_t total, std::string_view unit) {
  const std::lock_guard lock(mutex_);
  steps_.push_back({std::string(name), std::string(unit), total, done_.exchange(0), Clock::now()});
  if (steps_.size() == 1) last_line_ = Clock::now();
}

void TerminalProgress::end_step() {
  const std::lock_guard lock(mutex_);
  if (steps_.empty()) return;
  if (style_ == ProgressStyle::lines && Clock::now() - steps_.back().begun > kBetweenLines)
    draw(true);
  done_ = steps_.back().done_before;
  steps_.pop_back();
  wipe();
}

void TerminalProgress::run() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    wake_.wait_for(lock, kTick);
    if (stop_ || steps_.empty()) continue;
    const auto now = Clock::now();
    if (style_ == ProgressStyle::terminal && now - steps_.back().begun > kQuiet) draw(false);
    if (style_ == ProgressStyle::lines && now - last_line_ > kBetweenLines) {
      last_line_ = now;
      draw(false);
    }
  }
}

void TerminalProgress::draw(bool ended) {
  const Step& step = steps_.back();
  const double seconds = std::chrono::duration<double>(Clock::now() - step.begun).count();
  const std::string line = progress_line(step.name, done_.load(std::memory_order_relaxed),
                                         step.total, step.unit, seconds, width_);
  if (style_ == ProgressStyle::terminal) {
    fmt::print(stderr, "\r\x1b[K{}", line);
    drawn_ = true;
  } else {
    fmt::print(stderr, "maillon: {}{}\n", line, ended ? "  done" : "");
  }
  std::fflush(stderr);
}

void TerminalProgress::wipe() {
  if (!drawn_) return;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
  drawn_ = false;
}

}  // namespace maillon::apps
