// The library takes 18 microseconds for a number, nearly all of it for making ICU's
// matchers, converting to UTF-16 and back and asking patterns that have nothing to
// do with plain digits (extensions, punctuation, letters). What it does with digits
// is little, and is done here on its own metadata, step for step under the names of
// its source (phonenumberutil.cc; the same in 8.12.57 and in 2026). The property
// test holds the two together; whoever changes a line here runs its slow part.
#include "extract/text/phone_rules.h"

#include <algorithm>
#include <cstddef>

#include "extract/text/phone_regions.h"

namespace maillon::extract {
namespace {

constexpr std::size_t kLeastDigits = 3, kMostDigits = 20;
constexpr std::size_t kLeastNational = 2, kMostNational = 17;

bool is_plain(std::string_view digits) {
  return digits.size() >= kLeastDigits && digits.size() <= kMostDigits &&
         std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string transformed(std::string_view rule, const DigitPrefix& prefix, std::string_view rest) {
  std::string out;
  for (std::size_t i = 0; i < rule.size(); ++i) {
    if (rule[i] == '$') {
      out += prefix.groups[static_cast<std::size_t>(rule[++i] - '1')];
    } else {
      out += rule[i];
    }
  }
  out += rest;
  return out;
}

// MaybeStripNationalPrefixAndCarrierCode: the number without "0", with "9" for "15".
std::string strip_national_prefix(const PhoneRegion& region, std::string_view number) {
  if (!region.national_prefix) return std::string(number);
  const auto prefix = region.national_prefix->match_prefix(number);
  if (!prefix) return std::string(number);
  std::string rest(number.substr(prefix->all.size()));
  const std::size_t groups = region.national_prefix->groups();
  // With two groups the first is the carrier.
  if (!region.transform.empty() && groups > 0 && !prefix->groups[groups > 1 ? 1 : 0].empty()) {
    rest = transformed(region.transform, *prefix, rest);
  }
  if (region.general.pattern.matches(number) && !region.general.pattern.matches(rest)) {
    return std::string(number);
  }
  return rest;
}

// TestNumberLength: TOO_LONG.
bool is_too_long(const PhoneRegion& region, std::size_t length) {
  return !region.local_only.has(length) && length > region.longest;
}

// TestNumberLength: IS_POSSIBLE or TOO_LONG.
bool keeps_stripped(const PhoneRegion& region, std::size_t length) {
  return !region.local_only.has(length) && (region.possible.has(length) || length > region.longest);
}

// A number on its way from what was written to what is dialled within a country.
struct Reading {
  enum class Error { none, too_short, no_such_code };
  std::string national;
  std::size_t calling_code = 0;  // 0: not stated
  Error error = Error::none;
};

// ExtractCountryCode.
Reading take_calling_code(std::string_view digits) {
  if (digits.size() <= kLeastNational) return {"", 0, Reading::Error::too_short};
  std::size_t code = 0;
  for (std::size_t i = 0; i < 3 && digits[0] != '0'; ++i) {
    code = code * 10 + static_cast<std::size_t>(digits[i] - '0');
    if (!PhoneRegions::get().with_calling_code(code).empty()) {
      return {std::string(digits.substr(i + 1)), code, Reading::Error::none};
    }
  }
  return {"", 0, Reading::Error::no_such_code};
}

// MaybeExtractCountryCode. `home` may be null.
Reading read_calling_code(const PhoneRegion* home, std::string_view digits, bool plus) {
  if (plus) return take_calling_code(digits);
  if (home == nullptr) return {std::string(digits), 0, Reading::Error::none};
  if (const auto prefix = home->international_prefix.match_prefix(digits)) {
    const std::string_view rest = digits.substr(prefix->all.size());
    if (rest.empty() || rest[0] != '0') return take_calling_code(rest);
  }
  if (digits.starts_with(home->calling_digits)) {
    std::string rest = strip_national_prefix(*home, digits.substr(home->calling_digits.size()));
    const DigitPattern& general = home->general.pattern;
    if ((!general.matches(digits) && general.matches(rest)) || is_too_long(*home, digits.size())) {
      return {std::move(rest), home->calling_code, Reading::Error::none};
    }
  }
  return {std::string(digits), 0, Reading::Error::none};
}

// ParseHelper: the national number and the region whose rules it was read by, null
// if there is no such number.
const PhoneRegion* parse(const PhoneRegion* home, std::string_view digits, bool plus,
                         std::string& national) {
  if (!plus && home == nullptr) return nullptr;
  Reading reading = read_calling_code(home, digits, plus);
  if (plus && reading.error == Reading::Error::no_such_code) {
    reading = read_calling_code(home, digits, false);
    if (reading.calling_code == 0) return nullptr;
  }
  if (reading.error != Reading::Error::none) return nullptr;
  const PhoneRegion* region = reading.calling_code == 0
                                  ? home
                                  : PhoneRegions::get().with_calling_code(reading.calling_code)[0];
  if (reading.national.size() < kLeastNational) return nullptr;
  national = strip_national_prefix(*region, reading.national);
  if (!keeps_stripped(*region, national.size())) national = std::move(reading.national);
  if (national.size() < kLeastNational || national.size() > kMostNational) return nullptr;
  return region;
}

bool is_other_type(const PhoneRegion& region, std::string_view national) {
  return std::any_of(region.other_types.begin(), region.other_types.end(),
                     [&](const PhoneType& type) { return type.matches(national); });
}

// GetNumberTypeHelper: anything but UNKNOWN. The common types first.
bool has_type(const PhoneRegion& region, std::string_view national) {
  if (!region.general.matches(national)) return false;
  return (!region.mobile_as_fixed_line && region.mobile.matches(national)) ||
         region.fixed_line.matches(national) || is_other_type(region, national);
}

// GetNumberTypeHelper: MOBILE or FIXED_LINE_OR_MOBILE.
bool is_mobile(const PhoneRegion& region, std::string_view national) {
  const PhoneType& type = region.mobile_as_fixed_line ? region.fixed_line : region.mobile;
  return region.general.matches(national) && type.matches(national) &&
         !is_other_type(region, national);
}

// GetRegionCodeForNumber and what IsValidNumber asks of that region.
bool is_valid(const std::vector<const PhoneRegion*>& regions, std::string_view national,
              bool mobile_only) {
  const auto holds = [&](const PhoneRegion& region) {
    return mobile_only ? is_mobile(region, national) : has_type(region, national);
  };
  if (regions.size() == 1) return holds(*regions[0]);
  for (const PhoneRegion* region : regions) {
    if (region->leading_digits ? region->leading_digits->match_prefix(national).has_value()
                               : has_type(*region, national)) {
      return holds(*region);
    }
  }
  return false;
}

}  // namespace

PhoneVerdict judge_phone(std::string_view number, std::string_view region, bool mobile_only) {
  const PhoneRegions& world = PhoneRegions::get();
  const bool plus = number.starts_with('+');
  if (plus) number.remove_prefix(1);
  const bool known_form = is_plain(number) && (region.empty() || region.size() == 2);
  if (!known_form || !world.complete()) return {};
  std::string national;
  const PhoneRegion* read_by = parse(world.find(region), number, plus, national);
  if (read_by == nullptr) return {true, {}};
  if (!is_valid(world.with_calling_code(read_by->calling_code), national, mobile_only)) {
    return {true, {}};
  }
  return {true, "+" + read_by->calling_digits + national};
}

}  // namespace maillon::extract
