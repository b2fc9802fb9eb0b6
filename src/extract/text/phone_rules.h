// libphonenumber's judgement of a number, without its general machinery.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace maillon::extract {

struct PhoneVerdict {
  bool sure = false;                // false: only libphonenumber can say
  std::optional<std::string> e164;  // nothing: not valid
};

// What libphonenumber makes of digits, perhaps after a '+', written in `region`
// (ISO alpha-2 in capitals, "" if unknown): Parse, IsValidNumber and Format as E.164;
// with `mobile_only`, GetNumberType must allow a mobile number. Not sure of anything
// else than 3 to 20 digits, nor if PhoneRegions is not complete. Thread-safe.
PhoneVerdict judge_phone(std::string_view number, std::string_view region, bool mobile_only);

}  // namespace maillon::extract
