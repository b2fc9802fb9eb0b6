#include "simulate/world.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <phonenumbers/phonenumberutil.h>

#include "base/utf8.h"
#include "extract/text/iban.h"
#include "extract/text/wallet.h"
#include "simulate/collected_test.h"
#include "simulate/contacts.h"
#include "simulate/grammar.h"
#include "simulate/world_actors.h"

namespace maillon::simulate {
namespace {

WorldSettings world_settings(int64_t posts, uint64_t seed) {
  WorldSettings result;
  result.posts = posts;
  result.seed = seed;
  return result;
}

struct TruthRow {
  std::string id, actor, wording;
  std::vector<std::string> phones, emails, handles, wallets, ibans;
};

std::vector<std::string> list(const std::string& cell) {
  return cell.empty() ? std::vector<std::string>() : split_cells(cell, ';');
}

// One world for all tests: making it takes most of their time.
struct WholeWorld {
  WholeWorld() {
    simulate_world(world_settings(6000, 11), lines);
    for (std::size_t i = 1; i < lines.truths.size(); ++i) {
      const auto cells = split_cells(lines.truths[i]);
      EXPECT_EQ(cells.size(), 8U);
      rows.push_back({cells[0], cells[1], cells[2], list(cells[3]), list(cells[4]), list(cells[5]),
                      list(cells[6]), list(cells[7])});
    }
    for (const std::string& line : lines.posts) posts.emplace(json_text(line, "id"), line);
  }
  Collected lines;
  std::vector<TruthRow> rows;
  std::multimap<std::string, std::string> posts;
};
const WholeWorld& whole_world() {
  static const WholeWorld made;
  return made;
}

TEST(World, SameSeedSameBytesOnAnyMachine) {
  Collected first, second, other;
  simulate_world(world_settings(1000, 5), first);
  simulate_world(world_settings(1000, 5), second);
  simulate_world(world_settings(1000, 6), other);
  EXPECT_EQ(first.digest(), 14585015074256429354ULL);  // figures in docs rest on it
  EXPECT_EQ(first.digest(), second.digest());
  EXPECT_NE(first.digest(), other.digest());
}

TEST(World, AsManyLinesAsAskedAndATruthForEachId) {
  EXPECT_EQ(whole_world().lines.posts.size(), 6000U);
  std::set<std::string> ids;
  for (const TruthRow& row : whole_world().rows) {
    EXPECT_TRUE(ids.insert(row.id).second) << row.id << " twice in the truth";
    EXPECT_TRUE(whole_world().posts.contains(row.id));
  }
  std::size_t again = 0;
  for (const std::string& id : ids) {
    const auto [begin, end] = whole_world().posts.equal_range(id);
    for (auto it = std::next(begin); it != end; ++it, ++again) EXPECT_EQ(it->second, begin->second);
  }
  EXPECT_EQ(ids.size() + again, 6000U);
  EXPECT_GT(again, 30U);  // posts seen again
  EXPECT_LT(again, 300U);
}

TEST(World, EndsWhenTheSinkIsFullAndMakesNothingOfNothing) {
  struct Full : Collected {
    bool is_open() const override { return posts.size() < 10; }
  } full;
  simulate_world(world_settings(100000, 1), full);
  EXPECT_EQ(full.posts.size(), 10U);
  Collected none, one;
  simulate_world(world_settings(0, 1), none);
  EXPECT_EQ(none.posts.size(), 0U);
  EXPECT_EQ(none.truths.size(), 1U);
  simulate_world(world_settings(1, 1), one);
  EXPECT_EQ(one.posts.size(), 1U);
}

TEST(World, PostsComeInOrderOfTime) {
  std::string last;
  std::set<std::string> seen;
  for (const std::string& line : whole_world().lines.posts) {
    EXPECT_TRUE(is_utf8(line));
    if (!seen.insert(json_text(line, "id")).second) continue;
    const std::string time = json_text(line, "posted_at");
    EXPECT_GE(time, last);
    last = time;
  }
  EXPECT_LT(last, "2025-01-02");
}

TEST(World, SelectorsOfTheTruthAreValid) {
  const auto& util = *i18n::phonenumbers::PhoneNumberUtil::GetInstance();
  std::size_t wallets = 0, ibans = 0;
  for (const TruthRow& row : whole_world().rows) {
    for (const std::string& phone : row.phones) {
      i18n::phonenumbers::PhoneNumber parsed;
      ASSERT_EQ(util.Parse(phone, "ZZ", &parsed),
                i18n::phonenumbers::PhoneNumberUtil::NO_PARSING_ERROR);
      EXPECT_TRUE(util.IsValidNumber(parsed)) << phone;
    }
    for (const auto* texts : {&row.emails, &row.handles}) {
      for (const std::string& text : *texts) {
        EXPECT_TRUE(std::none_of(text.begin(), text.end(), [](char c) {
          return c <= ' ' || (c >= 'A' && c <= 'Z');
        })) << text;
      }
    }
    for (const std::string& wallet : row.wallets) EXPECT_TRUE(extract::check_wallet(wallet));
    for (const std::string& iban : row.ibans) EXPECT_EQ(extract::check_iban(iban), iban);
    wallets += row.wallets.size();
    ibans += row.ibans.size();
  }
  EXPECT_GT(wallets, 20U);
  EXPECT_GT(ibans, 20U);
}

TEST(World, SelectorsOfTheTruthStandInTheText) {
  std::size_t emails = 0, plain = 0;
  for (const TruthRow& row : whole_world().rows) {
    const std::string body = json_text(whole_world().posts.find(row.id)->second, "body");
    std::string tight = body;
    std::erase_if(tight, [](char c) { return c == ' ' || c == '-'; });
    for (const std::string& wallet : row.wallets) EXPECT_NE(body.find(wallet), std::string::npos);
    for (const std::string& iban : row.ibans) EXPECT_NE(tight.find(iban), std::string::npos);
    for (const std::string& email : row.emails) {
      ++emails;
      plain += body.find(email) != std::string::npos ? 1 : 0;
    }
  }
  EXPECT_GT(plain, emails * 7 / 10);
  EXPECT_LT(plain, emails);  // some are disguised
}

TEST(World, HasEachKindOfActorAndLanguage) {
  std::map<char, int> roles;
  std::map<std::string, int> values;
  for (const TruthRow& row : whole_world().rows) ++roles[row.actor[0]];
  for (const auto& [id, line] : whole_world().posts) {
    ++values["language " + json_text(line, "language")];
    ++values["source " + json_text(line, "source")];
  }
  const auto total = static_cast<double>(whole_world().rows.size());
  EXPECT_GT(roles['o'] / total, 0.25);
  EXPECT_LT(roles['o'] / total, 0.70);
  EXPECT_GT(roles['i'] / total, 0.25);
  for (const char role : {'c', 'a', 'r'}) EXPECT_GT(roles[role], 0) << role;
  for (std::size_t i = 0; i < kLanguageCount; ++i) {
    EXPECT_GT(values["language " + std::string(language_code(static_cast<Language>(i)))], 20);
  }
  EXPECT_GT(values["source vitrina"], 1000);
}

TEST(World, OperationsRotateTheirSelectors) {
  std::map<std::string, std::set<std::string>> phones, wordings;
  std::map<std::string, int> posts;
  for (const TruthRow& row : whole_world().rows) {
    ++posts[row.actor];
    phones[row.actor].insert(row.phones.begin(), row.phones.end());
    if (!row.wording.empty()) wordings[row.actor].insert(row.wording);
  }
  int large = 0, several_phones = 0, several_wordings = 0, none = 0;
  for (const auto& [actor, count] : posts) {
    if (actor[0] != 'o' || count < 40) continue;
    ++large;
    several_phones += phones[actor].size() > 2 ? 1 : 0;
    several_wordings += wordings[actor].size() > 1 ? 1 : 0;
    none += phones[actor].size() <= 1 ? 1 : 0;  // at most the site's
  }
  EXPECT_GT(large, 2);
  EXPECT_GT(several_phones, large / 4);
  EXPECT_GT(several_wordings, 0);
  EXPECT_GT(none, 0);
}

TEST(World, CopiersShareAWordingAndKeepTheirNumber) {
  std::map<std::string, std::set<std::string>> actors_of, phones_of;
  for (const TruthRow& row : whole_world().rows) {
    if (!row.wording.empty()) actors_of[row.wording].insert(row.actor);
    if (row.actor[0] == 'c') {
      phones_of[row.actor].insert(row.phones.begin(), row.phones.end());
      EXPECT_FALSE(row.phones.empty());
    }
  }
  int copied = 0;
  for (const auto& [wording, actors] : actors_of) {
    copied += actors.size() > 1 && (*actors.begin())[0] == 'c' ? 1 : 0;
  }
  EXPECT_GT(copied, 0);
  for (const auto& [actor, phones] : phones_of) EXPECT_LE(phones.size(), 2U);  // own, site's
}

TEST(World, AgenciesAndSitesAreHubs) {
  std::map<std::string, std::set<std::string>> actors_of;
  std::set<std::string> clients;
  for (const TruthRow& row : whole_world().rows) {
    for (const std::string& phone : row.phones) {
      actors_of[phone].insert(row.actor);
      if (row.actor[0] == 'a') clients.insert(phone);
    }
  }
  int hubs = 0, agencies = 0;
  for (const auto& [phone, actors] : actors_of) {
    hubs += actors.size() > 200 ? 1 : 0;
    agencies += actors.size() > 5 && actors.size() <= 200 && clients.contains(phone) ? 1 : 0;
  }
  EXPECT_EQ(hubs, 1);  // the first site's support number
  EXPECT_GT(agencies, 0);
}

TEST(World, ARecycledNumberIsUsedBySomebodyElseLater) {
  std::map<std::string, std::pair<std::string, std::string>> last_use;  // phone -> time, operation
  int recycled = 0;
  for (const TruthRow& row : whole_world().rows) {
    const std::string time = json_text(whole_world().posts.find(row.id)->second, "posted_at");
    for (const std::string& phone : row.phones) {
      if (row.actor[0] == 'o') last_use[phone] = {time, row.actor};
      if (row.actor[0] != 'r' || !last_use.contains(phone)) continue;
      if (whole_world().posts.find(row.id)->second.find(phone) != std::string::npos &&
          phone.starts_with("+353")) {
        continue;  // the site's
      }
      EXPECT_LT(last_use[phone].first, time);
      ++recycled;
    }
  }
  EXPECT_GT(recycled, 0);
}

TEST(World, RatesDifferBetweenSeeds) {
  std::set<double> operations;
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const WorldRates rates = draw_rates(world_settings(1000, seed));
    operations.insert(rates.operations);
    EXPECT_GE(rates.sites, 2U);
    EXPECT_LE(rates.sites, 4U);
  }
  EXPECT_EQ(operations.size(), 20U);
}

TEST(Grammar, AllLanguagesHaveTheSameRulesAndNoneIsMissing) {
  for (std::size_t i = 0; i < kLanguageCount; ++i) {
    const auto language = static_cast<Language>(i);
    SCOPED_TRACE(language_code(language));
    const Grammar grammar(grammar_text(language));
    EXPECT_EQ(grammar.undefined(), std::vector<std::string>());
    for (const char* rule :
         {"title", "hire",     "tasks",     "pay",   "home", "need",  "time", "about",
          "close", "extra",    "offer",     "state", "adj",  "skill", "call", "whatsapp",
          "mail",  "telegram", "instagram", "bank",  "coin", "agency"}) {
      SCOPED_TRACE(rule);
      ASSERT_TRUE(grammar.has(rule));
      std::set<std::string> texts;
      for (uint64_t seed = 0; seed < 100; ++seed) {
        Random random(seed);
        std::string text;
        grammar.expand(rule, static_cast<uint32_t>(seed % kTrades), random, text);
        EXPECT_FALSE(text.empty());
        EXPECT_EQ(std::count(text.begin(), text.end(), '{'),
                  std::count(text.begin(), text.end(), '}'));
        texts.insert(text);
      }
      EXPECT_GT(texts.size(), 1U);
    }
  }
}

TEST(Grammar, FillsNumbersAndLeavesSlots) {
  const Grammar grammar(
      "a: {b} and {=3-3} in {town} for {#2-9}|{b} and {=3-3} in {town} for {#2-9}\nb: x\n |x\n");
  Random random(1);
  std::string text;
  grammar.expand("a", 0, random, text);
  EXPECT_EQ(text, "x and 3 in {town} for {#2-9}");
  EXPECT_EQ(Grammar("a: {c}\n").undefined(), std::vector<std::string>{"c"});
}

}  // namespace
}  // namespace maillon::simulate
