#include "link/align.h"

#include <algorithm>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "base/hash.h"

namespace maillon::link {
namespace {

constexpr uint32_t kLetters = 256;

using Pairs = std::vector<std::pair<uint32_t, uint32_t>>;

Pairs lcs(const std::vector<uint32_t>& pattern, const std::vector<uint32_t>& text) {
  Pairs pairs;
  LcsMatcher().match(pattern, text, kLetters, pairs);
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

TEST(LcsMatcher, agrees_with_the_table_on_random_sequences) {
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

// The stupid way: the whole table, walked back from its end, to the left where it can.
Pairs leftmost_pairs(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) {
  const auto length = [&](std::size_t i, std::size_t j) {
    return lcs_length({a.begin(), a.begin() + static_cast<std::ptrdiff_t>(i)},
                      {b.begin(), b.begin() + static_cast<std::ptrdiff_t>(j)});
  };
  Pairs pairs;
  std::size_t i = a.size(), j = b.size();
  while (length(i, j) > 0) {
    if (length(i - 1, j) == length(i, j)) {
      --i;
    } else if (length(i, j - 1) == length(i, j)) {
      --j;
    } else {
      pairs.emplace_back(static_cast<uint32_t>(--i), static_cast<uint32_t>(--j));
    }
  }
  std::reverse(pairs.begin(), pairs.end());
  return pairs;
}

TEST(LcsMatcher, takes_the_leftmost_pairs) {
  EXPECT_EQ(lcs({1, 1}, {1}), (Pairs{{0, 0}}));
  uint64_t seed = 3;
  const auto random = [&](uint64_t below) { return mix64(++seed) % below; };
  for (int round = 0; round < 200; ++round) {
    SCOPED_TRACE(round);
    std::vector<uint32_t> a(random(14)), b(random(14));
    for (uint32_t& word : a) word = static_cast<uint32_t>(random(3));
    for (uint32_t& word : b) word = static_cast<uint32_t>(random(3));
    std::copy_n(a.begin(), std::min({a.size(), b.size(), random(8)}), b.begin());
    EXPECT_EQ(lcs(a, b), leftmost_pairs(a, b));
  }
}

TEST(LcsMatcher, handles_empty_sides) {
  EXPECT_TRUE(lcs({}, {1, 2}).empty());
  EXPECT_TRUE(lcs({1, 2}, {}).empty());
  EXPECT_EQ(lcs({7}, {7}), (Pairs{{0, 0}}));
}

// A letter is a word, '.' ends a sentence.
struct AlignText {
  std::vector<uint32_t> tokens;
  std::vector<Sentence> sentences;
};
AlignText make_text(std::string_view letters) {
  AlignText text;
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

std::vector<uint32_t> align(const AlignText& reference, const AlignText& text) {
  ReferenceAligner aligner;
  aligner.assign(reference.tokens, reference.sentences, kLetters);
  std::vector<uint32_t> to;
  aligner.align(text.tokens, text.sentences, to);
  return to;
}

// The aligned words as letters of the reference, '-' for none.
std::string align(std::string_view reference, std::string_view text) {
  const AlignText a = make_text(reference), b = make_text(text);
  std::string out;
  const std::vector<uint32_t> to = align(a, b);
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
    const AlignText a = make_text(reference), b = make_text(text);
    std::vector<uint32_t> to = align(a, b);
    ASSERT_EQ(to.size(), b.tokens.size());
    std::erase(to, kUnaligned);
    std::sort(to.begin(), to.end());
    EXPECT_TRUE(std::adjacent_find(to.begin(), to.end()) == to.end());
    EXPECT_TRUE(to.empty() || to.back() < a.tokens.size());
  }
}

// A text that is the reference word for word takes a short cut. With a sentence
// behind it that nothing has in common with the reference, it does not.
TEST(ReferenceAligner, aligns_the_reference_itself_as_any_text) {
  uint64_t seed = 7;
  const auto random = [&](uint64_t below) { return mix64(++seed) % below; };
  for (int round = 0; round < 500; ++round) {
    std::string letters;
    for (uint64_t i = random(round % 10 == 0 ? 300 : 30); i > 0; --i) {
      letters.push_back("abcde."[random(6)]);
    }
    letters.push_back('.');
    SCOPED_TRACE(letters);
    std::vector<uint32_t> straight = align(make_text(letters), make_text(letters));
    const std::vector<uint32_t> other = align(make_text(letters), make_text(letters + "zzzz."));
    straight.resize(other.size(), kUnaligned);
    EXPECT_EQ(straight, other);
  }
}

}  // namespace
}  // namespace maillon::link
