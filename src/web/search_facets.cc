#include "web/search_facets.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <unordered_map>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "tasks/show_lines.h"
#include "web/page_reply.h"
#include "web/parameters.h"

namespace maillon::web {
namespace {

constexpr std::size_t kFacetValues = 30;

using Rows = std::span<const uint32_t>;

// A facet numbers its values (0: not stated), so that posts are counted by numbers and named
// at the end.
struct Facet {
  const char* name;
  std::vector<uint32_t> (*values)(const tasks::CaseData&, Rows);
  std::string (*say)(const tasks::CaseData&, uint32_t value);
};

template <auto kValue>
std::vector<uint32_t> values_of(const tasks::CaseData& data, Rows rows) {
  std::vector<uint32_t> values(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) values[i] = kValue(data, rows[i]);
  return values;
}

uint32_t year_of(const tasks::CaseData& data, uint32_t row) {
  using std::chrono::days, std::chrono::seconds, std::chrono::sys_time;
  const int64_t time = data.posts.posted_at[row];
  if (time == kNoTime) return 0;
  const auto day = std::chrono::floor<days>(sys_time<seconds>(seconds(time)));
  const int year = static_cast<int>(std::chrono::year_month_day(day).year());
  return year > 0 ? static_cast<uint32_t>(year) : 0;
}

// Months since the year 0, from 1 on.
uint32_t month_of(const tasks::CaseData& data, uint32_t row) {
  using std::chrono::days, std::chrono::seconds, std::chrono::sys_time;
  const uint32_t year = year_of(data, row);
  if (year == 0) return 0;
  const auto day = std::chrono::floor<days>(sys_time<seconds>(seconds(data.posts.posted_at[row])));
  return year * 12 + static_cast<unsigned>(std::chrono::year_month_day(day).month());
}

std::string month_name(const tasks::CaseData&, uint32_t value) {
  return fmt::format("{:04}-{:02}", (value - 1) / 12, (value - 1) % 12 + 1);
}

std::string word(const tasks::CaseData& data, uint32_t value) {
  return std::string(data.posts.words[value]);
}

constexpr std::array kFacets = std::to_array<Facet>({
    {"country", values_of<[](const auto& d, uint32_t row) { return d.posts.country[row]; }>, word},
    {"language",
     values_of<[](const auto& d, uint32_t row) { return uint32_t{d.posts.language[row]}; }>,
     [](const auto&, uint32_t value) { return tasks::language_name(value); }},
    {"source", values_of<[](const auto& d, uint32_t row) { return d.posts.source[row]; }>, word},
    {"city", values_of<[](const auto& d, uint32_t row) { return d.posts.city[row]; }>, word},
    {"year", values_of<year_of>, [](const auto&, uint32_t value) { return std::to_string(value); }},
    {"month", values_of<month_of>, month_name},
    {"network", values_of<[](const auto& d, uint32_t row) { return d.networks.network[row]; }>,
     [](const auto&, uint32_t value) { return tasks::network_id(value); }},
});

// What was chosen of a facet: "FR,GB,-US".
struct Choice {
  std::vector<std::string> any, none;
  bool passes(const std::string& name) const {
    const auto has = [&](const auto& list) {
      return std::find(list.begin(), list.end(), name) != list.end();
    };
    return !has(none) && (any.empty() || has(any));
  }
};

Choice choice_of(const Request& request, const char* facet) {
  Choice choice;
  for (const std::string& value : split_list(text_of(request, facet))) {
    const bool is_out = value.starts_with('-');
    (is_out ? choice.none : choice.any).push_back(value.substr(is_out ? 1 : 0));
  }
  return choice;
}

// Sets the facet's bit in the mask of each row that the choice refuses.
void refuse(const tasks::CaseData& data, const Facet& facet, const Choice& choice,
            std::span<const uint32_t> values, uint8_t bit, std::vector<uint8_t>& refused) {
  if (values.empty() || (choice.any.empty() && choice.none.empty())) return;
  enum : uint8_t { unknown, yes, no };
  std::vector<uint8_t> known(*std::max_element(values.begin(), values.end()) + std::size_t{1});
  for (std::size_t i = 0; i < values.size(); ++i) {
    uint8_t& passes = known[values[i]];
    if (passes == unknown)
      passes = choice.passes(values[i] == 0 ? "" : facet.say(data, values[i])) ? yes : no;
    if (passes == no) refused[i] |= bit;
  }
}

// The largest counts. Of equal ones at the cut those of the smaller numbers stay.
Json counts_of(const tasks::CaseData& data, const Facet& facet, std::span<const uint32_t> values,
               uint8_t bit, const std::vector<uint8_t>& refused) {
  Json list = Json::array();
  if (values.empty()) return list;
  std::vector<uint32_t> count(*std::max_element(values.begin(), values.end()) + std::size_t{1});
  for (std::size_t i = 0; i < values.size(); ++i) count[values[i]] += (refused[i] & ~bit) == 0;
  std::vector<uint32_t> there;
  for (uint32_t value = 1; value < count.size(); ++value) {
    if (count[value] > 0) there.push_back(value);
  }
  const std::size_t kept = std::min(there.size(), kFacetValues);
  std::partial_sort(
      there.begin(), there.begin() + static_cast<std::ptrdiff_t>(kept), there.end(),
      [&](uint32_t a, uint32_t b) { return count[a] != count[b] ? count[a] > count[b] : a < b; });
  std::vector<std::pair<uint32_t, std::string>> named;
  for (std::size_t i = 0; i < kept; ++i)
    named.emplace_back(count[there[i]], facet.say(data, there[i]));
  std::sort(named.begin(), named.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  for (const auto& [times, what] : named) list.push_back({{"what", what}, {"count", times}});
  return list;
}

// A post has any number of labels; few posts have one.
class LabelFacet {
 public:
  LabelFacet(const tasks::LabelRows& labels, std::size_t posts) : names_(labels.names) {
    if (names_.empty()) return;
    marked_.resize(posts);
    for (uint32_t label = 0; label < labels.rows.size(); ++label) {
      for (const uint32_t row : labels.rows[label]) {
        marked_[row] = true;
        of_[row].push_back(label);
      }
    }
  }

  void refuse(const Choice& choice, Rows found, std::vector<uint8_t>& refused) const {
    if (choice.any.empty() && choice.none.empty()) return;
    for (std::size_t i = 0; i < found.size(); ++i) {
      bool in = choice.any.empty(), out = false;
      for (const uint32_t label : labels_of(found[i])) {
        const auto has = [&](const auto& list) {
          return std::find(list.begin(), list.end(), names_[label]) != list.end();
        };
        in = in || has(choice.any);
        out = out || has(choice.none);
      }
      if (!in || out) refused[i] |= kBit;
    }
  }

  Json count(Rows found, const std::vector<uint8_t>& refused) const {
    std::vector<uint64_t> counts(names_.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      if ((refused[i] & ~kBit) != 0) continue;
      for (const uint32_t label : labels_of(found[i])) ++counts[label];
    }
    std::vector<uint32_t> order;
    for (uint32_t label = 0; label < counts.size(); ++label) {
      if (counts[label] > 0) order.push_back(label);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](uint32_t a, uint32_t b) { return counts[a] > counts[b]; });
    if (order.size() > kFacetValues) order.resize(kFacetValues);
    Json list = Json::array();
    for (const uint32_t label : order)
      list.push_back({{"what", names_[label]}, {"count", counts[label]}});
    return list;
  }

 private:
  static constexpr uint8_t kBit = 1U << kFacets.size();
  static_assert(kFacets.size() < 8);
  Rows labels_of(uint32_t row) const {
    if (marked_.empty() || !marked_[row]) return {};
    return of_.at(row);
  }

  const std::vector<std::string>& names_;
  std::vector<bool> marked_;  // by row: a look into the map is dear for a million posts
  std::unordered_map<uint32_t, std::vector<uint32_t>> of_;
};

}  // namespace

std::vector<uint32_t> narrow(const tasks::CaseData& data, const tasks::LabelRows& labels,
                             std::span<const uint32_t> found, const Request& request,
                             Json& facets) {
  std::array<std::vector<uint32_t>, kFacets.size()> values;
  std::vector<uint8_t> refused(found.size());
  for (std::size_t f = 0; f < kFacets.size(); ++f) {
    values[f] = kFacets[f].values(data, found);
    refuse(data, kFacets[f], choice_of(request, kFacets[f].name), values[f],
           static_cast<uint8_t>(1U << f), refused);
  }
  const LabelFacet label(labels, data.posts.size());
  label.refuse(choice_of(request, "label"), found, refused);
  std::vector<uint32_t> rows;
  rows.reserve(found.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (refused[i] == 0) rows.push_back(found[i]);
  }
  facets = Json::object();
  for (std::size_t f = 0; f < kFacets.size(); ++f) {
    facets[kFacets[f].name] =
        counts_of(data, kFacets[f], values[f], static_cast<uint8_t>(1U << f), refused);
  }
  facets["label"] = label.count(found, refused);
  return rows;
}

}  // namespace maillon::web
