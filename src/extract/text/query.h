// A selector as a person types it, in any spelling.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/records.h"

namespace maillon::extract {

struct SelectorQuery {
  SelectorKind kind = SelectorKind::phone;
  Service service = Service::none;  // none = of any service
  std::string value;                // canonical, as in SelectorTable after validation
  friend bool operator==(const SelectorQuery&, const SelectorQuery&) = default;
};

// What the text can mean, the likeliest first: "+33 6 12 34 56 78", "06.12...",
// "zéro six ...", "@x", "t.me/x", "a (at) b . com", a URL, a wallet, an IBAN.
// `country` (ISO 3166-1 alpha-2, "" = none) is for phone numbers in national
// form. A bare word ("anna_92") is a handle of any service. Empty if the text is
// none of these.
std::vector<SelectorQuery> parse_selector_query(std::string_view text, std::string_view country);

// The digits after the trunk prefix ("0") of what can only be a phone number in national form,
// "0610 69-73.67" -> "610697367": the end of its E.164 form, whatever its country. "" for another
// text, for a number with its country code, and for fewer than 7 or more than 14 digits.
std::string national_digits(std::string_view text);

// Is that E.164 number one of these digits in some country?
bool is_national_form_of(std::string_view digits, std::string_view e164);

}  // namespace maillon::extract
