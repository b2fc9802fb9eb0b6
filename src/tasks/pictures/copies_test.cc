#include "tasks/pictures/copies.h"

#include <gtest/gtest.h>

namespace maillon::tasks {
namespace {

TEST(Copies, tells_how_many_pictures_were_not_compared) {
  Pictures pictures;
  EXPECT_EQ(count_not_compared(pictures), 0U);
  pictures.group = {0, 0, 2, 3};
  pictures.compared = {1, 0, 1, 1};  // the second has the group of the first
  EXPECT_EQ(count_not_compared(pictures), 0U);
  pictures.compared = {0, 0, 0, 1};
  EXPECT_EQ(count_not_compared(pictures), 2U);
}

}  // namespace
}  // namespace maillon::tasks
