// `simulate DIR`: writes a made-up world and its truth.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "simulate/families.h"
#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct SimulateSettings {
  std::string directory;
  int64_t posts = 10000;
  uint64_t seed = 1;
  int days = 365;                           // of a world
  std::optional<simulate::Level> families;  // families of wording instead of a world
};
struct SimulateReport {
  std::string posts_path, truth_path;
  uint64_t posts = 0, bytes = 0;
};
// DIR/posts.jsonl and DIR/truth.csv; each appears whole or not at all. Files of
// these names that are there are replaced.
Result<SimulateReport> simulate_files(const SimulateSettings& settings, const Context& context);

}  // namespace maillon::tasks
