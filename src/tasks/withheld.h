// What never leaves a case.
#pragma once

#include <cstdint>
#include <vector>

#include "tasks/case_data.h"

namespace maillon::tasks {

// Of what a list classes as abuse of children, and of what shows the same.
class Withheld {
 public:
  explicit Withheld(const CaseData& data);

  // Does the post show such a picture? Its address leads there.
  bool has_post(uint32_t row) const { return !is_post_.empty() && is_post_[row] != 0; }
  std::vector<uint32_t> posts() const;  // rows of all of them
  // Is the selector such a picture, or a web address that a post with such a one names?
  bool has_selector(uint32_t s) const { return is_selector_[s] != 0; }

 private:
  void hold_addresses(const Selectors& selectors, uint32_t row);

  std::vector<uint8_t> is_selector_, is_post_;  // is_post_: empty if there is none
};

}  // namespace maillon::tasks
