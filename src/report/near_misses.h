// `near-misses`: posts that are alike and were not joined, grouped by what they are of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/ledger.h"
#include "report/nouns.h"
#include "report/style.h"

namespace maillon::report {

// What a post is of: its network, else its template, else itself.
struct NearSide {
  std::string id;
  uint64_t posts = 0;
};

struct NearMiss {
  NearSide side_a, side_b;
  uint64_t pairs = 0;          // near pairs between the two sides
  std::string reason;          // "wording", "threshold", "network"
  std::string why;             // why it was not joined, a sentence
  std::vector<Said> why_said;  // the same
  // The pair that came closest.
  PostLine a, b;
  std::optional<double> share;  // of the lighter text's wording, 0 to 1; none: not alike by wording
  double wording_bits = 0;      // what the common wording weighs
  std::string evidence;         // what both have: "phone +1775…"
  double evidence_bits = 0;
  std::optional<double> posterior;  // none: no signal in common
  std::vector<Quote> quotes;        // the shared passage in each
};

struct NearMissesTable {
  std::string case_path;  // for the commands to type next
  uint64_t groups = 0, pairs = 0;
  uint64_t decided = 0;  // pairs left out since a person decided on them
  std::vector<NearMiss> near_misses;
};

std::string to_text(const NearMissesTable& table, const Style& style);
std::string to_json(const NearMissesTable& table);

}  // namespace maillon::report
