#include "extract/text/query.h"

#include <algorithm>

#include "base/utf8.h"
#include "extract/text/country.h"
#include "extract/text/domain.h"
#include "extract/text/finders.h"
#include "extract/text/fold.h"
#include "extract/text/handle.h"
#include "extract/text/phone_book.h"

namespace maillon::extract {
namespace {

constexpr std::size_t kMaxQuery = 4096;
constexpr std::size_t kLeastTyped = 7, kMostTyped = 14;
constexpr std::size_t kMostCountryCode = 3;

void add_once(std::vector<SelectorQuery>& out, SelectorQuery query) {
  if (std::find(out.begin(), out.end(), query) == out.end()) out.push_back(std::move(query));
}

// Valid numbers among the phone hits of a scan, the best first.
void add_phones(const Scan& scan, std::vector<SelectorQuery>& out) {
  std::vector<const Hit*> phones;
  for (const Hit& hit : scan.hits) {
    if (hit.kind == SelectorKind::phone) phones.push_back(&hit);
  }
  std::stable_sort(phones.begin(), phones.end(), [](const Hit* a, const Hit* b) {
    return read_phone_candidate(a->value).rank < read_phone_candidate(b->value).rank;
  });
  for (const Hit* hit : phones) {
    const PhoneCandidateView view = read_phone_candidate(hit->value);
    if (auto e164 = to_e164(view.number, view.region)) {
      // A number is the same number on any service.
      add_once(out, {SelectorKind::phone, Service::none, std::move(*e164)});
    }
  }
}

// The digits of a text that has nothing else but what may stand between them; else "".
std::string digits_among(std::string_view folded, std::string_view between) {
  std::string digits;
  for (const char c : folded) {
    if (is_digit(c)) {
      digits.push_back(c);
    } else if (between.find(c) == std::string_view::npos) {
      return "";
    }
  }
  return digits;
}

// Digits that a person types are meant as a phone even where a post's would not be.
void add_digits(std::string_view folded, const std::string& region,
                std::vector<SelectorQuery>& out) {
  const std::string digits = digits_among(folded, " +-.()/");
  if (digits.size() < 6 || digits.size() > 17) return;
  for (const std::string& number : {digits, "+" + digits}) {
    if (number[0] != '+' && region.empty()) continue;
    if (auto e164 = to_e164(number, region)) {
      add_once(out, {SelectorKind::phone, Service::none, std::move(*e164)});
      return;
    }
  }
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

std::vector<SelectorQuery> parse_selector_query(std::string_view text, std::string_view country) {
  std::vector<SelectorQuery> out;
  text = trimmed(text.substr(0, utf8_prefix(text, kMaxQuery)));
  if (text.empty()) return out;
  const std::string region = parse_country(country);
  Scan scan;
  run_finders(scan, text, PhoneContext{region});
  for (const Hit& hit : scan.hits) {
    if (hit.kind != SelectorKind::phone) add_once(out, {hit.kind, hit.service, hit.value});
  }
  add_phones(scan, out);
  if (!out.empty()) return out;
  add_digits(scan.text(), region, out);
  if (!out.empty()) return out;
  // A bare word is a name on some service; as long as an MD5, SHA-1 or SHA-256 and of hex digits,
  // it is the hash of a file.
  const std::string_view typed = scan.text();
  const bool may_be_hash = typed.size() == 32 || typed.size() == 40 || typed.size() == 64;
  if (may_be_hash && typed.find_first_not_of("0123456789abcdef") == std::string_view::npos)
    return out;
  std::string name(scan.text());
  if (name.starts_with('@')) name.erase(0, 1);
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  if (std::none_of(name.begin(), name.end(), letter)) return out;
  if (is_handle(Service::none, name) || is_handle(Service::instagram, name)) {
    out.push_back({SelectorKind::handle, Service::none, name});
  }
  return out;
}

std::string national_digits(std::string_view text) {
  text = trimmed(text);
  if (text.size() > kMaxQuery) return "";
  Folded folded;
  folded.assign(text);
  std::string digits = digits_among(folded.text(), " -.()/");
  if (digits.starts_with("00")) return "";
  if (digits.starts_with('0')) digits.erase(0, 1);
  if (digits.size() < kLeastTyped || digits.size() > kMostTyped) return "";
  return digits;
}

bool is_national_form_of(std::string_view digits, std::string_view e164) {
  if (!e164.starts_with('+') || !e164.ends_with(digits)) return false;
  std::string_view code = e164.substr(1, e164.size() - 1 - digits.size());
  if (code.size() > 1 && code.ends_with('0')) code.remove_suffix(1);  // Italy keeps the zero
  return !code.empty() && code.size() <= kMostCountryCode;
}

}  // namespace maillon::extract
