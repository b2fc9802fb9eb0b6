#include "web/work_queue.h"

#include <atomic>
#include <future>

#include <gtest/gtest.h>

namespace maillon::web {
namespace {

TEST(WorkQueue, refuses_what_is_too_much_and_does_what_it_took) {
  std::atomic<int> done = 0;
  std::promise<void> begun, go;
  const std::shared_future<void> wait = go.get_future().share();
  {
    WorkQueue queue(1, 2);
    EXPECT_TRUE(queue.try_push([&] {
      begun.set_value();
      wait.wait();
      ++done;
    }));
    begun.get_future().wait();  // the one thread is busy, so that the next two wait
    EXPECT_TRUE(queue.try_push([&] { ++done; }));
    EXPECT_TRUE(queue.try_push([&] { ++done; }));
    EXPECT_EQ(queue.waiting(), 2U);
    EXPECT_FALSE(queue.try_push([&] { ++done; }));
    go.set_value();
  }
  EXPECT_EQ(done, 3);
}

}  // namespace
}  // namespace maillon::web
