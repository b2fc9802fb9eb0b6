#include "network/stable_log.h"

#include <cmath>

#include <gtest/gtest.h>

namespace maillon::network {
namespace {

TEST(StableLog, agrees_with_the_library) {
  EXPECT_EQ(stable_log(1), 0);
  for (double x = 1e-30; x < 1e30; x *= 1.037) {
    EXPECT_NEAR(stable_log(x), std::log(x), 1e-14 * (1 + std::abs(std::log(x)))) << x;
  }
  for (double x = 0.999; x < 1.001; x += 1e-6) EXPECT_NEAR(stable_log(x), std::log(x), 1e-15) << x;
}

}  // namespace
}  // namespace maillon::network
