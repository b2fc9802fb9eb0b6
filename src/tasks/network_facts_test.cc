#include "tasks/network_facts.h"

#include <gtest/gtest.h>

#include "tasks/networks_list.h"

namespace maillon::tasks {
namespace {

// Six posts, the networks 7 (rows 0 1 2) and 3 (rows 3 4); row 5 is in none.
CaseData small_case() {
  CaseData data;
  for (const char* word : {"", "FR", "GB", "Lyon", "Hull"}) data.posts.words.push_back(word);
  data.posts.key_high = data.posts.key_low = {1, 2, 3, 4, 5, 6};
  data.posts.source.assign(6, 0);
  for (const char* id : {"p1", "p2", "p3", "p4", "p5", "p6"}) data.posts.id.push_back(id);
  data.posts.country = {1, 1, 2, 2, 0, 1};
  data.posts.city = {3, 0, 4, 4, 4, 3};
  data.posts.language = {('f' << 8) | 'r', ('f' << 8) | 'r', 0, ('e' << 8) | 'n', 0, 0};
  data.networks.network = {7, 7, 7, 3, 3, 0};
  data.networks.number = {7, 3};
  data.networks.member_offsets = {0, 3, 5};
  data.networks.member = {0, 1, 2, 3, 4};
  data.networks.first_seen = data.networks.last_seen = {10, 20};
  data.networks.cities = {2, 1};
  data.selectors.kind = {static_cast<uint8_t>(SelectorKind::phone),
                         static_cast<uint8_t>(SelectorKind::email)};
  data.selectors.service = {0, 0};
  data.selectors.value.push_back("+33612345678");
  data.selectors.value.push_back("a@example.org");
  data.selectors.carrier_offsets = {0, 2, 3};
  data.selectors.carrier = {0, 1, 3};
  data.selectors.hit_offsets = {0, 1, 2, 2, 3, 3, 3};
  data.selectors.hit_selector = {0, 0, 1};
  data.links.a = {0, 0, 1, 2, 3};
  data.links.b = {1, 2, 2, 3, 4};
  data.links.log_odds = {9000, 5000, 7000, 8000, 6000};
  data.links.bits = {9, 5, 7, 8, 6};
  data.links.accepted = {1, 1, 0, 1, 1};
  return data;
}

std::vector<uint32_t> list(std::span<const uint32_t> values) {
  return {values.begin(), values.end()};
}

TEST(NetworkFacts, links_inside_weakest_first) {
  const CaseData data = small_case();
  const NetworkFacts facts = gather_network_facts(data);
  EXPECT_EQ(list(facts.links.of(0)), (std::vector<uint32_t>{1, 0}));  // 2 is not accepted
  EXPECT_EQ(list(facts.links.of(1)), (std::vector<uint32_t>{4}));     // 3 runs between the two
}

TEST(NetworkFacts, distinct_values_that_are_stated) {
  const CaseData data = small_case();
  const NetworkFacts facts = gather_network_facts(data);
  EXPECT_EQ(list(facts.countries.of(0)), (std::vector<uint32_t>{1, 2}));
  EXPECT_EQ(list(facts.countries.of(1)), (std::vector<uint32_t>{2}));
  EXPECT_EQ(list(facts.cities.of(0)), (std::vector<uint32_t>{3, 4}));
  EXPECT_EQ(facts.languages.of(1).size(), 1U);
  EXPECT_EQ(facts.kinds[0], 1U << static_cast<uint32_t>(SelectorKind::phone));
  EXPECT_EQ(facts.kinds[1], 1U << static_cast<uint32_t>(SelectorKind::email));
}

TEST(NetworkFacts, filters_agree_with_the_posts) {
  const CaseData data = small_case();
  const NetworkFacts facts = gather_network_facts(data);
  struct Row {
    std::string country, language, kind, about;
    std::vector<uint32_t> passed;
  };
  const Row rows[] = {
      {"", "", "", "", {0, 1}},
      {"fr", "", "", "", {0}},
      {"FR,GB", "", "", "", {0, 1}},
      {"-FR", "", "", "", {1}},
      {"GB,-FR", "", "", "", {1}},
      {"", "en", "", "", {1}},
      {"", "-fr", "", "", {1}},
      {"", "", "phone", "", {0}},
      {"", "", "-phone", "", {1}},
      {"", "", "", "lyo", {0}},
      {"", "", "", "hull", {0, 1}},
      {"", "", "", "3", {1}},
      {"", "", "", "+33612345678", {0}},
      {"", "", "", "nowhere", {}},
      {"DE", "", "", "", {}},
      {"", "fr", "email", "", {}},
  };
  for (const Row& row : rows) {
    NetworksSettings settings;
    settings.country = row.country;
    settings.language = row.language;
    settings.kind = row.kind;
    settings.about = row.about;
    EXPECT_EQ(filter_networks(data, facts, settings), row.passed)
        << row.country << "|" << row.language << "|" << row.kind << "|" << row.about;
  }
}

TEST(NetworkFacts, no_networks) {
  const CaseData data;
  const NetworkFacts facts = gather_network_facts(data);
  EXPECT_TRUE(facts.links.values.empty());
  EXPECT_TRUE(filter_networks(data, facts, {}).empty());
}

}  // namespace
}  // namespace maillon::tasks
