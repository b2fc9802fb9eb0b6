#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "share/exchange/exchange_test.h"

namespace maillon::share {
namespace {

using nlohmann::json;

TEST(Geojson, ARouteAndItsStays) {
  const json document = json::parse(write_made(ExchangeFormat::geojson));
  EXPECT_EQ(document["maillon"]["version"], "1.2.3");
  const json& features = document["features"];
  ASSERT_EQ(features.size(), 4);
  EXPECT_EQ(features[0]["geometry"],
            json::parse(R"({"type":"LineString","coordinates":[[-119.81,39.53],[4.84,45.76]]})"));
  EXPECT_EQ(features[0]["properties"]["indicators"],
            json::parse(R"([{"id":"CO-06","label":"Penalty for leaving","strength":"M, proposed",
                             "posts":2,"common_in_lawful_posts":false}])"));
  EXPECT_EQ(features[1]["geometry"],
            json::parse(R"({"type":"Point","coordinates":[-119.81,39.53]})"));
  EXPECT_EQ(features[1]["properties"]["first_seen"], "2026-01-01T00:00:00Z");
  EXPECT_EQ(features[2]["properties"]["city"], kHostile);
  EXPECT_TRUE(features[3]["geometry"].is_null());  // its posts state no coordinates
  EXPECT_EQ(features[3]["properties"]["order"], 3);
}

TEST(Geojson, ALineNeedsTwoPlaces) {
  const ExchangeStay stay{"Reno", "US", 1767225600, 1767312000, 1, 39.53, -119.81};
  const ExchangeStay unknown{"Lyon", "FR", 1767225600, 1767312000, 1, {}, {}};
  for (const std::vector<ExchangeStay>& stays :
       {std::vector<ExchangeStay>{}, {stay}, {stay, unknown, stay}}) {
    const auto writer = make_exchange_writer(ExchangeFormat::geojson);
    writer->begin({});
    ExchangeNetwork network;
    network.stays = stays;
    writer->begin_network(network);
    writer->end_network();
    writer->end();
    const json document = json::parse(writer->take());
    EXPECT_TRUE(document["features"][0]["geometry"].is_null()) << stays.size();
    EXPECT_EQ(document["features"].size(), stays.size() + 1);
  }
}

TEST(Geojson, NothingIsNoFeatures) {
  EXPECT_EQ(json::parse(write_made(ExchangeFormat::geojson, 0))["features"].size(), 0);
}

}  // namespace
}  // namespace maillon::share
