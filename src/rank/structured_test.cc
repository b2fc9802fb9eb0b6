#include "rank/structured.h"

#include <gtest/gtest.h>

namespace maillon::rank {
namespace {

// A case that is written post by post.
class Posts {
 public:
  struct Contact {
    SelectorKind kind;
    Service service;
    std::string value;
  };
  struct Post {
    int64_t hour = -1;  // since some day; -1 = not stated
    uint32_t country = 0, city = 0, author = 0, family = kNoPlace, network = kNoPlace;
    std::vector<Contact> contacts;
    std::optional<Pay> pay;
  };

  void add(const Post& post) {
    posted_.push_back(post.hour < 0 ? kNoTime : post.hour * 3600 + 60);
    country_.push_back(post.country), city_.push_back(post.city), author_.push_back(post.author);
    family_.push_back(post.family), network_.push_back(post.network), pay_.push_back(post.pay);
    for (const Contact& c : post.contacts) {
      uint32_t s = 0;
      while (s < value_.size() && value_[s] != c.value) ++s;
      if (s == value_.size()) {
        value_.push_back(c.value);
        kind_.push_back(static_cast<uint8_t>(c.kind));
        hub_.push_back(0);
      }
      hit_.push_back(s), service_.push_back(static_cast<uint8_t>(c.service));
    }
    offsets_.push_back(hit_.size());
  }
  void make_hub(uint32_t selector) { hub_[selector] = 1; }

  CaseColumns columns() const {
    CaseColumns c;
    c.posted_at = posted_, c.country = country_, c.city = city_, c.author = author_;
    c.family = family_, c.network = network_, c.hit_offsets = offsets_, c.hit_selector = hit_;
    c.hit_service = service_, c.kind = kind_, c.is_hub = hub_, c.value = &value_, c.pay = pay_;
    return c;
  }

