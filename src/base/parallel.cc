#include "base/parallel.h"

#include <algorithm>
#include <optional>

#include <tbb/global_control.h>
#include <tbb/parallel_for.h>

namespace maillon {

void parallel_for(std::size_t n, const std::function<void(std::size_t)>& fn) {
  tbb::parallel_for(std::size_t{0}, n, [&](std::size_t i) { fn(i); });
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
