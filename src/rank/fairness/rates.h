// Rates by group with their intervals, and the largest gaps between groups.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace maillon::rank {

enum class Attribute : uint8_t { language, sex, age, sector, nationality };
inline constexpr std::size_t kAttributes = 5;
std::string_view to_name(Attribute attribute);

// One post: the groups that it belongs to (none: not stated), and how it came out by each measure.
struct Judged {
  std::array<std::vector<std::string>, kAttributes> groups;
  std::vector<std::optional<bool>> outcome;  // beside the measures; nothing: not counted by it
};

struct Interval {
  double low = 0, high = 1;
};
// The 95 % interval of a share (Wilson 1927); 0 to 1 of none.
Interval wilson(uint64_t hits, uint64_t n);

struct Rate {
  uint64_t n = 0, hits = 0;
  double share() const { return n == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(n); }
  Interval interval() const { return wilson(hits, n); }
};

struct GroupRates {
  std::string group;
  uint64_t posts = 0;
  std::vector<Rate> rates;  // by measure
};

struct AttributeRates {
  Attribute attribute = Attribute::language;
  std::vector<GroupRates> groups;  // most posts first
  GroupRates other;                // those of too few posts, together; a post may be of several
  uint32_t others = 0;             // how many those are
  GroupRates not_stated;
};

// Groups of fewer posts are no group of their own: their intervals say nothing, and a report on
// two posts would be one on persons.
inline constexpr uint64_t kLeastGroup = 10;

GroupRates rates_of_all(std::span<const Judged> posts, std::size_t measures);

// The rates of each attribute. Every post has an outcome for each of `measures`.
std::vector<AttributeRates> rates_by_group(std::span<const Judged> posts, std::size_t measures);

struct Gap {
  Attribute attribute = Attribute::language;
  std::size_t measure = 0;
  std::string high, low;  // groups
  double size = 0;        // difference of the shares
  bool apart = false;     // the intervals do not meet
};
// Of each attribute and measure the largest, over groups with at least kLeastGroup counted posts;
// largest first.
std::vector<Gap> largest_gaps(std::span<const AttributeRates> rates, std::size_t measures);

}  // namespace maillon::rank
