#include "rank/fairness/rates.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace maillon::rank {
namespace {

void count(const Judged& post, GroupRates& to) {
  ++to.posts;
  for (std::size_t m = 0; m < to.rates.size(); ++m) {
    if (!post.outcome[m]) continue;
    ++to.rates[m].n;
    to.rates[m].hits += *post.outcome[m] ? 1 : 0;
  }
}

void add(const GroupRates& from, GroupRates& to) {
  to.posts += from.posts;
  for (std::size_t m = 0; m < to.rates.size(); ++m) {
    to.rates[m].n += from.rates[m].n, to.rates[m].hits += from.rates[m].hits;
  }
}

AttributeRates rates_of(std::span<const Judged> posts, Attribute attribute, std::size_t measures) {
  const GroupRates none{"", 0, std::vector<Rate>(measures)};
  AttributeRates out{attribute, {}, none, 0, none};
  std::map<std::string, GroupRates> by_name;
  for (const Judged& post : posts) {
    const auto& groups = post.groups[static_cast<std::size_t>(attribute)];
    if (groups.empty()) count(post, out.not_stated);
    for (const std::string& group : groups) {
      GroupRates& of = by_name.try_emplace(group, none).first->second;
      of.group = group;
      count(post, of);
    }
  }
  for (auto& [name, group] : by_name) {
    if (group.posts >= kLeastGroup) {
      out.groups.push_back(group);
    } else {
      add(group, out.other);
      ++out.others;
    }
  }
  std::stable_sort(out.groups.begin(), out.groups.end(),
                   [](const auto& x, const auto& y) { return x.posts > y.posts; });
  return out;
}

}  // namespace

std::string_view to_name(Attribute attribute) {
  constexpr std::array<std::string_view, kAttributes> kNames = {"language", "sex", "age", "sector",
                                                                "nationality"};
  return kNames[static_cast<std::size_t>(attribute)];
}

Interval wilson(uint64_t hits, uint64_t n) {
  if (n == 0) return {};
  constexpr double kZ = 1.959963984540054;
  const double total = static_cast<double>(n), share = static_cast<double>(hits) / total;
  const double square = kZ * kZ / total, whole = 1 + square;
  const double middle = (share + square / 2) / whole;
  const double half = kZ * std::sqrt(share * (1 - share) / total + square / (4 * total)) / whole;
  return {hits == 0 ? 0 : std::max(0.0, middle - half),
          hits == n ? 1 : std::min(1.0, middle + half)};
}

GroupRates rates_of_all(std::span<const Judged> posts, std::size_t measures) {
  GroupRates all{"all", 0, std::vector<Rate>(measures)};
  for (const Judged& post : posts) count(post, all);
  return all;
}

std::vector<AttributeRates> rates_by_group(std::span<const Judged> posts, std::size_t measures) {
  std::vector<AttributeRates> out;
  for (std::size_t a = 0; a < kAttributes; ++a) {
    out.push_back(rates_of(posts, static_cast<Attribute>(a), measures));
  }
  return out;
}

std::vector<Gap> largest_gaps(std::span<const AttributeRates> rates, std::size_t measures) {
  std::vector<Gap> gaps;
  for (const AttributeRates& of : rates) {
    for (std::size_t m = 0; m < measures; ++m) {
      const GroupRates *high = nullptr, *low = nullptr;
      for (const GroupRates& group : of.groups) {
        if (group.rates[m].n < kLeastGroup) continue;
        if (high == nullptr || group.rates[m].share() > high->rates[m].share()) high = &group;
        if (low == nullptr || group.rates[m].share() < low->rates[m].share()) low = &group;
      }
      if (high == low) continue;
      const Rate &top = high->rates[m], &bottom = low->rates[m];
      gaps.push_back({of.attribute, m, high->group, low->group, top.share() - bottom.share(),
                      top.interval().low > bottom.interval().high});
    }
  }
  std::stable_sort(gaps.begin(), gaps.end(),
                   [](const Gap& x, const Gap& y) { return x.size > y.size; });
  return gaps;
}

}  // namespace maillon::rank
