// `show T-4`: a template with its slots, and what each post has in them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/annotations.h"
#include "report/nouns.h"
#include "report/style.h"

namespace maillon::report {

struct TemplateSlot {
  std::string kind;           // phone, price, place ...
  std::vector<Tally> values;  // most common first
  uint64_t filled = 0, distinct = 0;
};

// One post and what it has in each slot ("" = nothing).
struct FillLine {
  PostLine post;
  std::vector<std::string> fills;
};

struct TemplatePage {
  std::string id;    // "T-4"
  std::string text;  // slots as {1}, {2} ...
  uint64_t posts = 0;
  int64_t first = kNoTime, last = kNoTime;
  std::vector<TemplateSlot> slots;
  std::vector<Tally> networks;
  std::vector<FillLine> fills;  // a sample, by time
  NearCount near_misses;
  Annotations annotations;
};

std::string to_text(const TemplatePage& page, const Style& style);
std::string to_json(const TemplatePage& page);

}  // namespace maillon::report
