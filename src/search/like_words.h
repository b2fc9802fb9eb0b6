// What stands for nearly: "harvest~2", "job driver"~5.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace maillon::search {

struct LikeWord {
  std::string_view word, number;  // "harvest", "2"; number "" = not said
};
// Nothing if no ~ follows a letter, or in an address, where ~ stands for itself.
std::optional<LikeWord> find_like(std::string_view text);
// How many letters may differ: what is said, else one, two in a long word. Code::invalid_input for
// several words, and for a word that is too short.
Result<unsigned> edits_of(const LikeWord& like);
std::string like_said(std::string_view word, unsigned edits);

// The number in "~5", which stood behind a phrase.
Result<uint32_t> read_between(std::string_view distance);

}  // namespace maillon::search
