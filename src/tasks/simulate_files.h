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
  bool images = false;                      // its posts have photographs
  std::optional<simulate::Level> families;  // families of wording instead of a world
};
struct SimulateReport {
  std::string posts_path, truth_path;
  uint64_t posts = 0, bytes = 0;
  // With images only.
  std::string images_path, pictures_path;
  uint64_t pictures = 0, picture_bytes = 0;
};
// DIR/posts.jsonl and DIR/truth.csv; each appears whole or not at all. Files of
// these names that are there are replaced. With images also DIR/images (simulate_pictures.h)
// and DIR/pictures.csv; the pictures come first, so that the posts never name some that are
// still to come.
Result<SimulateReport> simulate_files(const SimulateSettings& settings, const Context& context);

}  // namespace maillon::tasks
