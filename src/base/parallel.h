// Threads: one pool (oneTBB), one call. Work writes to its own slot and results
// are joined in index order, so the same bytes come out for any thread count.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace maillon {

// Calls fn(i) for each i in [0, n), on the pool's threads, in any order.
// fn must not throw and may only write to slots that belong to i.
void parallel_for(std::size_t n, const std::function<void(std::size_t)>& fn);

// Calls fn(begin, end, block) for fixed blocks of `block_size` (the last may be
// short). Block borders depend on n and block_size only, never on threads.
void parallel_blocks(std::size_t n, std::size_t block_size,
                     const std::function<void(std::size_t, std::size_t, std::size_t)>& fn);

// Number of blocks that parallel_blocks makes.
constexpr std::size_t block_count(std::size_t n, std::size_t block_size) {
  return (n + block_size - 1) / block_size;
}

// While it lives, at most `threads` threads are used; 0 = all cores.
class ThreadLimit {
 public:
  explicit ThreadLimit(int threads);
  ~ThreadLimit();
  ThreadLimit(const ThreadLimit&) = delete;
  ThreadLimit& operator=(const ThreadLimit&) = delete;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace maillon
