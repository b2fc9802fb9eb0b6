#include "web/stop_signals.h"

#include <csignal>
#include <utility>

#include <pthread.h>
#include <unistd.h>

namespace maillon::web {

namespace {

constexpr int kInterrupted = 130;
constexpr timespec kWait{0, 100'000'000};  // how often the waiting thread looks whether it is done

sigset_t both() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

StopSignals::StopSignals() {
  const sigset_t set = both();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  thread_ = std::thread([this] { wait(); });
}

StopSignals::~StopSignals() {
  done_ = true;
  thread_.join();
  const sigset_t set = both();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

void StopSignals::call(std::function<void()> stop) {
  stop_ = std::move(stop);
  is_set_ = true;
}

void StopSignals::wait() {
  const sigset_t set = both();
  bool told = false;
  while (!done_) {
    if (sigtimedwait(&set, nullptr, &kWait) < 0) continue;
    if (told || !is_set_) _exit(kInterrupted);
    told = true;
    stop_();
  }
}

}  // namespace maillon::web
