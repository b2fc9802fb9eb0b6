#include "store/people.h"

#include <gtest/gtest.h>

#include "store/case_test_util.h"
#include "store/passwords.h"
#include "store/sqlite.h"

namespace maillon::store {
namespace {

constexpr const char* kPassword = "four unrelated words here";
constexpr int64_t kNow = 1'700'000'000;

People open_with(const TempDirectory& dir, const std::vector<std::string>& names) {
  auto people = People::open(dir / "people");
  EXPECT_TRUE(people);
  for (const std::string& name : names) EXPECT_TRUE(people->add(name, kPassword, false, by(kNow)));
  return *std::move(people);
}

TEST(People, AreKeptAndLetIn) {
  const TempDirectory dir;
  open_with(dir, {"ana", "ben@ngo.example"});
  People people = open_with(dir, {});
  EXPECT_EQ(people.accounts()->size(), 2U);
  const struct {
    const char *name, *password;
    LogIn outcome;
  } rows[] = {{"ana", kPassword, LogIn::let_in},
              {"ana", "four unrelated words", LogIn::refused},
              {"ben@ngo.example", kPassword, LogIn::let_in},
              {"Ana", kPassword, LogIn::refused},
              {"", "", LogIn::refused},
              {"ana' OR 1=1 --", kPassword, LogIn::refused}};
  for (const auto& row : rows)
    EXPECT_EQ(*people.log_in(row.name, row.password, "", kNow), row.outcome) << row.name;
  ASSERT_OK(people.set_disabled("ana", true, by(kNow)));
  EXPECT_EQ(*people.log_in("ana", kPassword, "", kNow), LogIn::refused);
  EXPECT_TRUE(people.accounts()->front().is_disabled);
  // The file holds no password, and is its owner's.
  std::ifstream file(dir / "people/people.db", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(bytes.find(kPassword), std::string::npos);
  EXPECT_EQ(
      std::filesystem::status(dir / "people/people.db").permissions() & std::filesystem::perms::all,
      std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(People, RefusedNamesAndPasswords) {
  const TempDirectory dir;
  People people = open_with(dir, {"ana"});
  for (const std::string& name : {std::string(), std::string("a b"), std::string("-x"),
                                  std::string(65, 'a'), std::string("a\nb"), std::string("../x")})
    EXPECT_FAILS(people.add(name, kPassword, false, by()), Code::invalid_input, "name");
  EXPECT_FAILS(people.add("ana", kPassword, false, by()), Code::invalid_input, "already");
  EXPECT_FAILS(people.add("eve", "short", false, by()), Code::invalid_input, "12 characters");
  EXPECT_FAILS(people.set_password("eve", kPassword, by()), Code::not_found, "eve");
  EXPECT_FAILS(people.set_disabled("eve", true, by()), Code::not_found, "eve");
  EXPECT_FAILS(people.set_role("eve", {"c", "c", Role::viewer}, by()), Code::not_found, "eve");
  EXPECT_FAILS(people.revoke_token(7, by()), Code::not_found, "token 7");
}

TEST(People, AreLockedOutForLongerAndLonger) {
  const TempDirectory dir;
  People people = open_with(dir, {"ana", "ben"});
  int64_t now = kNow;
  for (int i = 0; i < kFailuresAllowed; ++i)
    EXPECT_EQ(*people.log_in("ana", "wrong wrong wrong", "", now), LogIn::refused);
  // Not even the right password, but others are let in.
  EXPECT_EQ(*people.log_in("ana", kPassword, "", now), LogIn::locked);
  EXPECT_EQ(*people.log_in("ana", kPassword, "", now + kFirstLock - 1), LogIn::locked);
  EXPECT_EQ(*people.log_in("ben", kPassword, "", now), LogIn::let_in);
  now += kFirstLock;
  EXPECT_EQ(*people.log_in("ana", "wrong wrong wrong", "", now), LogIn::refused);
  EXPECT_EQ(*people.log_in("ana", kPassword, "", now + 2 * kFirstLock - 1), LogIn::locked);
  EXPECT_EQ(*people.log_in("ana", kPassword, "", now + 2 * kFirstLock), LogIn::let_in);
  // Success starts the count anew.
  EXPECT_EQ(*people.log_in("ana", "wrong wrong wrong", "", now + 1000), LogIn::refused);
  EXPECT_EQ(*people.log_in("ana", kPassword, "", now + 1000), LogIn::let_in);
}

TEST(People, SecondFactor) {
  const TempDirectory dir;
  People people = open_with(dir, {"ana"});
  const auto secret = people.make_second_factor("ana", by());
  ASSERT_TRUE(secret);
  const std::string code = totp(*secret, kNow / kTotpStep);
  EXPECT_EQ(*people.log_in("ana", kPassword, "", kNow), LogIn::refused);
  EXPECT_EQ(*people.log_in("ana", "wrong wrong wrong", code, kNow), LogIn::refused);
  EXPECT_EQ(*people.log_in("ana", kPassword, code, kNow), LogIn::let_in);
  EXPECT_EQ(*people.log_in("ana", kPassword, code, kNow), LogIn::refused);  // once
  ASSERT_OK(people.drop_second_factor("ana", by()));
  EXPECT_EQ(*people.log_in("ana", kPassword, "", kNow), LogIn::let_in);
}

TEST(People, RolesAreOfOneCase) {
  const TempDirectory dir;
  auto one = Case::create(dir / "one", by(1)), two = Case::create(dir / "two", by(1));
  const std::string first = *case_identity(*one), second = *case_identity(*two);
  EXPECT_EQ(first.size(), 32U);
  EXPECT_NE(first, second);
  People people = open_with(dir, {"ana"});
  ASSERT_OK(people.add("root", kPassword, true, by()));
  ASSERT_OK(people.set_role("ana", {first, "one", Role::analyst}, by()));
  EXPECT_EQ(*people.role("ana", first), Role::analyst);
  EXPECT_EQ(*people.role("ana", second), Role::none);
  EXPECT_EQ(*people.role("nobody", first), Role::none);
  ASSERT_OK(people.set_role("ana", {first, "one", Role::viewer}, by()));
  EXPECT_EQ(*people.role("ana", first), Role::viewer);
  ASSERT_OK(people.set_disabled("ana", true, by()));
  EXPECT_EQ(*people.role("ana", first), Role::none);
  ASSERT_OK(people.set_disabled("ana", false, by()));
  ASSERT_OK(people.set_role("ana", {first, "one", Role::none}, by()));
  EXPECT_EQ(*people.role("ana", first), Role::none);
  EXPECT_FAILS(people.set_role("root", {first, "one", Role::viewer}, by()), Code::invalid_input,
               "sees no case");
  for (const Role role : {Role::none, Role::viewer, Role::analyst, Role::reviewer, Role::exporter})
    EXPECT_EQ(role_of(to_name(role)), role);
  EXPECT_EQ(role_of("owner"), std::nullopt);
}

TEST(People, AChangedLogIsSaid) {
  const TempDirectory dir;
  Progress silent;
  VerifyReport report;
  {
    People people = open_with(dir, {"ana", "ben"});
    const auto entries = people.log(report, silent);
    ASSERT_OK(entries);
    ASSERT_EQ(entries->size(), 2U);
    EXPECT_EQ(entries->front().detail, R"({"account":"ana","administrator":"no"})");
    EXPECT_FALSE(report.damaged());
  }
  auto database = Database::open(dir / "people/people.db", Database::Mode::create);
  ASSERT_OK(database);
  ASSERT_OK(database->execute("UPDATE log SET text = replace(text, 'ana', 'eva') WHERE seq = 0"));
  const auto people = People::open(dir / "people");
  ASSERT_OK(people);
  ASSERT_OK(people->log(report, silent));
  ASSERT_TRUE(report.damaged());
  EXPECT_EQ(report.findings.front().where, "log entry 0");
}

TEST(People, TokensHaveAScopeAndAnEnd) {
  const TempDirectory dir;
  People people = open_with(dir, {});
  const auto token = people.make_token("uploads", "match", kNow + 100, by());
  ASSERT_TRUE(token);
  EXPECT_EQ(token->size(), 48U);
  const struct {
    std::string token, scope;
    int64_t now;
    bool is_good;
  } rows[] = {{*token, "match", kNow, true},        {*token, "match", kNow + 99, true},
              {*token, "match", kNow + 100, false}, {*token, "read", kNow, false},
              {*token + "0", "match", kNow, false}, {"", "match", kNow, false}};
  for (const auto& row : rows)
    EXPECT_EQ(people.find_token(row.token, row.scope, row.now)->has_value(), row.is_good)
        << row.scope;
  ASSERT_OK(people.revoke_token(people.tokens()->front().id, by()));
  EXPECT_FALSE(people.find_token(*token, "match", kNow)->has_value());
}

}  // namespace
}  // namespace maillon::store
