// Families of posts of one wording between unrelated posts: the benchmark of
// linking by text alone. docs/simulate.md says what is in it, with the rates.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "simulate/sink.h"

namespace maillon::simulate {

// How much a family's posts differ from their template.
enum class Level : uint8_t { easy, medium, hard };

std::optional<Level> parse_level(std::string_view name);  // "easy", "medium", "hard"

struct FamiliesSettings {
  int64_t posts = 10000;
  uint64_t seed = 1;
  Level level = Level::medium;
};

// Calls sink.post (JSON: id, source, posted_at, language, body) and sink.truth
// (CSV: id,operator,template,phones,emails,handles,wallets,ibans) for each post
// in order. `template` is the family, empty for an unrelated post; `operator`
// is the same, or the post's own. Each post is a pure function of the settings
// and its number; memory grows with the families only (12 bytes each).
void simulate_families(const FamiliesSettings& settings, TextSink& sink);

}  // namespace maillon::simulate
