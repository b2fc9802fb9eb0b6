#include "network/identify.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

namespace maillon::network {
namespace {

using Pairs = std::vector<std::pair<uint32_t, uint32_t>>;

Key128 key(uint64_t i) {
  return {i, 7};
}

// A letter a post: which network it was in, which community it is in now.
// '.' = none; '-' = the post is not there.
struct Drawn {
  std::vector<Identity> previous;
  std::vector<Key128> keys;
  std::vector<uint32_t> community;
};
Drawn draw(std::string_view before, std::string_view now) {
  Drawn d;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i] != '.' && before[i] != '-') {
      d.previous.push_back({key(i), static_cast<uint32_t>(before[i] - '0')});
    }
    if (now[i] == '-') continue;
    d.keys.push_back(key(i));
    d.community.push_back(now[i] == '.' ? kAlone : static_cast<uint32_t>(now[i] - 'a'));
  }
  return d;
}

struct Row {
  const char *name, *before, *now;
  std::vector<uint32_t> network;
  Pairs merges, splits;
  uint32_t next;
};

TEST(IdentifyNetworks, keeps_numbers_and_says_what_changed) {
  const Row rows[] = {
      {"nothing before", "......", "bbaaa.", {5, 6}, {}, {}, 7},
      {"equally large: the smallest post first", "....", "bbaa", {6, 5}, {}, {}, 7},
      {"nothing changed", "1122", "aabb", {1, 2}, {}, {}, 5},
      {"other labels", "1122", "bbaa", {2, 1}, {}, {}, 5},
      {"grows", "11....", "aaaabb", {1, 5}, {}, {}, 6},
      {"a merge", "11122", "aaaaa", {1}, {{2, 1}}, {}, 5},
      {"a merge of equals keeps the lower number", "3322", "aaaa", {2}, {{3, 2}}, {}, 5},
      {"a split", "11111", "aaabb", {1, 5}, {}, {{1, 5}}, 6},
      {"a split in halves: the smallest post keeps it", "1111", "baba", {5, 1}, {}, {{1, 5}}, 6},
      {"one post goes over", "111222", "aaabba", {1, 2}, {}, {{2, 1}}, 5},
      {"the loser takes its next best", "111112", "bbbaaa", {2, 1}, {}, {{1, 2}}, 5},
      {"purged posts count for nobody", "11122", "---aa", {2}, {}, {}, 5},
      {"a network falls apart into lone posts", "11", "..", {}, {}, {}, 5},
      {"a number is never given again", "9.", "..", {}, {}, {}, 10},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const Drawn d = draw(row.before, row.now);
    const Identified got = identify_networks(d.previous, d.keys, d.community, 5);
    EXPECT_EQ(got.network, row.network);
    EXPECT_EQ(got.merges, row.merges);
    EXPECT_EQ(got.splits, row.splits);
    EXPECT_EQ(got.next, row.next);
  }
}

TEST(IdentifyNetworks, gives_each_number_once_and_the_same_under_other_labels) {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    std::string before, now, renamed;
    for (uint64_t i = 0; i < 40; ++i) {
      before.push_back("0123456789.-"[mix64(seed * 1000 + i) % 12]);
      now.push_back("abcdefgh.-"[mix64(seed * 1000 + 500 + i) % 10]);
      const bool label = now.back() >= 'a' && now.back() <= 'h';
      renamed.push_back(label ? static_cast<char>('a' + (now.back() - 'a' + 3) % 8) : now.back());
    }
    const Drawn d = draw(before, now), e = draw(before, renamed);
    const Identified x = identify_networks(d.previous, d.keys, d.community, 10);
    const Identified y = identify_networks(e.previous, e.keys, e.community, 10);
    std::set<uint32_t> numbers;
    for (std::size_t i = 0; i < d.community.size(); ++i) {
      if (d.community[i] == kAlone) continue;
      EXPECT_EQ(x.network[d.community[i]], y.network[e.community[i]]);
      numbers.insert(x.network[d.community[i]]);
      EXPECT_LT(x.network[d.community[i]], x.next);
    }
    std::set<uint32_t> labels(d.community.begin(), d.community.end());
    labels.erase(kAlone);
    EXPECT_EQ(numbers.size(), labels.size());
    EXPECT_EQ(x.merges, y.merges);
    EXPECT_EQ(x.splits, y.splits);
    EXPECT_EQ(x.next, y.next);
    for (const auto& [from, to] : x.merges) EXPECT_FALSE(numbers.contains(from));
    for (const auto& [from, to] : x.splits) EXPECT_TRUE(numbers.contains(from));
  }
}

TEST(IdentifyNetworks, linking_again_changes_nothing) {
  const Drawn d = draw("...........", "aabbbccc.dd");
  const Identified first = identify_networks({}, d.keys, d.community, 1);
  std::vector<Identity> previous;
  for (std::size_t i = 0; i < d.keys.size(); ++i) {
    if (d.community[i] != kAlone) previous.push_back({d.keys[i], first.network[d.community[i]]});
  }
  const Identified again = identify_networks(previous, d.keys, d.community, first.next);
  EXPECT_EQ(again.network, first.network);
  EXPECT_EQ(again.next, first.next);
  EXPECT_TRUE(again.merges.empty() && again.splits.empty());
}

}  // namespace
}  // namespace maillon::network
