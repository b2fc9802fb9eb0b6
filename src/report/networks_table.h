// `networks CASE`: the networks, most pressing first.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/annotations.h"
#include "report/listed.h"
#include "report/nouns.h"
#include "report/style.h"

namespace maillon::report {

struct NetworkLine {
  std::string id;  // "N-17"
  uint64_t posts = 0;
  int64_t first_seen = kNoTime, last_seen = kNoTime;
  std::vector<std::string> countries, cities;  // most posts first
  uint64_t selectors = 0, templates = 0;
  std::vector<std::string> languages;
  std::vector<std::string> indicators, indicator_labels;  // ids; the most telling first
  std::string level, kind;  // "" where the case has not been read for indicators
  double learned = -1;      // score of the learned order; below 0: there is none
  Annotations annotations;
  PictureMarks pictures;
  std::string top;  // its most used selector, or the begin of its template
};

struct NetworksTable {
  std::vector<NetworkLine> networks;  // ranked; may be a page of them
  uint64_t total = 0;                 // all networks
  uint64_t posts_in_networks = 0, posts = 0;
  uint64_t asking_for_help = 0;  // of all: somebody in their posts may be asking for help
  std::string case_name;         // for what to type next
};

std::string to_text(const NetworksTable& table, const Style& style);
std::string to_json(const NetworksTable& table);

}  // namespace maillon::report
