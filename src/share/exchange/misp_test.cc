#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "share/exchange/exchange_test.h"

namespace maillon::share {
namespace {

using nlohmann::json;

json made_event() {
  return json::parse(write_made(ExchangeFormat::misp))["Event"];
}

TEST(Misp, EachKindOfSelectorIsAnAttribute) {
  const json attributes = made_event()["Attribute"];
  ASSERT_EQ(attributes.size(), 9);  // the notice, seven, a hub
  struct Row {
    const char *type, *category, *value;
  };
  const Row rows[] = {
      {"phone-number", "Other", "+17755550102"},
      {"email", "Social network", "nobody@example.com"},
      {"url", "Network activity", "example.org/album?a=1&b=2"},
      {"text", "Social network", "vigana"},
      {"btc", "Financial fraud", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"},
      {"iban", "Financial fraud", "GB82WEST12345698765432"},
      {"sha256", "External analysis",
       "25b4d298194900000000000000000000000000000000000000000000000000ff"},
  };
  std::size_t i = 1;
  for (const Row& row : rows) {
    EXPECT_EQ(attributes[i]["type"], row.type);
    EXPECT_EQ(attributes[i]["category"], row.category) << row.type;
    EXPECT_EQ(attributes[i]["value"], row.value);
    EXPECT_EQ(attributes[i]["to_ids"], false) << row.type;  // nothing is blocked by it
    ++i;
  }
  EXPECT_EQ(attributes[4]["comment"], "instagram handle, S-04, 14.41 bits, in 2 posts of the case");
}

TEST(Misp, HubsAreSetApart) {
  const json event = made_event();
  const json& hub = event["Attribute"].back();
  EXPECT_EQ(hub["disable_correlation"], true);
  EXPECT_FALSE(event["Attribute"][1].contains("disable_correlation"));
  for (const json& object : event["Object"]) {
    if (!object.contains("ObjectReference")) continue;
    for (const json& reference : object["ObjectReference"])
      EXPECT_NE(reference["referenced_uuid"], hub["uuid"]);
  }
}

TEST(Misp, PostsReferToNetworkSelectorsAndPosts) {
  const json objects = made_event()["Object"];
  ASSERT_EQ(objects.size(), 3);
  EXPECT_EQ(objects[0]["name"], "annotation");
  EXPECT_EQ(objects[1]["ObjectReference"].size(), 8);  // its network, seven selectors
  const json& references = objects[2]["ObjectReference"];
  ASSERT_EQ(references.size(), 2);
  EXPECT_EQ(references[0]["relationship_type"], "included-in");
  EXPECT_EQ(references[0]["referenced_uuid"], objects[0]["uuid"]);
  EXPECT_EQ(references[1]["relationship_type"], "suspected-link");
  EXPECT_EQ(references[1]["referenced_uuid"], objects[1]["uuid"]);
  EXPECT_EQ(references[1]["comment"],
            "26.66 bits, posterior 0.9998999: phone S-01 14.41 bits; text T-0b718b50 12.25 bits");
}

TEST(Misp, NothingIsAnEventWithItsNotice) {
  const json event = json::parse(write_made(ExchangeFormat::misp, 0))["Event"];
  EXPECT_EQ(event["Attribute"].size(), 1);
  EXPECT_EQ(event["Object"].size(), 0);
}

}  // namespace
}  // namespace maillon::share
