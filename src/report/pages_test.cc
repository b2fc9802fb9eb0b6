// The pages as a reader sees them: golden texts.
#include <gtest/gtest.h>

#include "base/civil_time.h"
#include "base/utf8.h"
#include "report/network_page.h"
#include "report/networks_table.h"
#include "report/post_page.h"
#include "report/selector_page.h"
#include "report/template_page.h"

namespace maillon::report {
namespace {

constexpr int64_t kFirstSeen = 1767398400;  // 2026-01-03

SelectorLine make_selector(const char* id, SelectorKind kind, Service service, const char* value,
                           uint64_t posts) {
  SelectorLine line;
  line.id = id;
  line.kind = kind;
  line.service = service;
  line.value = value;
  line.posts = posts;
  line.posts_in_case = posts;
  line.first = kFirstSeen;
  line.last = kFirstSeen + 9 * kDay;
  return line;
}

PostLine make_post_line(const char* id, const char* name, const char* title) {
  PostLine line;
  line.id = id;
  line.name = name;
  line.posted_at = kFirstSeen;
  line.city = "Reno";
  line.country = "US";
  line.title = title;
  line.network = "N-17";
  return line;
}

NetworkPage make_network() {
  NetworkPage page;
  page.id = "N-17";
  page.posts = 1204;
  page.links = 9000;
  page.first_seen = kFirstSeen;
  page.last_seen = kFirstSeen + 88 * kDay;
  page.route = {{"Reno", "US", kFirstSeen, kFirstSeen + 9 * kDay, 600},
                {"東京", "JP", kFirstSeen + 20 * kDay, kFirstSeen + 20 * kDay, 1}};
  page.languages = {{"en", 1200}, {"es", 4}};
  page.names = {{"Anna\x1b[31m", 12}, {"Maria", 3}};
  page.selectors = {make_selector("S-1", SelectorKind::phone, Service::none, "+17755550100", 700),
                    make_selector("S-22", SelectorKind::handle, Service::telegram, "anna", 3)};
  page.selectors[0].posts_in_case = 702;
  page.templates = {{"T-4", "Please call {1} today for work in {2}. We pay well.", 900}};
  page.strongest = NetworkLink{make_post_line("P-1", ":1", ""), make_post_line("P-9", ":9", ""),
                               34.2, 0.99999, "phone +17755550100; text"};
  page.splits = {{"phone +17755550100", {900, 300, 4}}};
  page.hubs = {make_selector("S-7", SelectorKind::email, Service::none, "help@example.org", 80)};
  page.hubs[0].note = "hub: on 4,000 posts of 120 wordings";
  page.signs.known = true;
  page.signs.kind = "deceptive_offer";
  page.signs.level = "medium";
  page.signs.palermo = {"seen", "denied", "not_stated", "not_stated"};
  page.signs.case_posts = 200;
  SignLine sign;
  sign.id = "AD-01";
  sign.label = "Travel paid";
  sign.strength = "W";
  sign.proposed = true;
  sign.posts = 2;
  sign.case_posts = 10;
  page.signs.seen = {sign};
  page.sample = {make_post_line("P-1", "site:1", "Work for you")};
  return page;
}

TEST(NetworkPage, reads_from_top_to_bottom) {
  EXPECT_EQ(to_text(make_network(), {}), R"(N-17   1,204 posts, 9,000 links

seen        2026-01-03 to 2026-04-01 (88 days)
languages   en 1,200, es 4
names used  Anna·[31m 12, Maria 3

indicators (leads, never a verdict)
read as   deceptive offer
level     medium
elements  act: seen, means: denied, purpose: not stated, child: not stated

seen
                      strength      posts  in the case
  AD-01  Travel paid  W (proposed)      2        5.0 %

route, in order of time
  1  Reno, US  2026-01-03 to 2026-01-12  600 posts
  2  東京, JP  2026-01-23                   1 post

selectors
  S-1   phone +17755550100    700 posts of 702  2026-01-03 to 2026-01-12
  S-22  telegram handle anna           3 posts  2026-01-03 to 2026-01-12

wording
  T-4  900 posts
      Please call {1} today for work in {2}. We pay well.

links
  strongest  P-1 – P-9  34.2 bits  99.999 %  phone +17755550100; text

what would split it
  without phone +17755550100: 3 parts of 900, 300, 4 posts

hubs touched, not linked through
  S-7  email help@example.org  80 posts  2026-01-03 to 2026-01-12  hub: on 4,000 posts of 120 wordings

posts
  P-1  site:1  2026-01-03  Reno, US  Work for you
  … 1,203 more
)");
}

TEST(NetworkPage, of_nothing_is_short) {
  NetworkPage page;
  page.id = "N-1";
  EXPECT_EQ(to_text(page, {}), "N-1   0 posts, 0 links\n\n");
}

TEST(NetworkPage, shows_both_ends_of_a_long_route) {
  NetworkPage page;
  page.id = "N-1";
  for (int i = 0; i < 1000; ++i) {
    page.route.push_back(
        {"Town" + std::to_string(i), "", kFirstSeen + i * kDay, kFirstSeen + i * kDay, 1});
  }
  const std::string text = to_text(page, {});
  EXPECT_NE(text.find("Town14 "), std::string::npos);
  EXPECT_EQ(text.find("Town15 "), std::string::npos);
  EXPECT_NE(text.find("… 970 more"), std::string::npos);
  EXPECT_NE(text.find("1000  Town999"), std::string::npos);
}

TEST(NetworkPage, as_json) {
  const std::string json = to_json(make_network());
  EXPECT_TRUE(json.starts_with(
      R"({"id":"N-17","posts":1204,"links":9000,"first_seen":"2026-01-03T00:00:00Z","last_seen":"2026-04-01T00:00:00Z","route":[{"city":"Reno","country":"US")"))
      << json;
  EXPECT_NE(
      json.find(
          R"("weakest":null,"splits":[{"what":"phone +17755550100","said":[],"parts":[900,300,4]}])"),
      std::string::npos)
      << json;
}

SelectorPage make_selector_page() {
  SelectorPage page;
  page.selector = make_selector("S-1", SelectorKind::phone, Service::whatsapp, "+17755550100", 3);
  page.spellings = {{"(775) 555-0100", 2}, {"seven 7 five 555 01 00", 1}};
  page.direct.posts = 3;
  page.direct.first = kFirstSeen;
  page.direct.last = kFirstSeen + kDay;
  page.direct.route = {{"Reno", "US", kFirstSeen, kFirstSeen + kDay, 3}};
  page.direct.sources = {{"site", 3}};
  page.direct.names = {{"Anna", 2}, {"Mia", 1}};
  page.direct.prices = {{"$900", 2}};
  page.direct.networks = {{"N-17", 3}};
  page.direct.sample = {make_post_line("P-1", "site:1", "Work")};
  page.shared = {make_selector("S-2", SelectorKind::wallet, Service::bitcoin,
                               "1BoatSLRHtKNngkdXEeobR76b53LETtpyT", 2)};
  page.indirect.posts = 5;
  page.indirect.names = {{"Rosa", 5}};
  return page;
}

TEST(SelectorPage, answers_what_is_tied_to_this_phone) {
  EXPECT_EQ(to_text(make_selector_page(), {}), R"(S-1   whatsapp phone +17755550100
written as  (775) 555-0100 2, seven 7 five 555 01 00 1

directly: posts that carry it
posts       3
seen        2026-01-03 to 2026-01-04
sites       site 3
names used  Anna 2, Mia 1
prices      $900 2
networks    N-17 3
places, in order of time
  1  Reno, US  2026-01-03 to 2026-01-04  3 posts
posts
  P-1  site:1  2026-01-03  Reno, US  Work
  … 2 more

what those posts carry besides
  S-2  bitcoin wallet 1BoatSLRHtKNngkdXEeobR76b53LETtpyT  2 posts  2026-01-03 to 2026-01-12

through these: further posts
posts       5
names used  Rosa 5
)");
}

TEST(SelectorPage, says_that_it_is_a_hub) {
  SelectorPage page = make_selector_page();
  page.hub_note = plain_sentence("on 900 posts of 200 wordings");
  EXPECT_NE(
      to_text(page, {}).find("hub: shown, but not linked through (on 900 posts of 200 wordings)\n"),
      std::string::npos);
  EXPECT_NE(to_json(page).find(R"("hub_note":"on 900 posts of 200 wordings")"), std::string::npos);
}

PostPage make_post_page() {
  PostPage page;
  page.post = make_post_line("P-1", "site:1", "Work for you");
  page.fields[static_cast<std::size_t>(Field::title)] = "Work for you";
  page.fields[static_cast<std::size_t>(Field::body)] =
      "Call 775 555 0100\nor @anna\x1b[2J now,\n\nكلمنا";
  page.fields[static_cast<std::size_t>(Field::author)] = "Anna";
  page.language = "en";
  page.template_id = "T-4";
  page.marks = {{Field::body, 5, 17, SelectorKind::phone, Service::none, "+17755550100"},
                {Field::body, 9, 17, SelectorKind::phone, Service::none, "+15550100"},
                {Field::body, 21, 26, SelectorKind::handle, Service::none, "anna"},
                {Field::body, 5000, 6000, SelectorKind::handle, Service::none, "outside"}};
  page.sightings = {{"posts.csv", "ab12", 100, 2200, 17, kFirstSeen, 1}};
  Neighbor n;
  n.post = make_post_line("P-9", "site:9", "");
  n.bits = 20.26;
  n.posterior = 0.9999;
  n.why = "phone +17755550100";
  page.neighbors = {n};
  page.neighbors_total = 3;
  return page;
}

TEST(PostPage, marks_selectors_and_says_where_it_came_from) {
  EXPECT_EQ(to_text(make_post_page(), {}), R"(P-1   site:1

posted    2026-01-03T00:00:00Z
place     Reno, US
author    Anna
language  en
network   N-17
template  T-4

title
  Work for you

body
  Call [[775 555 0100]]
  or [[@anna]]·[2J now,

  كلمنا

selectors
  phone +17755550100  body       5–17
  phone +15550100     body       9–17
  handle anna         body      21–26
  handle outside      body  5000–6000

where it was seen
  posts.csv  line 17  bytes 100 to 2,200  imported 2026-01-03T00:00:00Z
    sha256 ab12

linked with
  P-9  site:9  20.3 bits  99.99 %  phone +17755550100
  … 2 more
)");
}

TEST(PostPage, cuts_a_text_without_end_on_a_character) {
  PostPage page;
  page.post.id = "P-1";
  std::string& body = page.fields[static_cast<std::size_t>(Field::body)];
  for (int i = 0; i < 100000; ++i) body += "é ";
  page.marks = {{Field::body, 290000, 290002, SelectorKind::phone, Service::none, "+1"}};
  const std::string text = to_text(page, {.colors = true});
  EXPECT_LT(text.size(), 30000U);
  EXPECT_TRUE(is_utf8(text));
  EXPECT_NE(text.find("(300 kB in all)"), std::string::npos);
}

TEST(PostPage, as_json_has_the_text_as_stated) {
  const std::string json = to_json(make_post_page());
  EXPECT_NE(json.find(R"("body":"Call 775 555 0100\nor @anna\u001b[2J now,\n\nكلمنا")"),
            std::string::npos)
      << json;
  EXPECT_NE(
      json.find(
          R"("sha256":"ab12","begin":100,"end":2200,"line":17,"imported_at":"2026-01-03T00:00:00Z","version":1)"),
      std::string::npos)
      << json;
}

TEST(TemplatePage, shows_slots_and_fills) {
  TemplatePage page;
  page.id = "T-4";
  page.text = "Please call {1} today for work in {2}.";
  page.posts = 12;
  page.first = page.last = kFirstSeen;
  page.slots = {{"name?", {{"Anna", 8}, {"Mia", 4}}, 12, 2}, {"place", {{"Reno", 11}}, 11, 1}};
  page.networks = {{"N-17", 12}};
  page.fills = {{make_post_line("P-1", "site:1", ""), {"Anna", "Reno"}, {}},
                {make_post_line("P-2", "site:2", ""), {"Mia", ""}, {}}};
  EXPECT_EQ(to_text(page, {}), R"(T-4   12 posts, 2 slots

seen      2026-01-03
networks  N-17 12

wording
  Please call {1} today for work in {2}.

slots
  {1}  name?  2 values in 12 posts  Anna 8, Mia 4
  {2}  place   1 value in 11 posts  Reno 11

posts
                             {1}   {2}
  P-1  2026-01-03  Reno, US  Anna  Reno
  P-2  2026-01-03  Reno, US  Mia
  … 10 more
)");
  EXPECT_NE(to_text(page, {.colors = true}).find("call \x1b[36m{1}\x1b[0m today"),
            std::string::npos);
  EXPECT_NE(to_json(page).find(R"("fills":["Anna","Reno"])"), std::string::npos);
}

TEST(NetworksTable, is_a_ranked_list) {
  NetworksTable table;
  EXPECT_EQ(to_text(table, {}), "no networks\n");
  NetworkLine line;
  line.id = "N-17";
  line.posts = 1204;
  line.first_seen = kFirstSeen;
  line.last_seen = kFirstSeen + 88 * kDay;
  line.countries = {"US", "CA"};
  line.cities = {"Reno", "Elko", "Ely", "Fernley"};
  line.languages = {"en"};
  line.selectors = 14;
  line.templates = 3;
  line.top = "phone +17755550100";
  table.networks = {line};
  line.id = "N-3";
  line.posts = 2;
  line.cities = {"東京"};
  line.countries = {};
  table.networks.push_back(line);
  table.total = 40;
  table.posts = 100000;
  table.posts_in_networks = 30000;
  EXPECT_EQ(
      to_text(table, {}),
      R"(network  posts  seen                      places                       languages  selectors  wordings  mostly
N-17     1,204  2026-01-03 to 2026-04-01  Reno, Elko, Ely +1 · US, CA  en                14         3  phone +17755550100
N-3          2  2026-01-03 to 2026-04-01  東京                         en                14         3  phone +17755550100

40 networks, 2 shown; 30,000 of 100,000 posts are in one
)");
  EXPECT_TRUE(to_json(table).starts_with(
      R"({"total":40,"posts":100000,"posts_in_networks":30000,"networks":[{"id":"N-17","posts":1204)"));
}

}  // namespace
}  // namespace maillon::report
