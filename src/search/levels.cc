#include "search/levels.h"

#include <array>
#include <optional>

#include <fmt/format.h>

#include "base/ascii.h"
#include "rank/combine.h"
#include "search/ranges.h"

namespace maillon::search {
namespace {

constexpr auto kLowest = static_cast<int64_t>(rank::Level::none);
constexpr auto kHighest = static_cast<int64_t>(rank::Level::high);

std::string_view name_of(int64_t level) {
  return to_name(static_cast<rank::Level>(level));
}

std::optional<int64_t> find_level(std::string_view name) {
  for (int64_t level = kLowest; level <= kHighest; ++level) {
    if (same_ignoring_case(name, name_of(level))) return level;
  }
  return std::nullopt;
}

struct Bounds {
  int64_t low = kLowest, high = kHighest;
};

struct Comparison {
  std::string_view mark;
  bool is_lower, is_strict;  // what stands behind it is the lower end; is out itself
};
// A mark that begins with another stands before it.
constexpr std::array<Comparison, 6> kComparisons = {{{">=", true, false},
                                                     {"<=", false, false},
                                                     {"\xE2\x89\xA5", true, false},
                                                     {"\xE2\x89\xA4", false, false},
                                                     {">", true, true},
                                                     {"<", false, true}}};

std::optional<Bounds> bounds_of(std::string_view value) {
  Bounds bounds;
  if (const auto range = split_range(value)) {
    const auto& [from, to] = *range;
    const auto low = from.empty() ? kLowest : find_level(from);
    const auto high = to.empty() ? kHighest : find_level(to);
    if (!low || !high) return std::nullopt;
    return Bounds{*low, *high};
  }
  for (const Comparison& comparison : kComparisons) {
    if (!value.starts_with(comparison.mark)) continue;
    const auto level = find_level(value.substr(comparison.mark.size()));
    if (!level) return std::nullopt;
    if (comparison.is_lower) bounds.low = *level + (comparison.is_strict ? 1 : 0);
    if (!comparison.is_lower) bounds.high = *level - (comparison.is_strict ? 1 : 0);
    return bounds;
  }
  const auto level = find_level(value);
  if (!level) return std::nullopt;
  return Bounds{*level, *level};
}

// As it could be typed.
std::string to_text(const Bounds& bounds) {
  if (bounds.low == bounds.high) return std::string(name_of(bounds.low));
  if (bounds.high == kHighest) return fmt::format(">={}", name_of(bounds.low));
  if (bounds.low == kLowest) return fmt::format("<={}", name_of(bounds.high));
  return fmt::format("{}..{}", name_of(bounds.low), name_of(bounds.high));
}

std::string to_words(const Bounds& bounds) {
  if (bounds.low == bounds.high) return fmt::format("level {}", name_of(bounds.low));
  if (bounds.high == kHighest) return fmt::format("level {} or higher", name_of(bounds.low));
  if (bounds.low == kLowest) return fmt::format("level {} or lower", name_of(bounds.high));
  return fmt::format("level {} to {}", name_of(bounds.low), name_of(bounds.high));
}

}  // namespace

Result<Part> make_level(std::string_view value) {
  const std::optional<Bounds> bounds = bounds_of(value);
  if (!bounds) {
    return fail(Code::invalid_input,
                fmt::format("level: {} is none: write high, medium, low or none, or compare, as "
                            "level:>=medium",
                            show(value)));
  }
  if (bounds->low > bounds->high) {
    return fail(Code::invalid_input,
                fmt::format("level: {} holds no level: from low to high they are none, low, "
                            "medium, high",
                            show(value)));
  }
  Part part;
  part.node.op = QueryOp::filter;
  part.node.filter = Filter::level;
  part.node.value = to_text(*bounds);
  part.node.low = bounds->low;
  part.node.high = bounds->high;
  part.said = to_words(*bounds);
  return part;
}

}  // namespace maillon::search
