// Patterns of STIX indicators, as far as they are lists: equalities that OR joins.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maillon::share {

struct StixEquality {
  std::string path;   // "email-addr:value", "file:hashes.SHA-256": without quotes
  std::string value;  // without quotes and escapes
  friend bool operator==(const StixEquality&, const StixEquality&) = default;
};

// "[email-addr:value = 'x' OR url:value IN ('y', 'z')] OR [...]", with parentheses or without.
// Nothing for all else: AND, NOT, other comparisons, FOLLOWEDBY, qualifiers of time, damage. Of
// such a pattern no part may be taken for the whole.
std::optional<std::vector<StixEquality>> parse_stix_equalities(std::string_view pattern);

}  // namespace maillon::share
