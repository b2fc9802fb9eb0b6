#include "extract/text/whole_selector.h"

#include <algorithm>

#include "extract/text/country.h"
#include "extract/text/finders.h"
#include "extract/text/phone_book.h"

namespace maillon::extract {
namespace {

constexpr std::size_t kMostTyped = 512;

bool is_mark(char c) {
  const auto byte = static_cast<unsigned char>(c);
  const auto letter = static_cast<unsigned char>(byte | 0x20U);
  return byte < 0x80 && (byte < '0' || byte > '9') && (letter < 'a' || letter > 'z');
}

}  // namespace

bool is_whole_selector(std::string_view text, std::string_view country) {
  if (text.size() > kMostTyped) return false;
  const std::string region = parse_country(country);
  const std::size_t first = std::min(text.find_first_not_of(" \t("), text.size());
  const std::string_view number = text.substr(first);
  const bool may_be_phone = number.starts_with('+') || number.starts_with("00") || !region.empty();
  Scan scan;
  run_finders(scan, text, PhoneContext{region});
  return std::any_of(scan.hits.begin(), scan.hits.end(), [&](const Hit& hit) {
    const bool is_whole = std::all_of(text.begin(), text.begin() + hit.begin, is_mark) &&
                          std::all_of(text.begin() + hit.end, text.end(), is_mark);
    if (!is_whole || hit.kind != SelectorKind::phone) return is_whole;
    const PhoneCandidateView view = read_phone_candidate(hit.value);
    return may_be_phone && to_e164(view.number, view.region).has_value();
  });
}

}  // namespace maillon::extract
