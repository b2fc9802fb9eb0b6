#include "web/metrics.h"

#include <gtest/gtest.h>

namespace maillon::web {
namespace {

TEST(Histogram, quantiles_are_no_less_than_the_truth_and_near_to_it) {
  Histogram histogram;
  EXPECT_EQ(histogram.quantile(0.5), 0U);
  for (uint64_t i = 1; i <= 1000; ++i) histogram.add(i * 10);
  EXPECT_EQ(histogram.count(), 1000U);
  EXPECT_EQ(histogram.sum(), 5'005'000U);
  for (const double share : {0.01, 0.5, 0.9, 0.99, 1.0}) {
    const auto truth = static_cast<uint64_t>(share * 10'000);
    EXPECT_GE(histogram.quantile(share), truth) << share;
    EXPECT_LE(histogram.quantile(share), truth * 5 / 4 + 1) << share;
  }
}

TEST(Histogram, powers_and_extremes) {
  Histogram histogram;
  for (const uint64_t t : {0, 1, 63, 64, 65}) histogram.add(t);
  histogram.add(uint64_t{1} << 60);  // falls into the last bucket
  EXPECT_EQ(histogram.below_power(6), 3U);
  EXPECT_EQ(histogram.below_power(7), 5U);
  EXPECT_EQ(histogram.below_power(26), 5U);
  EXPECT_EQ(histogram.count(), 6U);
}

TEST(Metrics, are_told) {
  Metrics metrics;
  metrics.name_routes({"GET /a", "GET /b"});
  metrics.answered(0, 200, 100);
  metrics.answered(0, 404, 100);
  metrics.answered(2, 404, 5);  // found no route
  metrics.turned_away();
  metrics.opened();
  const std::string text = metrics.prometheus();
  for (const char* line : {"maillon_requests_total{route=\"GET /a\",status=\"2xx\"} 1\n",
                           "maillon_requests_total{route=\"GET /a\",status=\"4xx\"} 1\n",
                           "maillon_requests_total{route=\"none\",status=\"4xx\"} 1\n",
                           "maillon_request_seconds_bucket{route=\"GET /a\",le=\"6.4e-05\"} 0\n",
                           "maillon_request_seconds_bucket{route=\"GET /a\",le=\"0.000128\"} 2\n",
                           "maillon_request_seconds_bucket{route=\"GET /a\",le=\"+Inf\"} 2\n",
                           "maillon_request_seconds_count{route=\"GET /a\"} 2\n",
                           "maillon_turned_away_total 1\n", "maillon_open_connections 1\n"}) {
    EXPECT_NE(text.find(line), text.npos) << line << text;
  }
  EXPECT_EQ(text.find("/b"), text.npos);  // nobody asked
  EXPECT_TRUE(
      metrics.json().starts_with("{\"requests\":3,\"turned_away\":1,\"open_connections\":1,"));
}

}  // namespace
}  // namespace maillon::web
