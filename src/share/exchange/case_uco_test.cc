#include <map>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "share/exchange/exchange_test.h"

namespace maillon::share {
namespace {

using nlohmann::json;

std::map<std::string, json> nodes_by_id(const std::string& text) {
  std::map<std::string, json> all;
  const json document = json::parse(text);
  for (const json& node : document["@graph"])
    EXPECT_TRUE(all.emplace(node["@id"], node).second) << node["@id"] << " stands twice";
  return all;
}

TEST(CaseUco, EachKindOfSelectorIsAnObservable) {
  const auto all = nodes_by_id(write_made(ExchangeFormat::case_uco));
  struct Row {
    const char *number, *type, *property, *value;
  };
  const Row rows[] = {
      {"1", "PhoneAccount", "phoneNumber", "+17755550102"},
      {"2", "EmailAddress", "addressValue", "nobody@example.com"},
      {"3", "URL", "fullValue", "example.org/album?a=1&b=2"},
      {"4", "Account", "accountIdentifier", "vigana"},
      {"4", "Account", "accountType", "instagram"},
      {"5", "Account", "accountType", "bitcoin"},
      {"6", "Account", "accountType", "iban"},
  };
  for (const Row& row : rows) {
    const json& node =
        all.at(std::string("kb:selector-00000000-0000-5000-8000-00000000000") + row.number);
    EXPECT_EQ(node["@type"], std::string("uco-observable:") + row.type) << row.value;
    const json& facet = node["uco-core:hasFacet"][0];
    EXPECT_EQ(facet[std::string("uco-observable:") + row.property], row.value);
  }
}

TEST(CaseUco, FilesHaveTheirProvenance) {
  const auto all = nodes_by_id(write_made(ExchangeFormat::case_uco));
  const json& investigation = all.at("kb:investigation-00000000-0000-5000-8000-0000000000ca");
  const json& record = all.at(investigation["uco-core:object"][0]["@id"]);
  EXPECT_EQ(record["uco-core:description"], "ads.csv as received, read on 2026-01-01T00:00:00Z");
  const json& file = all.at(record["uco-core:object"][0]["@id"]);
  const json& hash = file["uco-core:hasFacet"][1]["uco-observable:hash"][0];
  EXPECT_EQ(hash["uco-types:hashValue"]["@value"], "00ff");
}

TEST(CaseUco, LinksAreHypotheses) {
  const auto all = nodes_by_id(write_made(ExchangeFormat::case_uco));
  const json& link = all.at("kb:relationship-00000000-0000-5000-8000-000000000030");
  EXPECT_EQ(link["uco-core:kindOfRelationship"], "Same_Operator_Hypothesis");
  EXPECT_EQ(link["uco-core:isDirectional"], false);
  EXPECT_EQ(link["uco-core:hasFacet"][0]["uco-core:confidence"]["@value"], "99");
}

TEST(CaseUco, HubsAreSetApart) {
  const std::string text = write_made(ExchangeFormat::case_uco);
  const std::string hub = "kb:selector-00000000-0000-5000-8000-000000000008";
  EXPECT_EQ(nodes_by_id(text).at(hub)["uco-core:description"],
            "0 bits, in 900 posts of the case; hub: set apart, nobody is linked through it");
  EXPECT_EQ(text.find(hub), text.rfind(hub));
}

TEST(CaseUco, NothingIsTheInvestigationItsToolAndItsFile) {
  EXPECT_EQ(nodes_by_id(write_made(ExchangeFormat::case_uco, 0)).size(), 4);
}

}  // namespace
}  // namespace maillon::share
