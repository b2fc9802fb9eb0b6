#include "store/passwords.h"

#include <gtest/gtest.h>

#include "store/store_test_util.h"

namespace maillon::store {
namespace {

TEST(Passwords, AreHashedByArgon2id) {
  const auto hash = hash_password("correct horse battery");
  ASSERT_TRUE(hash);
  EXPECT_TRUE(hash->starts_with("$argon2id$v=19$m=65536,t=3,p=1$")) << *hash;
  EXPECT_TRUE(is_password("correct horse battery", *hash));
  for (const char* other : {"", "correct horse batterz", "correct horse battery ", "CORRECT"})
    EXPECT_FALSE(is_password(other, *hash)) << other;
  EXPECT_NE(*hash, *hash_password("correct horse battery"));  // salted
  EXPECT_FALSE(is_password("correct horse battery", "no hash at all"));
}

TEST(Passwords, ShortAndHugeOnesAreRefused) {
  EXPECT_FALSE(hash_password("elevenchars"));
  EXPECT_TRUE(hash_password("twelve chars"));
  EXPECT_FALSE(hash_password(std::string(kMostPassword + 1, 'x')));
}

// RFC 6238, appendix B, its SHA-1 rows; the last six of eight figures.
TEST(Totp, PublishedVectors) {
  const std::string secret = "12345678901234567890";
  const struct {
    int64_t time;
    const char* code;
  } rows[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
              {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
  for (const auto& row : rows) EXPECT_EQ(totp(secret, row.time / kTotpStep), row.code) << row.time;
}

TEST(Totp, OfThreeStepsAndNeverTwice) {
  const std::string secret = "12345678901234567890";
  constexpr int64_t kNow = 1'234'567'890, kStep = kNow / kTotpStep;
  const struct {
    int64_t step, used;
    bool is_taken;
  } rows[] = {{kStep, 0, true},          {kStep - 1, 0, true},    {kStep + 1, 0, true},
              {kStep - 2, 0, false},     {kStep + 2, 0, false},   {kStep, kStep, false},
              {kStep - 1, kStep, false}, {kStep + 1, kStep, true}};
  for (const auto& row : rows) {
    const auto step = totp_step(secret, totp(secret, row.step), kNow, row.used);
    EXPECT_EQ(step.has_value(), row.is_taken) << row.step - kStep << " " << row.used;
    EXPECT_EQ(step.value_or(row.step), row.step);
  }
  for (const char* code : {"", "1", "00592", "0059244", "abcdef"})
    EXPECT_FALSE(totp_step(secret, code, kNow, 0)) << code;
}

TEST(Totp, AddressForTelephones) {
  // RFC 4648's base 32 of the secret of RFC 6238.
  EXPECT_EQ(totp_address("ana@ngo.example", "12345678901234567890"),
            "otpauth://totp/Maillon:ana%40ngo.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&"
            "issuer=Maillon");
}

}  // namespace
}  // namespace maillon::store
