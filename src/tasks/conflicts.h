// Earlier decisions that a new one speaks against.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "store/case.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

struct Conflict {
  // contradicts  `act` says the opposite of the same things
  // triangle     A is not B, C matches both: by the new decision and what is in force, or by
  //              links that put C into A's network, things would be one that are decided to be
  //              different
  // changed      somebody wrote on the same since the person looked
  enum Kind : uint8_t { contradicts, triangle, changed } kind = contradicts;
  store::Decision act;  // the earlier decision
  std::string third;    // of a triangle: C, as P-...
};

// Of `decisions`, those in force are looked at, in order. At most 20.
std::vector<Conflict> find_conflicts(const CaseData& data,
                                     std::span<const store::Decision> decisions,
                                     const store::Decision& made);
// Those in force on one of the IDs of `made`, for a case that changed meanwhile.
std::vector<Conflict> find_changed(std::span<const store::Decision> decisions,
                                   const store::Decision& made);

// A line for each: "act 3 of ana on 2026-01-01 says: different: :a and :b".
std::string conflicts_text(std::span<const Conflict> conflicts);
// [{"kind","act":{act time actor kind what active subjects},"third"}]
void write_conflicts(JsonWriter& json, std::span<const Conflict> conflicts);

}  // namespace maillon::tasks
