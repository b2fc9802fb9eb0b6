// `show T-4`: a template with its slots, and what each post has in them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/annotations.h"
#include "report/nouns.h"
#include "report/origin.h"
#include "report/style.h"

namespace maillon::report {

struct TemplateSlot {
  std::string kind;           // phone, price, place ...
  std::vector<Tally> values;  // most common first
  uint64_t filled = 0, distinct = 0;
};

// Where in the post what it has in a slot stands: in two places if it runs from title to body.
struct SlotPlace {
  uint32_t slot = 1;  // {1}
  TextPlace place;
};

// One post and what it has in each slot ("" = nothing).
struct FillLine {
  PostLine post;
  std::vector<std::string> fills;
  std::vector<SlotPlace> places;  // by slot; of short records none, their slots are columns
};

// The posts that have just this in a slot are asked for.
struct SlotValue {
  uint32_t slot = 0;  // {1}; 0: none is asked for
  std::string value;
};

struct TemplatePage {
  std::string id;    // "T-4"
  std::string text;  // slots as {1}, {2} ...
  uint64_t posts = 0;
  uint64_t read = 0;  // of them: those whose slots are counted
  int64_t first = kNoTime, last = kNoTime;
  std::vector<TemplateSlot> slots;
  std::vector<Tally> networks;
  SlotValue asked;
  std::vector<FillLine> fills;  // by time: a sample, or all that were read and have what is asked
  NearCount near_misses;
  Annotations annotations;
};

std::string to_text(const TemplatePage& page, const Style& style);
std::string to_json(const TemplatePage& page);

}  // namespace maillon::report
