// `show SELECTOR`: everything tied to this phone, handle or wallet, in any
// spelling, directly and through the selectors that its posts carry.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/annotations.h"
#include "report/listed.h"
#include "report/nouns.h"
#include "report/said.h"
#include "report/style.h"

namespace maillon::report {

// What a set of posts says: where, when, under which names, at which prices.
struct Circle {
  uint64_t posts = 0;
  int64_t first = kNoTime, last = kNoTime;
  std::vector<Stay> route;
  std::vector<Tally> sources, names, prices, languages, networks;
  std::vector<PostLine> sample;  // by time
};

// One of the pictures that show the same.
struct PictureLine {
  std::string id, name;
  uint32_t width = 0, height = 0, quality = 0;
  uint64_t posts = 0;
  std::string pdq, sha256;
  uint32_t frames = 0;              // of a video: that are compared
  std::vector<std::string> listed;  // what hash lists say of it
  bool restricted = false;          // not shown to anybody
};

struct SelectorPage {
  SelectorLine selector;
  std::vector<PictureLine> pictures;  // of a selector of the kind image
  std::vector<Tally> spellings;       // as the posts write it
  Sentence hub_note;                  // not empty: it is infrastructure, and why
  Circle direct;                      // the posts that carry it
  std::vector<SelectorLine> shared;   // other selectors of those posts, not hubs
  Circle indirect;                    // further posts, that carry one of `shared`
  std::vector<SelectorLine> hubs;     // on those posts, but not followed
  Annotations annotations;
  std::vector<ListedLine> listed;  // what lists of other agencies say of it
};

std::string to_text(const SelectorPage& page, const Style& style);
std::string to_json(const SelectorPage& page);

}  // namespace maillon::report
