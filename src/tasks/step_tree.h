// Where the time of a verb went: the tree of its steps, as `link --perf` prints it.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"

namespace maillon::tasks {

struct StepTime {
  std::string name;
  double wall_seconds = 0, cpu_seconds = 0;  // CPU: of all threads
  uint64_t rows = 0;                         // what it made; 0: not told
  uint64_t peak_bytes = 0;                   // the most memory of the whole program up to its end
  int depth = 0;                             // 0: the whole verb
};

// Passes every call on to the progress around it, and measures. A step begun inside of
// one of the same name is that step: the main path names it, and the function that does
// it tells how much there is to do. Steps of one name within one step are added up, so
// that a step that runs in a thousand rounds is one line.
//
// Steps may begin and end in any thread, but as one nest: not side by side.
class StepTree : public Progress {
 public:
  // `around` must outlive it. The root begins now.
  StepTree(std::string root, Progress& around);
  void begin_step(std::string_view name, uint64_t total, std::string_view unit) override;
  void advance(uint64_t units) override { around_.advance(units); }
  void count_rows(uint64_t rows) override;
  void end_step() override;

  // Ends what is open, the root too, with the root's rows. Each step stands before the
  // steps in it, and these in the order in which they first began.
  std::vector<StepTime> take(uint64_t rows);

 private:
  struct Node {
    StepTime time;
    std::vector<uint32_t> inside;
  };
  struct Open {
    uint32_t node = 0;
    double wall = 0, cpu = 0;  // the clocks when it began
    uint32_t again = 0;        // how often it was begun inside of itself
  };

  // These REQUIRE mutex_ to be held.
  void open(uint32_t node);
  void close();
  uint32_t node_inside(uint32_t parent, std::string_view name);
  void list(uint32_t node, std::vector<StepTime>& out) const;

  Progress& around_;
  std::mutex mutex_;  // guards all below
  std::vector<Node> nodes_;
  std::vector<Open> open_;
};

}  // namespace maillon::tasks
