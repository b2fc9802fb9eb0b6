#include <map>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "share/exchange/exchange_test.h"

namespace maillon::share {
namespace {

using nlohmann::json;

std::map<std::string, json> entities_by_id(const std::string& text) {
  std::map<std::string, json> all;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    json entity = json::parse(text.substr(at, end - at));
    const std::string id = entity["id"];
    EXPECT_TRUE(all.emplace(id, std::move(entity)).second) << id << " stands twice";
    at = end + 1;
  }
  return all;
}

TEST(Ftm, EachKindOfSelectorIsAnEntityOfItsOwn) {
  const auto all = entities_by_id(write_made(ExchangeFormat::ftm));
  struct Row {
    const char *number, *schema, *property, *value;
  };
  const Row rows[] = {
      {"1", "UserAccount", "number", "+17755550102"},
      {"2", "UserAccount", "email", "nobody@example.com"},
      {"3", "HyperText", "sourceUrl", "https://example.org/album?a=1&b=2"},
      {"4", "UserAccount", "username", "vigana"},
      {"4", "UserAccount", "service", "instagram"},
      {"5", "CryptoWallet", "publicKey", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"},
      {"5", "CryptoWallet", "currency", "bitcoin"},
      {"6", "BankAccount", "iban", "GB82WEST12345698765432"},
      {"7", "Image", "name", "I-25b4d2981949"},
  };
  for (const Row& row : rows) {
    const json& entity =
        all.at(std::string("selector-00000000-0000-5000-8000-00000000000") + row.number);
    EXPECT_EQ(entity["schema"], row.schema) << row.value;
    EXPECT_EQ(entity["properties"][row.property], json::array({row.value}));
  }
}

TEST(Ftm, PostsAndLinks) {
  const auto all = entities_by_id(write_made(ExchangeFormat::ftm));
  EXPECT_EQ(all.at("post-00000000-0000-5000-8000-000000000020")["properties"],
            json::parse(R"({"name":["kiosk:1"],"sourceUrl":["https://kiosk.example/1"],
              "parent":["network-00000000-0000-5000-8000-000000000010"],"publisher":["kiosk"],
              "publishedAt":["2026-01-01T00:00:00"],"locationMentioned":["Reno"],"country":["us"],
              "notes":["P-01"]})"));
  EXPECT_EQ(all.at("link-00000000-0000-5000-8000-000000000030")["properties"],
            json::parse(R"({"candidate":["post-00000000-0000-5000-8000-000000000021"],
              "match":["post-00000000-0000-5000-8000-000000000020"],"confidenceScore":["0.9998999"],
              "criteria":["phone S-01 14.41 bits","text T-0b718b50 12.25 bits"],
              "matcher":["maillon/1.2.3"]})"));
}

// A network is a heap of documents: no person, no company, and accused of nothing.
TEST(Ftm, NobodyIsAccused) {
  const std::string text = write_made(ExchangeFormat::ftm);
  for (const char* claim : {"topics", "crime", "\"Person\"", "LegalEntity", "Organization"})
    EXPECT_FALSE(holds(text, claim)) << claim;
  EXPECT_EQ(entities_by_id(text).at("network-00000000-0000-5000-8000-000000000010")["schema"],
            "Folder");
}

TEST(Ftm, HubsAreSetApart) {
  const std::string text = write_made(ExchangeFormat::ftm);
  const std::string hub = "selector-00000000-0000-5000-8000-000000000008";
  EXPECT_EQ(entities_by_id(text).at(hub)["properties"]["notes"][1],
            "hub: set apart, nobody is linked through it");
  EXPECT_EQ(text.find(hub), text.rfind(hub));
}

TEST(Ftm, NothingIsTheCaseAlone) {
  EXPECT_EQ(entities_by_id(write_made(ExchangeFormat::ftm, 0)).size(), 1);
}

}  // namespace
}  // namespace maillon::share
