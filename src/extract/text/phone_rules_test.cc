// The library is the oracle: phone_rules.h must say what it says, whatever the number.
#include "extract/text/phone_rules.h"

#include <array>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <phonenumbers/phonenumberutil.h>

#include "extract/text/phone_book.h"
#include "extract/text/phone_regions.h"

namespace maillon::extract {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

struct Example {
  std::string calling_code, national, region, trunk;
};

Example to_example(const PhoneNumber& number, const std::string& region) {
  const PhoneNumberUtil* util = PhoneNumberUtil::GetInstance();
  Example out{std::to_string(number.country_code()), {}, region, {}};
  util->GetNationalSignificantNumber(number, &out.national);
  if (!region.empty()) util->GetNddPrefixForRegion(region, true, &out.trunk);
  return out;
}

// The library's own examples, for each region and type.
std::vector<Example> examples(const std::set<std::string>& regions) {
  const PhoneNumberUtil* util = PhoneNumberUtil::GetInstance();
  std::vector<Example> out;
  PhoneNumber number;
  for (const std::string& region : regions) {
    for (int type = 0; type <= PhoneNumberUtil::kMaxNumberType; ++type) {
      const auto of = static_cast<PhoneNumberUtil::PhoneNumberType>(type);
      if (util->GetExampleNumberForType(region, of, &number)) {
        out.push_back(to_example(number, region));
      }
    }
  }
  std::set<int> codes;
  util->GetSupportedGlobalNetworkCallingCodes(&codes);
  for (const int code : codes) {
    if (util->GetExampleNumberForNonGeoEntity(code, &number)) out.push_back(to_example(number, ""));
  }
  return out;
}

// Numbers as somebody may write or mistype them.
class Numbers {
 public:
  explicit Numbers(uint64_t seed) : random_(seed) {
    std::set<std::string> regions;
    PhoneNumberUtil::GetInstance()->GetSupportedRegions(&regions);
    regions_.assign(regions.begin(), regions.end());
    examples_ = examples(regions);
  }

  const std::vector<Example>& known() const { return examples_; }

  struct Asked {
    std::string number, region;
  };
  Asked next() {
    const Example& example = any(examples_);
    Asked out{example.national, below(4) == 0 ? any(regions_) : example.region};
    if (below(10) == 0) {
      out.number = digits(1 + below(21));
      if (below(3) == 0) out.number.insert(0, "+");
    } else {
      mistype(out.number);
      out.number.insert(0, before(example));
    }
    if (below(20) == 0) out.region = below(3) == 0 ? "XQ" : "";
    return out;
  }
  std::size_t below(std::size_t n) { return random_() % n; }

 private:
  template <typename T>
  const T& any(const std::vector<T>& all) {
    return all[below(all.size())];
  }
  char digit() { return static_cast<char>('0' + below(10)); }
  std::string digits(std::size_t count) {
    std::string out(count, '0');
    for (char& c : out) c = digit();
    return out;
  }

  void mistype(std::string& number) {
    switch (below(6)) {
      case 0:
        number.erase(below(number.size()), 1);
        break;
      case 1:
        number.insert(below(number.size() + 1), 1, digit());
        break;
      case 2:
        for (std::size_t i = below(6); i < number.size(); ++i) number[i] = digit();
        break;
      case 3:
        break;
      default:
        for (std::size_t left = 1 + below(3); left > 0; --left) {
          number[below(number.size())] = digit();
        }
    }
  }

  std::string before(const Example& example) {
    const std::string& code = example.calling_code;
    switch (below(8)) {
      case 0:
        return "+" + code;
      case 1:
        return code;
      case 2:
        return example.trunk;
      case 3:
        return "+" + code + example.trunk;
      case 4:
        return code + example.trunk;
      case 5:
        return prefix() + code;
      case 6:
        return prefix();
      default:
        return "";
    }
  }
  std::string prefix() {
    static const std::vector<std::string> prefixes = {"00", "011",  "810", "0011", "001", "+0",
                                                      "0",  "+011", "+00", "1",    "8",   "15"};
    return any(prefixes);
  }

  std::mt19937_64 random_;
  std::vector<std::string> regions_;
  std::vector<Example> examples_;
};

void expect_same(const std::string& number, const std::string& region, bool mobile_only) {
  const PhoneVerdict verdict = judge_phone(number, region, mobile_only);
  const std::size_t digits = number.size() - (number.starts_with('+') ? 1 : 0);
  ASSERT_EQ(verdict.sure, digits >= 3 && digits <= 20) << number << " " << region;
  if (!verdict.sure) return;
  EXPECT_EQ(verdict.e164.value_or("not valid"),
            ask_libphonenumber(number, region, mobile_only).value_or("not valid"))
      << number << " in '" << region << "', " << (mobile_only ? "mobile" : "any type");
}

void expect_same_of(std::size_t count, uint64_t seed) {
  Numbers numbers(seed);
  for (std::size_t i = 0; i < count; ++i) {
    const Numbers::Asked asked = numbers.next();
    expect_same(asked.number, asked.region, numbers.below(3) == 0);
  }
}

class PhoneRules : public testing::Test {
 protected:
  void SetUp() override {
    if (!PhoneRegions::get().complete()) GTEST_SKIP() << "this libphonenumber keeps its metadata";
  }
};

TEST_F(PhoneRules, EveryExample) {
  Numbers numbers(1);
  ASSERT_GT(numbers.known().size(), 1000U);
  for (const Example& example : numbers.known()) {
    for (const bool mobile_only : {false, true}) {
      expect_same(example.national, example.region, mobile_only);
      expect_same(example.trunk + example.national, example.region, mobile_only);
      expect_same("+" + example.calling_code + example.national, "", mobile_only);
      expect_same(example.calling_code + example.national, example.region, mobile_only);
    }
    const std::string whole = "+" + example.calling_code + example.national;
    EXPECT_TRUE(judge_phone(whole, "", false).e164) << whole;
  }
}

TEST_F(PhoneRules, LikeLibphonenumber) {
  expect_same_of(40'000, 2);
}
TEST_F(PhoneRules, SlowLikeLibphonenumber) {
  expect_same_of(1'000'000, 3);
}

TEST_F(PhoneRules, NotSure) {
  for (const char* number :
       {"", "+", "12", "+12", "0612 345 678", "0612345678 ext. 9", "++33612345678", "١٢٣٤٥٦٧٨٩",
        "123456789012345678901", "0800FLOWERS", "tel:0612345678"}) {
    EXPECT_FALSE(judge_phone(number, "FR", false).sure) << number;
  }
  EXPECT_FALSE(judge_phone("0612345678", "001", false).sure);
}

}  // namespace
}  // namespace maillon::extract
