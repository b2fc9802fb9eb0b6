// How a long step tells how far it is, and what it cost. Pure steps call it; apps/
// draws it, tasks/step_tree.h measures it.
#pragma once

#include <cstdint>
#include <string_view>

namespace maillon {

// Calls may come from any thread. The default does nothing.
class Progress {
 public:
  virtual ~Progress() = default;
  // A new step begins, with `total` units of work to do (0 = not known). Steps nest.
  virtual void begin_step(std::string_view /*name*/, uint64_t /*total*/,
                          std::string_view /*unit*/) {}
  virtual void advance(uint64_t /*units*/) {}
  // How many rows the innermost step has made, for who measures it.
  virtual void count_rows(uint64_t /*rows*/) {}
  virtual void end_step() {}
};

// A step that ends with its scope, also where an error leaves it. One at a time in a
// scope, or nested: steps end in the reverse order.
class Step {
 public:
  Step(Progress& progress, std::string_view name, uint64_t total = 0, std::string_view unit = "")
      : progress_(&progress) {
    progress.begin_step(name, total, unit);
  }
  ~Step() { end(); }
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;

  // Ends it now, with the number of rows that it made (0: none to speak of).
  void end(uint64_t rows = 0) {
    if (progress_ == nullptr) return;
    if (rows > 0) progress_->count_rows(rows);
    progress_->end_step();
    progress_ = nullptr;
  }

 private:
  Progress* progress_;
};

}  // namespace maillon