 private:
  std::vector<int64_t> posted_;
  std::vector<uint32_t> country_, city_, author_, family_, network_, hit_;
  std::vector<uint64_t> offsets_{0};
  std::vector<uint8_t> service_, kind_, hub_;
  StringColumn value_;
  std::vector<std::optional<Pay>> pay_;
};

const Posts::Contact kPhone{SelectorKind::phone, Service::none, "+17755550100"};
const Posts::Contact kWhatsapp{SelectorKind::phone, Service::whatsapp, "+17755550101"};
const Posts::Contact kTelegram{SelectorKind::handle, Service::telegram, "jobs"};
const Posts::Contact kOwnMail{SelectorKind::email, Service::none, "hr@farm.example"};
const Posts::Contact kFreeMail{SelectorKind::email, Service::none, "x@gmail.com"};
const Posts::Contact kOwnPage{SelectorKind::url, Service::none, "https://farm.example"};
const Posts::Contact kInvite{SelectorKind::url, Service::none, "https://t.me/jobs"};

TEST(Structured, ContactsSayHowOpenTheyAre) {
  const struct {
    std::vector<Posts::Contact> contacts;
    Fact only_messenger, no_employer;
  } rows[] = {{{}, Fact::not_stated, Fact::not_stated},
              {{kPhone}, Fact::not_seen, Fact::seen},
              {{kWhatsapp}, Fact::seen, Fact::seen},
              {{kTelegram, kInvite}, Fact::seen, Fact::seen},
              {{kTelegram, kFreeMail}, Fact::not_seen, Fact::seen},
              {{kTelegram, kOwnMail}, Fact::not_seen, Fact::not_seen},
              {{kOwnPage}, Fact::not_seen, Fact::not_seen}};
  for (const auto& row : rows) {
    Posts posts;
    Posts::Post post;
    post.contacts = row.contacts;
    posts.add(post);
    EXPECT_EQ(contact_only_by_messenger(posts.columns())[0], row.only_messenger);
    EXPECT_EQ(no_verifiable_employer(posts.columns())[0], row.no_employer);
  }
}

TEST(Structured, OneContactUnderManyNames) {
  Posts posts;
  for (uint32_t name = 1; name <= 3; ++name)
    posts.add({0, 1, 1, name, kNoPlace, kNoPlace, {kPhone}, {}});
  posts.add({0, 1, 1, 9, kNoPlace, kNoPlace, {kOwnMail}, {}});
  const auto facts = one_contact_many_names(posts.columns());
  EXPECT_EQ(facts[0], Fact::seen);
  EXPECT_EQ(facts[3], Fact::not_seen);
  posts.make_hub(0);
  EXPECT_EQ(one_contact_many_names(posts.columns())[0], Fact::not_seen);
}

TEST(Structured, OneContactInManyTowns) {
  for (const int64_t apart : {24 * 20, 24 * 40}) {  // four towns within 60 and 120 days
    Posts posts;
    for (uint32_t town = 1; town <= 4; ++town) {
      posts.add({apart * town, 1, town, 1, kNoPlace, kNoPlace, {kPhone}, {}});
    }
    EXPECT_EQ(one_contact_many_names(posts.columns())[0],
              apart == 24 * 20 ? Fact::seen : Fact::not_seen);
  }
}

TEST(Structured, OneWordingUnderManyNames) {
  Posts posts;
  for (const uint32_t name : {1U, 2U, 3U}) posts.add({0, 1, 1, name, 0, kNoPlace, {}, {}});
  for (const uint32_t name : {1U, 1U}) posts.add({0, 1, 1, name, 1, kNoPlace, {}, {}});
  posts.add({0, 1, 1, 0, 2, kNoPlace, {}, {}});
  const auto facts = same_wording_many_names(posts.columns());
  EXPECT_EQ(facts[0], Fact::seen);
  EXPECT_EQ(facts[3], Fact::not_seen);
  EXPECT_EQ(facts[5], Fact::not_stated);
}

TEST(Structured, ARouteNeedsTwoCountries) {
  Posts posts;
  for (const uint32_t country : {1U, 2U}) posts.add({0, country, 1, 1, kNoPlace, 0, {}, {}});
  for (const uint32_t country : {1U, 0U}) posts.add({0, country, 1, 1, kNoPlace, 1, {}, {}});
  const auto facts = route_over_borders(posts.columns());
  EXPECT_EQ(facts[0], Fact::seen);
  EXPECT_EQ(facts[2], Fact::not_seen);
}

TEST(Structured, ABurstIsManyPostsInAnHourAndTwoTowns) {
  const struct {
    int64_t hours_apart;
    uint32_t towns;
    Fact fact;
  } rows[] = {{0, 2, Fact::seen}, {0, 1, Fact::not_seen}, {1, 2, Fact::not_seen}};
  for (const auto& row : rows) {
    Posts posts;
    for (uint32_t i = 0; i < 10; ++i) {
      posts.add({5 + row.hours_apart * i, 1, 1 + i % row.towns, 1, kNoPlace, 0, {}, {}});
    }
    EXPECT_EQ(posting_rhythm(posts.columns())[0], row.fact) << row.hours_apart << row.towns;
  }
}

TEST(Structured, PayIsComparedWithinACountryAndCurrency) {
  Posts posts;
  for (uint32_t i = 0; i < 30; ++i) {
    posts.add({0, 1, 1, 1, kNoPlace, kNoPlace, {}, Pay{1500.0 + 10 * i, 1}});
  }
  posts.add({0, 1, 1, 1, kNoPlace, kNoPlace, {}, Pay{9000, 1}});
  posts.add({0, 2, 1, 1, kNoPlace, kNoPlace, {}, Pay{9000, 1}});  // too few to compare with
  posts.add({0, 1, 1, 1, kNoPlace, kNoPlace, {}, {}});
  const auto facts = pay_out_of_line(posts.columns());
  EXPECT_EQ(facts[0], Fact::not_seen);
  EXPECT_EQ(facts[30], Fact::seen);
  EXPECT_EQ(facts[31], Fact::not_stated);
  EXPECT_EQ(facts[32], Fact::not_stated);
}

TEST(Structured, NamesAreRead) {
  for (std::size_t r = 0; r < kRules; ++r) {
    EXPECT_EQ(parse_rule(to_name(static_cast<Rule>(r))), static_cast<Rule>(r));
  }
  EXPECT_FALSE(parse_rule("magic"));
}

}  // namespace
}  // namespace maillon::rank
