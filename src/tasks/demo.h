// `demo`: the whole program on a made-up world, as a newcomer first sees it.
#pragma once

#include <cstdint>
#include <string>

#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct DemoSettings {
  std::string directory = "maillon-demo";
  int64_t posts = 5000;
  uint64_t seed = 7;
};
// Makes a world under `directory`, imports and links it, prints the top networks,
// one of them in short, one ledger, scores beside bare connected components, and
// what to try next. Run again it finds its files and does only what is not done.
// Code::invalid_input if the directory holds other things.
Result<Outcome> demo(const DemoSettings& settings, const Context& context, Output& out);

}  // namespace maillon::tasks
