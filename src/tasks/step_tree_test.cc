#include "tasks/step_tree.h"

#include <ctime>
#include <string>

#include <gtest/gtest.h>

namespace maillon::tasks {
namespace {

// Writes down what is passed on.
class Recorder : public Progress {
 public:
  void begin_step(std::string_view name, uint64_t total, std::string_view) override {
    said += "begin " + std::string(name) + " " + std::to_string(total) + "; ";
  }
  void advance(uint64_t units) override { said += "+" + std::to_string(units) + "; "; }
  void end_step() override { said += "end; "; }
  std::string said;
};

std::string drawn(const std::vector<StepTime>& steps) {
  std::string out;
  for (const StepTime& step : steps) {
    out += std::string(static_cast<std::size_t>(step.depth), '.') + step.name;
    if (step.rows > 0) out += "=" + std::to_string(step.rows);
    out += " ";
  }
  return out;
}

// Spends CPU time, which a sleep does not.
void work_for(double seconds) {
  const std::clock_t until = std::clock() + static_cast<std::clock_t>(seconds * CLOCKS_PER_SEC);
  while (std::clock() < until) {
  }
}

TEST(StepTree, StepsStandInTheirStep) {
  Progress quiet;
  StepTree tree("link", quiet);
  {
    Step extract(tree, "extract");
    Step(tree, "find", 10, "posts").end(10);
    Step(tree, "check").end();
    extract.end(7);
  }
  Step(tree, "write").end();
  EXPECT_EQ(drawn(tree.take(5)), "link=5 .extract=7 ..find=10 ..check .write ");
}

TEST(StepTree, AStepInsideOneOfItsNameIsThatStep) {
  Recorder around;
  StepTree tree("link", around);
  Step outer(tree, "wording");
  Step inner(tree, "wording", 4, "steps");
  tree.advance(1);
  inner.end();
  outer.end(3);
  EXPECT_EQ(drawn(tree.take(0)), "link .wording=3 ");
  EXPECT_EQ(around.said, "begin wording 0; end; begin wording 4; +1; end; ");
}

TEST(StepTree, RoundsAreAddedUp) {
  Progress quiet;
  StepTree tree("link", quiet);
  for (int round = 0; round < 3; ++round) {
    Step a(tree, "a");
    if (round == 2) Step(tree, "last").end();
    a.end(2);
    Step(tree, "b").end(1);
  }
  EXPECT_EQ(drawn(tree.take(0)), "link .a=6 ..last .b=3 ");
}

TEST(StepTree, AnErrorEndsWhatIsOpen) {
  Recorder around;
  StepTree tree("link", around);
  tree.begin_step("read", 0, "");
  tree.begin_step("file", 0, "");
  EXPECT_EQ(drawn(tree.take(0)), "link .read ..file ");
  tree.end_step();  // too many: nothing happens
  EXPECT_EQ(around.said, "begin read 0; begin file 0; end; end; ");
}

TEST(StepTree, AStepHoldsTheTimeOfThoseInIt) {
  Progress quiet;
  StepTree tree("link", quiet);
  {
    const Step outer(tree, "outer");
    const Step inner(tree, "inner");
    work_for(0.02);
  }
  const std::vector<StepTime> steps = tree.take(0);
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_GE(steps[2].cpu_seconds, 0.019);
  EXPECT_GE(steps[1].cpu_seconds, steps[2].cpu_seconds);
  EXPECT_GE(steps[0].wall_seconds, steps[1].wall_seconds);
  EXPECT_GT(steps[0].peak_bytes, 0U);
}

}  // namespace
}  // namespace maillon::tasks
