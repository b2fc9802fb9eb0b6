#include "link/align.h"

#include <algorithm>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "base/hash.h"

namespace maillon::link {
namespace {

using Pairs = std::vector<std::pair<uint32_t, uint32_t>>;

Pairs lcs(const std::vector<uint32_t>& pattern, const std::vector<uint32_t>& text) {
  LcsPattern::Scratch scratch;
  Pairs pairs;
  LcsPattern(pattern).match(text, scratch, pairs);
  std::reverse(pairs.begin(), pairs.end());
  return pairs;
}

// The stupid table.
std::size_t lcs_length(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) {
  std::vector<std::vector<std::size_t>> length(a.size() + 1,
                                               std::vector<std::size_t>(b.size() + 1, 0));
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      length[i + 1][j + 1] =
          a[i] == b[j] ? length[i][j] + 1 : std::max(length[i][j + 1], length[i + 1][j]);
    }
  }
  return length[a.size()][b.size()];
}

TEST(LcsPattern, agrees_with_the_table_on_random_sequences) {
  uint64_t seed = 1;
  const auto random = [&](uint64_t below) { return mix64(++seed) % below; };
  for (int round = 0; round < 400; ++round) {
    SCOPED_TRACE(round);
    const uint64_t words = 1 + random(round % 2 == 0 ? 4 : 60);
    std::vector<uint32_t> a(random(200)), b(random(200));
    for (uint32_t& word : a) word = static_cast<uint32_t>(random(words));
    for (uint32_t& word : b) word = static_cast<uint32_t>(random(words));
    const Pairs pairs = lcs(a, b);
    ASSERT_EQ(pairs.size(), lcs_length(a, b));
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      ASSERT_EQ(a[pairs[i].first], b[pairs[i].second]);
      if (i > 0) {
        ASSERT_LT(pairs[i - 1].first, pairs[i].first);
        ASSERT_LT(pairs[i - 1].second, pairs[i].second);
      }
    }
  }
}

TEST(LcsPattern, handles_empty_sides) {
  EXPECT_TRUE(lcs({}, {1, 2}).empty());
  EXPECT_TRUE(lcs({1, 2}, {}).empty());
  EXPECT_EQ(lcs({7}, {7}), (Pairs{{0, 0}}));
}

// A letter is a word, '.' ends a sentence.
struct Text {
  std::vector<uint32_t> tokens;
  std::vector<Sentence> sentences;
};
Text make_text(std::string_view letters) {
  Text text;
  uint32_t begin = 0;
  for (const char c : letters) {
    if (c != '.') {
      text.tokens.push_back(static_cast<uint32_t>(c));
      continue;
    }
    text.sentences.push_back({begin, static_cast<uint32_t>(text.tokens.size())});
    begin = static_cast<uint32_t>(text.tokens.size());
  }
  if (begin < text.tokens.size()) {
    text.sentences.push_back({begin, static_cast<uint32_t>(text.tokens.size())});
  }
  return text;
}

// The aligned words as letters of the reference, '-' for none.
std::string align(std::string_view reference, std::string_view text) {
  const Text a = make_text(reference), b = make_text(text);
  std::string out;
  const std::vector<uint32_t> to =
      ReferenceAligner(a.tokens, a.sentences).align(b.tokens, b.sentences);
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (to[i] != kUnaligned) {
      EXPECT_EQ(a.tokens[to[i]], b.tokens[i]);
    }
    out.push_back(to[i] == kUnaligned ? '-' : static_cast<char>('0' + to[i]));
  }
  return out;
}

TEST(ReferenceAligner, aligns) {
  const struct {
    const char* what;
    const char *reference, *text, *expected;
  } rows[] = {
      {"the same", "abc.def.", "abc.def.", "012345"},
      {"other order", "abc.def.", "def.abc.", "345012"},
      {"a changed word", "abc.def.", "axc.def.", "0-2345"},
      {"a prefix", "abc.def.", "xy.abc.def.", "--012345"},
      {"cut short", "abc.def.", "abc.d", "0123"},
      {"two sentences joined", "abc.def.", "abcdef", "012345"},
      {"joined in the other order", "abc.def.", "defabc", "345012"},
      {"one sentence cut in two", "abcdef.", "abc.def.", "012345"},
      {"a word in common is not enough", "abc.def.", "axyz.", "----"},
      {"nothing in common", "abc.", "xyz.", "---"},
      {"the same sentence twice", "ab.ab.", "ab.ab.", "0123"},
      {"empty", "", "", ""},
      {"an empty sentence", "ab..cd.", "cd..ab.", "2301"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.what);
    EXPECT_EQ(align(row.reference, row.text), row.expected);
  }
}

TEST(ReferenceAligner, uses_each_word_of_the_reference_once) {
  uint64_t seed = 5;
  const auto random = [&](uint64_t below) { return mix64(++seed) % below; };
  const auto make = [&] {
    std::string letters;
    for (uint64_t i = random(60); i > 0; --i) letters.push_back("abcdefgh."[random(9)]);
    return letters;
  };
  for (int round = 0; round < 300; ++round) {
    const std::string reference = make(), text = make();
    SCOPED_TRACE(testing::Message() << reference << " / " << text);
    const Text a = make_text(reference), b = make_text(text);
    std::vector<uint32_t> to = ReferenceAligner(a.tokens, a.sentences).align(b.tokens, b.sentences);
    ASSERT_EQ(to.size(), b.tokens.size());
    std::erase(to, kUnaligned);
    std::sort(to.begin(), to.end());
    EXPECT_TRUE(std::adjacent_find(to.begin(), to.end()) == to.end());
    EXPECT_TRUE(to.empty() || to.back() < a.tokens.size());
  }
}

}  // namespace
}  // namespace maillon::link
