#include <gtest/gtest.h>

#include "share/exchange/exchange_test.h"

namespace maillon::share {
namespace {

TEST(Graphml, NodesEdgesAndWhatTheyCarry) {
  const std::string text = write_made(ExchangeFormat::graphml);
  for (const char* piece : {
           "<desc>Made by Maillon 1.2.3. Networks, links and indicators are leads, not findings",
           "Case &lt;a b=&quot;c&quot;&gt;&amp;]]&gt;\\ as of 2026-01-02T00:00:00Z, state 00ff.",
           "<node id=\"network-00000000-0000-5000-8000-000000000010\">",
           "<data key=\"n_indicators\">CO-06 Penalty for leaving (M, proposed), 2 posts</data>",
           "<data key=\"n_route\">Reno, US, 2026-01-01 to 2026-01-02, 1 post; ",
           "<data key=\"n_kind\">wallet</data><data key=\"n_id\">S-05</data>"
           "<data key=\"n_service\">bitcoin</data>",
           "<data key=\"n_value\">example.org/album?a=1&amp;b=2</data>",
           "<edge source=\"network-00000000-0000-5000-8000-000000000010\" "
           "target=\"post-00000000-0000-5000-8000-000000000020\"><data "
           "key=\"e_relation\">member</data></edge>",
           "<data key=\"e_relation\">link</data><data key=\"e_weight\">26.66</data>"
           "<data key=\"e_posterior\">0.9998999</data>"
           "<data key=\"e_why\">phone S-01 14.41 bits; text T-0b718b50 12.25 bits</data></edge>",
       }) {
    EXPECT_TRUE(holds(text, piece)) << piece;
  }
  EXPECT_FALSE(holds(text, "\x01"));
}

// A hub ties nobody: it is a node, and no edge leads to it.
TEST(Graphml, HubsAreSetApart) {
  const std::string text = write_made(ExchangeFormat::graphml);
  EXPECT_TRUE(holds(text, "<node id=\"selector-00000000-0000-5000-8000-000000000008\">"));
  EXPECT_TRUE(holds(text, "<data key=\"n_hub\">true</data><data key=\"n_posts\">900</data>"));
  EXPECT_FALSE(holds(text, "source=\"selector-00000000-0000-5000-8000-000000000008\""));
}

TEST(Graphml, NothingIsAGraphWithoutNodes) {
  const std::string text = write_made(ExchangeFormat::graphml, 0);
  EXPECT_FALSE(holds(text, "<node"));
  EXPECT_TRUE(text.ends_with("edgedefault=\"undirected\">\n</graph>\n</graphml>\n"));
}

TEST(Exchange, ConfidenceIsNeverCertain) {
  struct Row {
    double posterior;
    int confidence;
  };
  for (const Row& row : {Row{0, 0}, Row{0.5, 50}, Row{0.9599, 95}, Row{0.9999, 99}, Row{1, 99}}) {
    ExchangeLink link;
    link.posterior = row.posterior;
    EXPECT_EQ(confidence_of(link), row.confidence) << row.posterior;
  }
}

}  // namespace
}  // namespace maillon::share
