#include <map>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "share/exchange/exchange_test.h"

namespace maillon::share {
namespace {

using nlohmann::json;

std::map<std::string, json> objects_by_id(const json& bundle) {
  std::map<std::string, json> all;
  for (const json& object : bundle["objects"])
    EXPECT_TRUE(all.emplace(object["id"], object).second) << object["id"] << " stands twice";
  return all;
}

const json* find_of(const std::map<std::string, json>& all, std::string_view type,
                    std::string_view member, const json& value) {
  for (const auto& [id, object] : all) {
    if (object["type"] == type && object.contains(member) && object[std::string(member)] == value)
      return &object;
  }
  return nullptr;
}

TEST(Stix, EachKindOfSelectorIsAnObservable) {
  const auto all = objects_by_id(json::parse(write_made(ExchangeFormat::stix)));
  struct Row {
    const char *type, *member;
    json value;
  };
  const Row rows[] = {
      {"phone-number", "value", "+17755550102"},
      {"email-addr", "value", "nobody@example.com"},
      {"url", "value", "https://example.org/album?a=1&b=2"},
      {"user-account", "account_login", "vigana"},
      {"cryptocurrency-wallet", "value", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"},
      {"bank-account", "iban", "GB82WEST12345698765432"},
      {"file",
       "hashes",
       {{"SHA-256", "25b4d298194900000000000000000000000000000000000000000000000000ff"}}},
      {"url", "value", "https://kiosk.example/1"},  // the first post's anchor
  };
  for (const Row& row : rows)
    EXPECT_NE(find_of(all, row.type, row.member, row.value), nullptr) << row.type;
}

// By the standard, computed with Python's uuid.uuid5 (uuid_test.cc has published ones).
TEST(Stix, ObservablesHaveTheIdentifiersOfTheStandard) {
  const auto all = objects_by_id(json::parse(write_made(ExchangeFormat::stix)));
  EXPECT_TRUE(all.contains("email-addr--04871022-dfa5-52e7-b8c4-28e65e150a8c"));
  EXPECT_TRUE(all.contains("user-account--e3710100-6294-56d5-b01e-ed06ebd7d103"));
}

TEST(Stix, LinksCarryTheirEvidence) {
  const auto all = objects_by_id(json::parse(write_made(ExchangeFormat::stix)));
  const json& link = all.at("relationship--00000000-0000-5000-8000-000000000030");
  EXPECT_EQ(link["relationship_type"], "related-to");
  EXPECT_EQ(link["source_ref"], "observed-data--00000000-0000-5000-8000-000000000021");
  EXPECT_EQ(link["target_ref"], "observed-data--00000000-0000-5000-8000-000000000020");
  EXPECT_EQ(link["confidence"], 99);
  EXPECT_EQ(link["extensions"].begin().value()["evidence"],
            json::parse(R"([{"feature":"phone","what":"S-01","log2_bayes_factor":14.41},
                            {"feature":"text","what":"T-0b718b50","log2_bayes_factor":12.25}])"));
}

TEST(Stix, GroupingsAreNetworksAndHubsStandApart) {
  const auto all = objects_by_id(json::parse(write_made(ExchangeFormat::stix)));
  const json& network = all.at("grouping--00000000-0000-5000-8000-000000000010");
  EXPECT_EQ(network["context"], "unspecified");  // "suspicious-activity" would be a verdict
  EXPECT_EQ(network["object_refs"].size(), 4);   // two places with a country, two posts
  const json* hubs = find_of(all, "grouping", "name", "Selectors set apart");
  ASSERT_NE(hubs, nullptr);
  const std::string hub = (*hubs)["object_refs"][0];
  EXPECT_EQ(all.at(hub)["value"], "+17755550199");
  for (const auto& [id, object] : all) {
    if (object["type"] != "observed-data") continue;
    for (const json& ref : object["object_refs"]) EXPECT_NE(ref, hub) << id;
  }
}

TEST(Stix, TimesAreOfTheCase) {
  const auto all = objects_by_id(json::parse(write_made(ExchangeFormat::stix)));
  const json& report = all.at("report--00000000-0000-5000-8000-0000000000ca");
  EXPECT_EQ(report["created"], "2026-01-01T00:00:00.000Z");
  EXPECT_EQ(report["modified"], "2026-01-02T00:00:00.000Z");
  // A post without a time was there when the case began.
  EXPECT_EQ(all.at("observed-data--00000000-0000-5000-8000-000000000021")["first_observed"],
            "2026-01-01T00:00:00.000Z");
}

TEST(Stix, NothingIsABundleWithoutAReport) {
  const auto all = objects_by_id(json::parse(write_made(ExchangeFormat::stix, 0)));
  EXPECT_EQ(all.size(), 7);
}

}  // namespace
}  // namespace maillon::share
