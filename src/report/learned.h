// Where the learned order puts a post or network, and why. An order to look in, never a verdict.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "base/records.h"
#include "report/style.h"

namespace maillon::report {

// What speaks for (value above 0) or against.
struct LearnedReason {
  double value = 0;
  std::string words;      // as written; of an indicator its label
  std::string indicator;  // its id; "" for words
  Field field = Field::body;
  uint32_t begin = 0, end = 0;  // bytes of the field, of the first place; 0, 0 for indicators
  uint32_t places = 0;
};

struct LearnedScore {
  double score = -1;                   // calibrated, within (0, 1); below 0: there is none
  std::string of_post;                 // of a network: the post that the reasons are of
  std::string stale;                   // why the order is of an earlier state; "" = it is not
  std::vector<LearnedReason> reasons;  // the largest first
};

// A section of a page; "" without a score.
std::string to_text(const LearnedScore& learned, const Style& style);
// A member of an open object: "learned": {...} or null.
void write_learned(JsonWriter& json, const LearnedScore& learned);

}  // namespace maillon::report
