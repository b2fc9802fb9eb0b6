#include "report/ledger.h"

#include <gtest/gtest.h>

namespace maillon::report {
namespace {

Ledger two_link_ledger() {
  Ledger ledger;
  ledger.a = {"P-1", "site:a1", 1767398400, "Reno", "US", "Work for you\x1b[2J", "N-3"};
  ledger.b = {"P-9", ":b7", kNoTime, "", "", "", "N-3"};
  LedgerItem text;
  text.kind = "text";
  text.what = "we pay well every single week, no papers needed, come";
  text.bits = 9.25;
  text.bits_uncapped = 21;
  text.note = "ceiling of wording alone: 97 %";
  text.quotes = {{'a', Field::body, 12, 40, "we pay well\nevery single week"},
                 {'b', Field::title, 0, 9, "we pay weekly"}};
  LedgerItem place;
  place.kind = "place";
  place.what = "Reno, then Elko within an hour";
  place.bits = -2;
  LedgerItem phone;
  phone.kind = "phone";
  phone.what = "+17755550100";
  phone.df = 3;
  phone.of = 1000000;
  phone.bits = 18.2;
  ledger.items = {text, place, phone};
  ledger.prior_bits = -16.6;
  ledger.sum_bits = 8.85;
  ledger.posterior = 0.99784;
  ledger.linked = true;
  return ledger;
}

TEST(Ledger, is_readable) {
  EXPECT_EQ(to_text(two_link_ledger(), {}),
            R"(a  P-1  site:a1  2026-01-03  Reno, US  N-3  Work for you·[2J
b  P-9  :b7  N-3

phone +17755550100                                       18.2 bits   in 3 of 1,000,000 posts
text we pay well every single week, no papers needed…     9.2 bits   21.0 bits before; ceiling of wording alone: 97 %
    a body 12–40  “we pay well every single week”
    b title 0–9  “we pay weekly”
against:
place Reno, then Elko within an hour                     -2.0 bits

evidence                                                 25.4 bits   all items together
prior                                                   -16.6 bits   two posts at random have one operator: 0.001 %
sum                                                       8.8 bits   posterior 99.8 %; the threshold of 95.0 % stands at 4.2 bits

linked: the posterior of 99.8 % passes the threshold of 95.0 %
)");
}

TEST(Ledger, without_evidence_and_with_a_path) {
  Ledger ledger;
  ledger.a.id = "P-1";
  ledger.b.id = "P-2";
  ledger.prior_bits = ledger.sum_bits = -10;
  ledger.posterior = 0.001;
  ledger.verdict_note = "one network all the same: N-3";
  LedgerStep step;
  step.to.id = "P-5";
  step.bits = 7;
  step.posterior = 0.992;
  step.why = "phone +17755550100";
  ledger.path = {step};
  step.to.id = "P-2";
  ledger.path.push_back(step);
  EXPECT_EQ(to_text(ledger, {}),
            R"(a  P-1
b  P-2

no evidence ties these two posts

evidence     0.0 bits   all items together
prior      -10.0 bits   two posts at random have one operator: 0.1 %
sum        -10.0 bits   posterior 0.1 %; the threshold of 95.0 % stands at 4.2 bits

not linked: the posterior of 0.1 % is below the threshold of 95.0 %
one network all the same: N-3

the strongest way from a to b
  P-1
  P-5  7.0 bits  99.2 %  phone +17755550100
  P-2  7.0 bits  99.2 %  phone +17755550100
)");
}

TEST(Ledger, what_is_not_weighed_stands_apart_from_the_sum) {
  Ledger ledger = two_link_ledger();
  ledger.items.resize(1);
  ledger.refused = true;
  ledger.verdict_note = "not in one network: N-3 holds by 4 links";
  ledger.against = {{"language", "a is in en, b in ro"}, {"phone", "a has 1, b 2\x1b[2J"}};
  const std::string text = to_text(ledger, {});
  EXPECT_NE(text.find(R"(
speaks against, not weighed (no bits are estimated for it; not in the sum)
  language  a is in en, b in ro
  phone     a has 1, b 2·[2J

evidence )"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("\nrefused: the posterior of 99.8 % passes the threshold of 95.0 %\n"
                      "not in one network: N-3 holds by 4 links\n"),
            std::string::npos)
      << text;
  const std::string json = to_json(ledger);
  EXPECT_NE(
      json.find(
          R"("against":[{"kind":"language","what":"a is in en, b in ro","weighed":false,"said":[]})"),
      std::string::npos)
      << json;
  EXPECT_NE(json.find(R"("evidence_bits":9.25)"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("linked":true,"refused":true)"), std::string::npos) << json;
}

TEST(Ledger, as_json_has_every_item_strongest_first) {
  Ledger ledger = two_link_ledger();
  for (LedgerItem& item : ledger.items) {
    if (item.kind == "phone") item.said = {{"hub", {{"n", "3"}}}};
  }
  const std::string json = to_json(ledger);
  EXPECT_TRUE(
      json.starts_with(R"({"a":{"id":"P-1","name":"site:a1","posted_at":"2026-01-03T00:00:00Z")"))
      << json;
  EXPECT_NE(
      json.find(
          R"("items":[{"kind":"phone","what":"+17755550100","df":3,"of":1000000,"bits":18.2,"bits_uncapped":18.2,"note":"","said":[{"name":"hub","values":{"n":"3"}}],"quotes":[]},{"kind":"text")"),
      std::string::npos)
      << json;
  EXPECT_NE(json.find(R"({"post":"b","field":"title","begin":0,"end":9,"text":"we pay weekly"})"),
            std::string::npos);
  EXPECT_NE(json.find(R"("posterior":0.99784,"threshold":0.95,"linked":true)"), std::string::npos);
}

TEST(Ledger, colours_only_if_asked) {
  EXPECT_EQ(to_text(two_link_ledger(), {}).find('\x1b'), std::string::npos);
  EXPECT_NE(to_text(two_link_ledger(), {.colors = true}).find("\x1b[32m"), std::string::npos);
}

}  // namespace
}  // namespace maillon::report
