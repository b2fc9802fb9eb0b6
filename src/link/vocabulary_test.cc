#include "link/vocabulary.h"

#include <map>

#include <gtest/gtest.h>

#include "base/hash.h"

namespace maillon::link {
namespace {

TEST(Vocabulary, numbers_tokens_in_the_order_in_which_they_come) {
  uint64_t seed = 1;
  Vocabulary vocabulary;
  for (const uint64_t tokens : {0, 5, 3000, 40, 1}) {
    SCOPED_TRACE(tokens);
    vocabulary.clear();
    std::map<uint32_t, uint32_t> numbers;
    for (uint64_t i = 0; i < tokens * 3; ++i) {
      const auto token = static_cast<uint32_t>(mix64(mix64(++seed) % tokens) % (tokens * 2));
      const uint32_t number =
          numbers.emplace(token, static_cast<uint32_t>(numbers.size())).first->second;
      EXPECT_EQ(vocabulary.add(token), number);
      EXPECT_EQ(vocabulary.token(number), token);
    }
    EXPECT_EQ(vocabulary.size(), numbers.size());
    for (uint32_t token = 0; token < tokens * 2; ++token) {
      const auto known = numbers.find(token);
      EXPECT_EQ(vocabulary.find(token), known == numbers.end() ? vocabulary.size() : known->second);
    }
  }
}

TEST(WordCounts, are_zero_after_clear) {
  WordCounts counts;
  counts.clear(3);
  EXPECT_EQ(counts.get(2), 0U);
  ++counts[2];
  EXPECT_EQ(++counts[2], 2U);
  EXPECT_EQ(counts.get(2), 2U);
  counts.clear(5);
  EXPECT_EQ(counts.get(2), 0U);
  EXPECT_EQ(++counts[4], 1U);
}

}  // namespace
}  // namespace maillon::link
