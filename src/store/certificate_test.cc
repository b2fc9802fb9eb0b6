#include "store/certificate.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "store/store_test_util.h"

namespace maillon::store {
namespace {

constexpr int64_t kNow = 1'800'000'000, kDay = 86'400;

TEST(Certificate, IsKeptUntilItEndsOrLacksAName) {
  const TempDirectory dir;
  const std::string folder = dir / "tls";
  const std::vector<std::string> names = {"cases.example.org", "127.0.0.1", "::1"};
  const auto first = kept_certificate(folder, names, kNow);
  ASSERT_OK(first);
  EXPECT_EQ(certificate_end(first->certificates).value(), kNow + 396 * kDay);
  struct stat about {};
  ASSERT_EQ(::stat((folder + "/serve.key").c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);

  struct Row {
    const char* what;
    std::vector<std::string> names;
    int64_t now;
    bool is_same;
  };
  const Row rows[] = {
      {"the same", names, kNow, true},
      {"fewer names", {"127.0.0.1"}, kNow + 300 * kDay, true},
      {"ends soon", names, kNow + 390 * kDay, false},
      {"another name", {"cases.example.net"}, kNow + 390 * kDay, false},
      {"another address", {"cases.example.net", "10.0.0.1"}, kNow + 390 * kDay, false},
  };
  Sha256 before = certificate_fingerprint(first->certificates).value();
  for (const Row& row : rows) {
    const auto now = kept_certificate(folder, row.names, row.now);
    ASSERT_OK(now);
    const Sha256 is = certificate_fingerprint(now->certificates).value();
    EXPECT_EQ(is == before, row.is_same) << row.what;
    before = is;
  }
}

TEST(Certificate, WhatIsNoneIsRefused) {
  for (const char* text : {"", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n"}) {
    EXPECT_FAILS(certificate_fingerprint(text), Code::invalid_input, "PEM");
    EXPECT_FAILS(certificate_end(text), Code::invalid_input, "PEM");
  }
}

}  // namespace
}  // namespace maillon::store
