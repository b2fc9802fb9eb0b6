// How a long step tells how far it is. Pure steps call it; only apps/ draws it.
#pragma once

#include <cstdint>
#include <string_view>

namespace maillon {

// Calls may come from any thread. The default does nothing.
class Progress {
 public:
  virtual ~Progress() = default;
  // A new step begins, with `total` units of work to do (0 = not known).
  virtual void begin_step(std::string_view /*name*/, uint64_t /*total*/,
                          std::string_view /*unit*/) {}
  virtual void advance(uint64_t /*units*/) {}
  virtual void end_step() {}
};

}  // namespace maillon
