#include <gtest/gtest.h>

#include "share/exchange/exchange_test.h"

namespace maillon::share {
namespace {

const std::string kHeader =
    "cas_Status,cas_IncomingReferralDate,cas_ReasonForIncomingReferral,"
    "cas_IncomingReferralDetails,cco_CaseComment\r\n";

TEST(Htcds, ARowIsANetworkAsACaseThatIsReferred) {
  const std::string text = write_made(ExchangeFormat::htcds);
  EXPECT_TRUE(text.starts_with(
      kHeader +
      "\"Active\",\"2026-01-02\",\"Other\",\"Network N-1 (00000000-0000-5000-8000-000000000010): 2 "
      "posts, 2026-01-01 to 2026-01-03.\nPlace: Reno, US, 2026-01-01 to 2026-01-02, 1 post\nPlace: "
      "<a b=\"\"c\"\">&\x01]]>\\, FR, "));
  EXPECT_TRUE(
      holds(text, "\nIndicator: CO-06 Penalty for leaving (M, proposed), 2 posts\",\"Made"));
  EXPECT_TRUE(text.ends_with("state 00ff.\"\r\n"));
}

// Nobody is made a victim or a trafficker by a program.
TEST(Htcds, NoFieldsOfPersonsOrEvents) {
  const std::string text = write_made(ExchangeFormat::htcds);
  for (const char* prefix : {"prs_", "vic_", "per_", "hte_"}) EXPECT_FALSE(holds(text, prefix));
}

TEST(Htcds, StatesOfTriage) {
  struct Row {
    const char *triage, *status;
  };
  for (const Row& row : {Row{"new", "Active"}, Row{"in_review", "Active"},
                         Row{"referred", "ClosedReferred"}, Row{"closed", "Closed"}}) {
    const auto writer = make_exchange_writer(ExchangeFormat::htcds);
    writer->begin({});
    ExchangeNetwork network;
    network.triage = row.triage;
    writer->begin_network(network);
    EXPECT_TRUE(writer->take().starts_with(kHeader + "\"" + row.status + "\",")) << row.triage;
  }
}

TEST(Htcds, NothingIsTheHeader) {
  EXPECT_EQ(write_made(ExchangeFormat::htcds, 0), kHeader);
}

}  // namespace
}  // namespace maillon::share
