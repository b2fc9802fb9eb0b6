#include "base/parallel.h"

#include <algorithm>
#include <optional>

#include <tbb/global_control.h>
#include <tbb/parallel_for.h>

#ifdef MAILLON_TSAN
#include <sanitizer/tsan_interface.h>
#endif

namespace maillon {

namespace {

// Who gives work says so once it is there, and who takes it before it is looked at. The library
// of oneTBB keeps that order, but is not built with the thread sanitizer, which would take each
// result for a race; so in that build it is told here. Elsewhere this is nothing.
class HandOver {
 public:
#ifdef MAILLON_TSAN
  void give() {
    __tsan_release(&place_);
  }
  void take() {
    __tsan_acquire(&place_);
  }

 private:
  char place_ = 0;
#else
  void give() {}
  void take() {}
#endif
};

}  // namespace

void parallel_for(std::size_t n, const std::function<void(std::size_t)>& fn) {
  HandOver work, results;
  work.give();
  tbb::parallel_for(std::size_t{0}, n, [&](std::size_t i) {
    work.take();
    fn(i);
    results.give();
  });
  results.take();
}

void parallel_blocks(std::size_t n, std::size_t block_size,
                     const std::function<void(std::size_t, std::size_t, std::size_t)>& fn) {
  parallel_for(block_count(n, block_size), [&](std::size_t block) {
    const std::size_t begin = block * block_size;
    fn(begin, std::min(n, begin + block_size), block);
  });
}

struct ThreadLimit::State {
  std::optional<tbb::global_control> control;
};

ThreadLimit::ThreadLimit(int threads) : state_(std::make_unique<State>()) {
  if (threads > 0) {
    state_->control.emplace(tbb::global_control::max_allowed_parallelism,
                            static_cast<std::size_t>(threads));
  }
}
ThreadLimit::~ThreadLimit() = default;

}  // namespace maillon
