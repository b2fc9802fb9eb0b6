#include "simulate/families.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <phonenumbers/phonenumberutil.h>

#include "base/utf8.h"
#include "simulate/collected_test.h"
#include "simulate/phones.h"
#include "simulate/random.h"
#include "simulate/stock.h"

namespace maillon::simulate {
namespace {

Collected make(int64_t posts, uint64_t seed, Level level) {
  Collected made;
  simulate_families({posts, seed, level}, made);
  return made;
}

std::map<std::string, int> family_sizes(const Collected& made) {
  std::map<std::string, int> sizes;
  for (const std::string& line : made.truths) {
    const std::string family = split_cells(line)[2];
    if (!family.empty() && family != "template") ++sizes[family];
  }
  return sizes;
}

TEST(Families, SameSeedSameBytesOnAnyMachine) {
  const Collected made = make(2000, 7, Level::hard);
  EXPECT_EQ(made.digest(), 6559779192698057509ULL);  // the figures in docs/benchmarks.md rest on it
  EXPECT_EQ(made.digest(), make(2000, 7, Level::hard).digest());
  EXPECT_NE(made.digest(), make(2000, 8, Level::hard).digest());
  EXPECT_NE(made.digest(), make(2000, 7, Level::medium).digest());
}

TEST(Families, TruthGoesWithThePosts) {
  const Collected made = make(3000, 1, Level::medium);
  ASSERT_EQ(made.posts.size(), 3000U);
  ASSERT_EQ(made.truths.size(), 3001U);
  EXPECT_EQ(made.truths[0], "id,operator,template,phones,emails,handles,wallets,ibans");
  for (std::size_t i = 0; i < made.posts.size(); ++i) {
    const auto cells = split_cells(made.truths[i + 1]);
    ASSERT_EQ(cells.size(), 8U);
    EXPECT_EQ(cells[0], json_text(made.posts[i], "id"));
    EXPECT_FALSE(cells[1].empty());
    EXPECT_TRUE(cells[2].empty() || cells[2] == cells[1]);
    EXPECT_TRUE(is_utf8(made.posts[i]));
  }
}

TEST(Families, AreThreeToThreeHundredAndAThirdOfThePosts) {
  const auto sizes = family_sizes(make(50000, 3, Level::easy));
  int posts = 0, largest = 0, small = 0;
  for (const auto& [family, size] : sizes) {
    EXPECT_GE(size, 3) << family;
    posts += size;
    largest = std::max(largest, size);
    small += size < 6 ? 1 : 0;
  }
  EXPECT_NEAR(posts, 15000, 2);
  EXPECT_LE(largest, 300);
  EXPECT_GT(largest, 100);
  EXPECT_GT(small, static_cast<int>(sizes.size()) * 2 / 5);  // heavy-tailed
}

TEST(Families, AThirdOfTheSentencesAreStockPhrases) {
  std::set<std::string, std::less<>> phrases;
  for (std::size_t t = 0; t < kTongueCount; ++t) {
    for (const auto phrase : stock_phrases(static_cast<Tongue>(t)))
      phrases.emplace(phrase.substr(4));
  }
  ASSERT_EQ(phrases.size(), 30U);
  const Collected made = make(4000, 5, Level::easy);
  int stock = 0, sentences = 0, words = 0;
  for (const std::string& line : made.posts) {
    const std::string body = json_text(line, "body");
    ++sentences;
    for (std::size_t at = 0; (at = body.find_first_of(".!", at)) != std::string::npos; ++at) {
      sentences += body.substr(at + 1, 1) == " " ? 1 : 0;
    }
    words += 1 + static_cast<int>(std::count(body.begin(), body.end(), ' '));
    for (const std::string& phrase : phrases) stock += body.find(phrase) != std::string::npos;
  }
  // 35 % drawn; a changed word or a phrase that comes twice is not counted.
  EXPECT_NEAR(static_cast<double>(stock) / sentences, 0.30, 0.03);
  EXPECT_NEAR(static_cast<double>(words) / 4000, 34, 2);
}

TEST(Families, UnrelatedPostsHaveTheirOwnWords) {
  const Collected made = make(20000, 9, Level::easy);
  std::map<std::string, int> bodies;
  for (std::size_t i = 0; i < made.posts.size(); ++i) {
    if (split_cells(made.truths[i + 1])[2].empty()) ++bodies[json_text(made.posts[i], "body")];
  }
  for (const auto& [body, times] : bodies) {
    if (times > 1) {
      EXPECT_LT(body.size(), 260U) << body;  // stock phrases only, if at all
    }
  }
  EXPECT_GT(bodies.size(), 13700U);
}

TEST(Families, FewPostsAndNone) {
  EXPECT_EQ(make(0, 1, Level::easy).posts.size(), 0U);
  EXPECT_EQ(make(1, 1, Level::easy).posts.size(), 1U);
  EXPECT_EQ(make(10, 1, Level::hard).posts.size(), 10U);
  EXPECT_EQ(family_sizes(make(10, 1, Level::hard)).size(), 1U);
}

TEST(Families, StopsWhenTheSinkIsFull) {
  struct Full : Collected {
    bool is_open() const override { return posts.size() < 10; }
  } full;
  simulate_families({1000000, 1, Level::easy}, full);
  EXPECT_EQ(full.posts.size(), 10U);
}

TEST(Permutation, HitsEachPlaceOnce) {
  for (const uint64_t size : {1U, 2U, 3U, 10U, 257U, 4096U, 10000U}) {
    std::set<uint64_t> seen;
    const Permutation order(size, 42);
    for (uint64_t i = 0; i < size; ++i) seen.insert(order(i));
    EXPECT_EQ(seen.size(), size);
    EXPECT_EQ(*seen.rbegin(), size - 1);
  }
}

TEST(Phones, AreValidAndReadBackInEachForm) {
  const auto& util = *i18n::phonenumbers::PhoneNumberUtil::GetInstance();
  for (const char* country :
       {"AE", "AT", "BE", "BR", "CH", "CN", "CO", "DE", "EG", "ES", "FR", "GB", "IE", "IT",
        "JO", "KZ", "MA", "MD", "MX", "PT", "RO", "RU", "SA", "SG", "TR", "UA", "US"}) {
    ASSERT_TRUE(has_phones(country));
    Random random = Random::of({1, hash64(country)});
    for (int i = 0; i < 200; ++i) {
      const Phone phone = make_phone(country, random);
      for (const std::string& text :
           {phone.e164(), write_international(phone, random), write_national(phone, random)}) {
        SCOPED_TRACE(std::string(country) + " " + text);
        i18n::phonenumbers::PhoneNumber parsed;
        ASSERT_EQ(util.Parse(text, country, &parsed),
                  i18n::phonenumbers::PhoneNumberUtil::NO_PARSING_ERROR);
        EXPECT_TRUE(util.IsValidNumber(parsed));
        std::string formatted;
        util.Format(parsed, i18n::phonenumbers::PhoneNumberUtil::E164, &formatted);
        EXPECT_EQ(formatted, phone.e164());
      }
    }
  }
  EXPECT_FALSE(has_phones("ZZ"));
}

}  // namespace
}  // namespace maillon::simulate
