#include "tasks/case_data.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/hash.h"
#include "extract/text/query.h"
#include "tasks/derived_io.h"
#include "tasks/freshness.h"
#include "tasks/pictures/listings.h"

namespace maillon::tasks {
namespace {

constexpr int kPostDigits = 12;
constexpr int kSelectorDigits = 12;
constexpr std::size_t kPictureDigits = 12;
constexpr std::size_t kMostTyped = 4096;
constexpr std::size_t kLeastDigits = 6;  // of an identifier typed in part

std::optional<uint64_t> parse_number(std::string_view digits, int base) {
  uint64_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits.empty())
    return std::nullopt;
  return value;
}

uint64_t selector_hash(const Selectors& s, uint32_t index) {
  return hash64(s.value[index], uint64_t{s.kind[index]} << 8 | s.service[index]);
}

// The number that hex digits begin, and how many bits of a 64-bit hash they leave open;
// nothing if they are too few to be meant so, or more than an identifier has.
struct HexPrefix {
  uint64_t value = 0;
  int shift = 0;
};
std::optional<HexPrefix> parse_prefix(std::string_view digits, std::size_t most) {
  const auto value = parse_number(digits, 16);
  if (!value || digits.size() < kLeastDigits || digits.size() > most) return std::nullopt;
  return HexPrefix{*value, 64 - 4 * static_cast<int>(digits.size())};
}

void find_posts_by_key(const Posts& posts, std::string_view digits, std::vector<Target>& out) {
  const auto prefix = parse_prefix(digits, kPostDigits);
  if (!prefix) return;
  const int shift = prefix->shift;
  auto at = std::lower_bound(posts.key_high.begin(), posts.key_high.end(), prefix->value << shift);
  for (; at != posts.key_high.end() && *at >> shift == prefix->value; ++at) {
    out.push_back({Target::post, static_cast<uint32_t>(at - posts.key_high.begin())});
  }
}

void find_selectors_by_hash(const Selectors& selectors, std::string_view digits,
                            std::vector<Target>& out) {
  const auto prefix = parse_prefix(digits, kSelectorDigits);
  if (!prefix) return;
  for (uint32_t s = 0; s < selectors.size(); ++s) {
    if (selector_hash(selectors, s) >> prefix->shift == prefix->value)
      out.push_back({Target::selector, s});
  }
}

// A picture stands for all that show the same.
void find_pictures(const CaseData& data, std::string_view digits, std::vector<Target>& out) {
  const Pictures& pictures = data.pictures;
  for (uint32_t p = 0; p < pictures.count(); ++p) {
    if (!pictures.sha256[p].starts_with(digits)) continue;
    const auto s = data.selectors.find(SelectorKind::image, Service::none,
                                       picture_id(pictures, pictures.group[p]));
    const auto is_known = [&](const Target& t) { return t.index == *s; };
    if (s && std::none_of(out.begin(), out.end(), is_known)) out.push_back({Target::selector, *s});
  }
}

void find_typed(const CaseData& data, char type, std::string_view rest, std::vector<Target>& out) {
  if (type == 'p') find_posts_by_key(data.posts, rest, out);
  if (type == 's') find_selectors_by_hash(data.selectors, rest, out);
  if (type == 't' && rest.size() >= kLeastDigits) {
    for (uint32_t f = 0; f < data.families.size(); ++f) {
      if (data.families.id[f].substr(2).starts_with(rest)) out.push_back({Target::family, f});
    }
  }
  if (type == 'i' && rest.size() >= kLeastDigits) find_pictures(data, rest, out);
  if (type == 'n') {
    const auto number = parse_number(rest, 10);
    const auto index = number ? data.networks.find(static_cast<uint32_t>(*number)) : std::nullopt;
    if (index) out.push_back({Target::network, *index});
  }
}

void find_posts_by_name(const Posts& posts, std::string_view text, std::vector<Target>& out) {
  const auto add_key = [&](const Key128& key) {
    const auto at = std::lower_bound(posts.key_high.begin(), posts.key_high.end(), key.high);
    for (auto row = static_cast<uint32_t>(at - posts.key_high.begin());
         row < posts.size() && posts.key_high[row] == key.high; ++row) {
      if (posts.key_low[row] == key.low) out.push_back({Target::post, row});
    }
  };
  // A source or an id may hold colons: every way to read the name.
  for (std::size_t colon = text.find(':'); colon != std::string_view::npos;
       colon = text.find(':', colon + 1)) {
    add_key(post_key(text.substr(0, colon), text.substr(colon + 1)));
  }
  add_key(post_key("", text));
  if (!out.empty() || text.find(':') != std::string_view::npos) return;
  for (uint32_t row = 0; row < posts.size(); ++row) {
    if (posts.id[row] == text) out.push_back({Target::post, row});
  }
}

}  // namespace

std::optional<uint32_t> Selectors::find(SelectorKind k, Service s, std::string_view v) const {
  std::size_t low = 0;
  std::size_t high = size();
  const auto wanted = std::tuple(static_cast<uint8_t>(k), static_cast<uint8_t>(s), v);
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (std::tuple(kind[middle], service[middle], value[middle]) < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == size() || std::tuple(kind[low], service[low], value[low]) != wanted)
    return std::nullopt;
  return static_cast<uint32_t>(low);
}

