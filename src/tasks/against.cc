#include "tasks/against.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <numbers>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "report/style.h"
#include "tasks/coordinates.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

constexpr int64_t kMinute = 60, kHour = 3600;
constexpr std::size_t kValuesNamed = 2;
constexpr double kFarKm = 50;  // more than a town and its surroundings

// ---- Selectors of one kind ----------------------------------------------------

// What can stand for another of its kind. A web address or a name of an account says
// nothing by not being shared: every post has its own.
using Kind = std::pair<SelectorKind, Service>;

std::optional<Kind> kind_of(const Selectors& selectors, uint32_t s) {
  const auto kind = static_cast<SelectorKind>(selectors.kind[s]);
  const auto service = static_cast<Service>(selectors.service[s]);
  if (kind == SelectorKind::url || service == Service::account || !is_followed(selectors, s))
    return std::nullopt;
  const bool by_service = kind == SelectorKind::handle || kind == SelectorKind::wallet;
  return Kind{kind, by_service ? service : Service::none};
}

using ByKind = std::map<Kind, std::vector<uint32_t>>;  // selectors, ascending

ByKind selectors_by_kind(const CaseData& data, std::span<const uint32_t> rows) {
  ByKind by_kind;
  for (const SelectorUse& use : selectors_of(data, rows)) {
    if (const auto kind = kind_of(data.selectors, use.selector))
      by_kind[*kind].push_back(use.selector);
  }
  for (auto& [kind, selectors] : by_kind) std::sort(selectors.begin(), selectors.end());
  return by_kind;
}

bool have_common(std::span<const uint32_t> x, std::span<const uint32_t> y) {
  for (auto i = x.begin(), j = y.begin(); i != x.end() && j != y.end();) {
    if (*i == *j) return true;
    *i < *j ? ++i : ++j;
  }
  return false;
}

// Does a post carry one of each?
bool stand_together(const Selectors& selectors, std::span<const uint32_t> x,
                    std::span<const uint32_t> y) {
  return std::any_of(x.begin(), x.end(), [&](uint32_t s) {
    return std::any_of(y.begin(), y.end(), [&](uint32_t t) {
      return have_common(selectors.carriers(s), selectors.carriers(t));
    });
  });
}

// "+17755550123 (in 2 posts) and 3 more"
std::string values_text(const Selectors& selectors, std::span<const uint32_t> which) {
  std::string text;
  for (std::size_t i = 0; i < which.size() && i < kValuesNamed; ++i) {
    if (i > 0) text += ", ";
    text += fmt::format("{} (in {})", selectors.value[which[i]],
                        report::count_of(selectors.carriers(which[i]).size(), "post", "posts"));
  }
  if (which.size() > kValuesNamed) {
    text += fmt::format(" and {} more", report::thousands(which.size() - kValuesNamed));
  }
  return text;
}

// The same without what is English.
std::string values_alone(const Selectors& selectors, std::span<const uint32_t> which) {
  std::string text;
  for (std::size_t i = 0; i < which.size() && i < kValuesNamed; ++i)
    text += (i > 0 ? ", " : "") + std::string(selectors.value[which[i]]);
  return which.size() > kValuesNamed ? text + ", …" : text;
}

// The rows of the post's network, or itself.
std::vector<uint32_t> side_rows(const CaseData& data, uint32_t row) {
  const auto index = data.networks.find(data.networks.network[row]);
  if (data.networks.network[row] == 0 || !index) return {row};
  const auto members = data.networks.members(*index);
  return {members.begin(), members.end()};
}

std::string side_text(const CaseData& data, uint32_t row, std::size_t count) {
  return fmt::format("{} uses {}", network_of(data, row), report::thousands(count));
}

void add_selectors(const CaseData& data, uint32_t a, uint32_t b,
                   std::vector<report::LedgerFact>& facts) {
  const uint32_t network_a = data.networks.network[a], network_b = data.networks.network[b];
  const ByKind of_a = selectors_by_kind(data, std::span(&a, 1)),
               of_b = selectors_by_kind(data, std::span(&b, 1));
  const bool apart = network_a == 0 || network_a != network_b;
  const ByKind side_a = apart ? selectors_by_kind(data, side_rows(data, a)) : of_a,
               side_b = apart ? selectors_by_kind(data, side_rows(data, b)) : of_b;
  for (const auto& [kind, all_a] : side_a) {
    const auto found = side_b.find(kind);
    if (found == side_b.end()) continue;
    const std::vector<uint32_t>& all_b = found->second;
    const auto own_a = of_a.find(kind), own_b = of_b.find(kind);
    if (have_common(all_a, all_b) || stand_together(data.selectors, all_a, all_b)) continue;
    std::string text;
    std::vector<report::Said> said;
    if (own_a != of_a.end() && own_b != of_b.end()) {
      said.push_back({"each_has",
                      {{"a", values_alone(data.selectors, own_a->second)},
                       {"b", values_alone(data.selectors, own_b->second)}}});
      text = fmt::format("a has {}, b {}; in no post together",
                         values_text(data.selectors, own_a->second),
                         values_text(data.selectors, own_b->second));
    }
    const std::size_t own = (own_a == of_a.end() ? 0 : own_a->second.size()) +
                            (own_b == of_b.end() ? 0 : own_b->second.size());
    if (network_a != 0 && network_b != 0 && apart && all_a.size() + all_b.size() > own) {
      text += fmt::format("{}{}, {} {}, none in common", text.empty() ? "" : "; ",
                          side_text(data, a, all_a.size()), network_of(data, b),
                          report::thousands(all_b.size()));
      said.push_back({"none_in_common",
                      {{"a", network_of(data, a)},
                       {"of_a", std::to_string(all_a.size())},
                       {"b", network_of(data, b)},
                       {"of_b", std::to_string(all_b.size())}}});
    }
    if (text.empty()) continue;
    const std::string service(to_name(kind.second));
    facts.push_back({(service.empty() ? "" : service + " ") + std::string(to_name(kind.first)),
                     std::move(text), std::move(said)});
  }
}

