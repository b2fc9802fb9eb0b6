#include "extract/text/phone_book.h"

#include <phonenumbers/phonenumberutil.h>

#include "base/ascii.h"
#include "extract/text/phone_rules.h"

namespace maillon::extract {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

}  // namespace

std::string phone_candidate(std::string_view number, std::string_view region, int rank) {
  std::string out(number);
  out += ';';
  out += region;
  out += ';';
  out += static_cast<char>('0' + rank);
  return out;
}

PhoneCandidateView read_phone_candidate(std::string_view candidate) {
  PhoneCandidateView view;
  const std::size_t first = candidate.find(';');
  const std::size_t last = candidate.rfind(';');
  if (first == std::string_view::npos || last <= first || last + 2 != candidate.size()) return view;
  view.number = candidate.substr(0, first);
  view.region = candidate.substr(first + 1, last - first - 1);
  view.rank = candidate.back() - '0';
  return view;
}

std::optional<std::string> to_e164(std::string_view number, std::string_view region) {
  const bool guessed = !region.empty() && region[0] >= 'a';
  const bool mobile_only = guessed && !number.starts_with('+');
  const std::string in = to_upper(region);
  PhoneVerdict verdict = judge_phone(number, in, mobile_only);
  if (verdict.sure) return std::move(verdict.e164);
  return ask_libphonenumber(number, in, mobile_only);
}

std::optional<std::string> ask_libphonenumber(std::string_view number, std::string_view region,
                                              bool mobile_only) {
  const PhoneNumberUtil* util = PhoneNumberUtil::GetInstance();
  PhoneNumber parsed;
  const std::string in(region.empty() ? "ZZ" : region);
  if (util->Parse(std::string(number), in, &parsed) != PhoneNumberUtil::NO_PARSING_ERROR) return {};
  if (!util->IsValidNumber(parsed)) return {};
  if (mobile_only) {
    const auto type = util->GetNumberType(parsed);
    if (type != PhoneNumberUtil::MOBILE && type != PhoneNumberUtil::FIXED_LINE_OR_MOBILE) return {};
  }
  parsed.clear_extension();
  std::string out;
  util->Format(parsed, PhoneNumberUtil::E164, &out);
  return out;
}

}  // namespace maillon::extract
