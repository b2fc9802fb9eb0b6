#include "extract/text/iban.h"

#include <gtest/gtest.h>

namespace maillon::extract {
namespace {

struct IbanCase {
  const char* text;
  const char* canonical;  // "" = refused
};

TEST(Iban, KnownNumbers) {
  // The examples of the registry, which stand for no account.
  const IbanCase kCases[] = {
      {"GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"},
      {"gb82west12345698765432", "GB82WEST12345698765432"},
      {"DE89 3704 0044 0532 0130 00", "DE89370400440532013000"},
      {"DE89-3704-0044-0532-0130-00", "DE89370400440532013000"},
      {"FR14 2004 1010 0505 0001 3M02 606", "FR1420041010050500013M02606"},
      {"ES91 2100 0418 4502 0005 1332", "ES9121000418450200051332"},
      {"IT60 X054 2811 1010 0000 0123 456", "IT60X0542811101000000123456"},
      {"PT50 0002 0123 1234 5678 9015 4", "PT50000201231234567890154"},
      {"RO49 AAAA 1B31 0075 9384 0000", "RO49AAAA1B31007593840000"},
      {"TR33 0006 1005 1978 6457 8413 26", "TR330006100519786457841326"},
      {"AE07 0331 2345 6789 0123 456", "AE070331234567890123456"},
      {"MT84MALT011000012345MTLCAST001S", "MT84MALT011000012345MTLCAST001S"},
      {"NO93 8601 1117 947", "NO9386011117947"},
      {"GB82 WEST 1234 5698 7654 33", ""},   // mod 97
      {"GB82 WEST 1234 5698 7654 3", ""},    // too short
      {"GB82 WEST 1234 5698 7654 321", ""},  // too long
      {"XX82 WEST 1234 5698 7654 32", ""},   // no such country
      {"US89 3704 0044 0532 0130 00", ""},   // a country without IBANs
      {"GBA2 WEST 1234 5698 7654 32", ""},   // check digits are digits
      {"GB82.WEST.1234.5698.7654.32", ""},
      {"", ""},
      {"GB", ""},
      {"GB82", ""},
  };
  for (const auto& [text, canonical] : kCases) {
    SCOPED_TRACE(text);
    EXPECT_EQ(check_iban(text).value_or(""), canonical);
  }
}

TEST(Iban, CheckDigitsThatAreNeverIssued) {
  // 97 + x and x give the same remainder: of each pair only 02 to 98 is issued.
  std::string iban = "DE00370400440532013000";
  int accepted = 0;
  for (int check = 0; check < 100; ++check) {
    iban[2] = static_cast<char>('0' + check / 10);
    iban[3] = static_cast<char>('0' + check % 10);
    accepted += check_iban(iban).has_value() ? 1 : 0;
  }
  EXPECT_EQ(accepted, 1);
}

TEST(Iban, MadeOnesHoldAndOneChangedDigitDoesNot) {
  for (const char* country : {"DE", "FR", "ES", "IT", "RO", "TR", "PT", "GB", "AE", "EG", "NL"}) {
    EXPECT_GT(iban_length(country), 0);
    for (uint64_t seed = 0; seed < 50; ++seed) {
      std::string iban = make_iban(country, seed);
      SCOPED_TRACE(iban);
      EXPECT_EQ(make_iban(country, seed), iban);
      EXPECT_EQ(check_iban(iban), iban);
      iban.back() = iban.back() == '7' ? '8' : '7';
      EXPECT_EQ(check_iban(iban), std::nullopt);
    }
  }
}

}  // namespace
}  // namespace maillon::extract
