// `show N-17`: one network, as a page that an analyst reads from top to bottom.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/annotations.h"
#include "report/learned.h"
#include "report/listed.h"
#include "report/nouns.h"
#include "report/said.h"
#include "report/signs.h"
#include "report/style.h"

namespace maillon::report {

struct NetworkLink {
  PostLine a, b;
  double bits = 0, posterior = 0;
  std::string why;  // "phone +1775…; text"
};

// What would split the network: without this, it falls into `parts`.
struct Split {
  std::string what;             // "phone +1775…", "the link P-1 - P-9"
  std::vector<uint64_t> parts;  // sizes, largest first
  std::vector<Said> said{};     // what it is, if it is no signal
};

struct NetworkPage {
  std::string id;  // "N-17"
  uint64_t posts = 0, links = 0;
  int64_t first_seen = kNoTime, last_seen = kNoTime;
  std::vector<Stay> route;  // in the order of time
  std::vector<Tally> languages, sources, names, prices;
  std::vector<SelectorLine> selectors;  // most used first
  std::vector<TemplateLine> templates;  // most used first
  std::optional<NetworkLink> strongest, weakest;
  std::vector<Split> splits;       // what would split it, most telling first
  std::vector<SelectorLine> hubs;  // touched, but not linked through
  SignSummary signs;
  LearnedScore learned;
  std::vector<std::string> history;  // "merged with N-9 on 2026-03-01"
  std::vector<PostLine> sample;
  NearCount near_misses;
  Annotations annotations;
  PictureMarks pictures;
  std::vector<ListedLine> listed;  // what lists of other agencies say of its selectors and hubs
};

std::string to_text(const NetworkPage& page, const Style& style);
std::string to_json(const NetworkPage& page);

}  // namespace maillon::report