std::optional<uint32_t> Networks::find(uint32_t stable_number) const {
  const auto at = std::find(number.begin(), number.end(), stable_number);
  if (at == number.end()) return std::nullopt;
  return static_cast<uint32_t>(at - number.begin());
}

Result<CaseData> load_case_data(const store::Case& open_case, std::string* stale) {
  if (!open_case.has_bundle("networks")) {
    return fail(Code::not_found,
                fmt::format("{}: nothing has been linked yet; run `maillon link {}` first",
                            open_case.directory(), open_case.directory()));
  }
  TRY(OpenedBundles bundles, open_bundles(open_case));
  CaseData data;
  TRY_OK(read_bundles(std::move(bundles), data));
  if (!is_sound(data)) {
    return fail(Code::corrupt, fmt::format("{}: what the last link left does not fit together; run "
                                           "`maillon link --force {}`",
                                           open_case.directory(), open_case.directory()));
  }
  TRY_OK(mark_listed(open_case, data.pictures));
  data.indicators =
      read_indicators(open_case, data.posts.size(), data.networks.size(), data.made.networks);
  data.ranking = read_ranking(open_case, data);
  if (stale != nullptr) {
    TRY(*stale, why_stale(open_case));
  }
  return data;
}

std::string post_id(const Key128& key) {
  return fmt::format("P-{:012x}", key.high >> (64 - 4 * kPostDigits));
}
std::string post_id(const Posts& posts, uint32_t row) {
  return post_id(posts.key(row));
}

std::string post_name(const Posts& posts, uint32_t row) {
  return fmt::format("{}:{}", posts.word(posts.source, row), posts.id[row]);
}

std::string network_id(uint32_t number) {
  return number == 0 ? "" : fmt::format("N-{}", number);
}

std::string selector_id(const Selectors& s, uint32_t index) {
  return fmt::format("S-{:012x}", selector_hash(s, index) >> (64 - 4 * kSelectorDigits));
}

std::string picture_id(const Pictures& pictures, uint32_t picture) {
  return fmt::format("I-{}", pictures.sha256[picture].substr(0, kPictureDigits));
}

std::pair<uint32_t, uint32_t> pictures_of_digits(const Pictures& pictures,
                                                 std::string_view digits) {
  uint32_t low = 0, high = static_cast<uint32_t>(pictures.count());
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (pictures.sha256[middle] < digits) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  while (high < pictures.count() && pictures.sha256[high].starts_with(digits)) ++high;
  return {low, high};
}

bool is_short_id(std::string_view text) {
  if (text.size() < 2 + kLeastDigits || text[1] != '-') return false;
  const char type = to_lower(text[0]);
  return (type == 's' && text.size() < 2 + kSelectorDigits) ||
         (type == 'p' && text.size() < 2 + kPostDigits);
}

std::span<const uint32_t> rows_of(const CaseData& data, const Target& target) {
  switch (target.kind) {
    case Target::post:
      return {&target.index, 1};
    case Target::selector:
      return data.selectors.carriers(target.index);
    case Target::family:
      return data.families.members(target.index);
    case Target::network:
      return data.networks.members(target.index);
  }
  return {};
}

std::string target_id(const CaseData& data, const Target& target) {
  switch (target.kind) {
    case Target::post:
      return post_id(data.posts, target.index);
    case Target::selector:
      return selector_id(data.selectors, target.index);
    case Target::family:
      return std::string(data.families.id[target.index]);
    case Target::network:
      return network_id(data.networks.number[target.index]);
  }
  return "";
}

std::vector<Target> find_target(const CaseData& data, std::string_view text,
                                std::string_view country) {
  std::vector<Target> found;
  if (text.size() > kMostTyped) return found;  // names nothing, and would be read at each colon
  if (text.size() > 2 && text[1] == '-') {
    find_typed(data, to_lower(text[0]), to_lower(text.substr(2)), found);
    if (!found.empty()) return found;
  }
  find_posts_by_name(data.posts, text, found);
  for (const extract::SelectorQuery& query : extract::parse_selector_query(text, country)) {
    for (uint8_t service = 0; service <= static_cast<uint8_t>(Service::account); ++service) {
      const auto as = static_cast<Service>(service);
      const bool any = query.service == Service::none || query.kind == SelectorKind::phone;
      if (!any && as != query.service) continue;
      const auto s = data.selectors.find(query.kind, as, query.value);
      if (s) found.push_back({Target::selector, *s});
    }
  }
  if (found.empty()) {
    for (const uint32_t s : find_national(data.selectors, text))
      found.push_back({Target::selector, s});
  }
  return found;
}

std::vector<uint32_t> find_national(const Selectors& selectors, std::string_view text) {
  std::vector<uint32_t> found;
  const std::string digits = extract::national_digits(text);
  if (digits.empty()) return found;
  for (uint32_t s = 0; s < selectors.size(); ++s) {
    if (static_cast<SelectorKind>(selectors.kind[s]) == SelectorKind::phone &&
        extract::is_national_form_of(digits, selectors.value[s]))
      found.push_back(s);
  }
  return found;
}

}  // namespace maillon::tasks
