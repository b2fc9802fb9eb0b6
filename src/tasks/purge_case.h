// `purge`: takes away what is due, or what is named, and proves it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "store/purge.h"
#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct PurgeSettings {
  std::string case_path;
  std::vector<uint32_t> imports;   // by their acts; none and no posts: those that are due
  std::vector<std::string> posts;  // SOURCE:ID or P-...; not together with imports
  std::string reason;
  bool yes = false;  // else only says what would go
};
// Outcome::empty if nothing is due. Code::invalid_input: on hold, no reason, purged already.
Result<Outcome> purge_case(const PurgeSettings& settings, const Context& context, Output& out);

// One purge, as `verify` and `status` tell of it.
std::string purge_line(const store::PurgeAct& act);
void write_json(JsonWriter& json, const store::PurgeAct& act);

}  // namespace maillon::tasks