// ---- Place and time -----------------------------------------------------------

// Between two posts that both state where they are, by the haversine formula.
std::optional<double> distance_km(const RecordBatch* a, const RecordBatch* b) {
  if (a == nullptr || b == nullptr || a->size() == 0 || b->size() == 0) return std::nullopt;
  const auto from = stated_coordinates(*a), to = stated_coordinates(*b);
  if (!from || !to) return std::nullopt;
  constexpr double kEarthKm = 6371, kRadians = std::numbers::pi / 180;
  const double up = std::sin((to->lat - from->lat) * kRadians / 2),
               across = std::sin((to->lon - from->lon) * kRadians / 2);
  const double h =
      up * up + std::cos(from->lat * kRadians) * std::cos(to->lat * kRadians) * across * across;
  return 2 * kEarthKm * std::asin(std::sqrt(std::clamp(h, 0.0, 1.0)));
}

std::string place_of_post(const Posts& posts, uint32_t row) {
  return report::place_name(posts.word(posts.city, row), posts.word(posts.country, row));
}

void add_place_and_time(const Posts& posts, uint32_t a, uint32_t b, std::optional<double> km,
                        std::vector<report::LedgerFact>& facts) {
  const int64_t time_a = posts.posted_at[a], time_b = posts.posted_at[b];
  if (time_a == kNoTime || time_b == kNoTime || std::abs(time_a - time_b) > kHour) return;
  // A day without an hour reads as midnight: then nothing is known of the hour.
  if (time_a % kDay == 0 || time_b % kDay == 0) return;
  const bool stated = posts.city[a] != 0 && posts.city[b] != 0;
  const bool far = km ? *km > kFarKm : stated && posts.city[a] != posts.city[b];
  if (!far) return;
  const auto minutes = static_cast<uint64_t>(std::abs(time_a - time_b) / kMinute);
  std::string text = "posted " + report::count_of(minutes, "minute", "minutes") + " apart";
  if (stated) text += ", from " + place_of_post(posts, a) + " and " + place_of_post(posts, b);
  if (km) text += fmt::format(", {} km between", report::thousands(std::lround(*km)));
  std::vector<report::Said> said{{"minutes_apart", {{"minutes", std::to_string(minutes)}}}};
  if (stated)
    said.push_back(
        {"from_places", {{"a", place_of_post(posts, a)}, {"b", place_of_post(posts, b)}}});
  if (km) said.push_back({"km_between", {{"km", std::to_string(std::lround(*km))}}});
  facts.push_back({"place", std::move(text), std::move(said)});
}

// ---- The rest -----------------------------------------------------------------

void add_decision(std::span<const DecidedPair> decided, uint32_t a, uint32_t b,
                  std::vector<report::LedgerFact>& facts) {
  for (const DecidedPair& pair : decided) {
    if (pair.same || !pair.covers(a, b)) continue;
    std::string text = pair.actor + " decided: different";
    if (!pair.reason.empty()) text += " (" + pair.reason + ")";
    facts.push_back({"decision",
                     text + "; this stands above the sum",
                     {{"decided_different", {{"who", pair.actor}, {"reason", pair.reason}}}}});
  }
}

void add_wording(const CaseData& data, uint32_t a, uint32_t b,
                 std::vector<report::LedgerFact>& facts) {
  const Families& families = data.families;
  const uint32_t of_a = families.family[a], of_b = families.family[b];
  if (of_a == kNone || of_b == kNone || of_a == of_b) return;
  const auto name = [&](uint32_t family) {
    return fmt::format("{} ({})", families.id[family],
                       report::count_of(families.members(family).size(), "post", "posts"));
  };
  facts.push_back({"text",
                   fmt::format("a is of the family of wording {}, b of {}", name(of_a), name(of_b)),
                   {{"two_wordings",
                     {{"a", std::string(families.id[of_a])},
                      {"of_a", std::to_string(families.members(of_a).size())},
                      {"b", std::string(families.id[of_b])},
                      {"of_b", std::to_string(families.members(of_b).size())}}}}});
}

}  // namespace

std::vector<report::LedgerFact> find_against(const CaseData& data,
                                             std::span<const DecidedPair> decided, uint32_t a,
                                             uint32_t b, const RecordBatch* record_a,
                                             const RecordBatch* record_b) {
  std::vector<report::LedgerFact> facts;
  add_decision(decided, a, b, facts);
  add_selectors(data, a, b, facts);
  add_wording(data, a, b, facts);
  const std::string language_a = language_of(data.posts, a),
                    language_b = language_of(data.posts, b);
  if (!language_a.empty() && !language_b.empty() && language_a != language_b)
    facts.push_back({"language",
                     "a is in " + language_a + ", b in " + language_b,
                     {{"two_languages", {{"a", language_a}, {"b", language_b}}}}});
  add_place_and_time(data.posts, a, b, distance_km(record_a, record_b), facts);
  return facts;
}

}  // namespace maillon::tasks
