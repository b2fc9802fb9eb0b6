#include "web/search_facets.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <unordered_map>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "rank/combine.h"
#include "tasks/show_lines.h"
#include "web/page_reply.h"
#include "web/parameters.h"

namespace maillon::web {
namespace {

using Rows = std::span<const uint32_t>;
using Mask = uint16_t;  // a bit for each facet: set where a row does not pass it

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

// The level of the indicators and one: there may be none.
uint32_t level_of(const tasks::CaseData& data, uint32_t row) {
  const tasks::Indicators& known = data.indicators;
  return known.empty() ? 0 : uint32_t{known.profiles.level[known.post[row]]} + 1;
}

std::string level_name(const tasks::CaseData&, uint32_t value) {
  return std::string(to_name(static_cast<rank::Level>(value - 1)));
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
    {"level", values_of<level_of>, level_name},
});
static_assert(kFacets.size() + 3 <= 16, "and those of lists: label, indicator, price");

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
            std::span<const uint32_t> values, Mask bit, std::vector<Mask>& refused) {
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
               Mask bit, const std::vector<Mask>& refused) {
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

// A facet of which a post has any number of values: a list of numbers for each row.
template <class Of>
class ListFacet {
 public:
  // `of`: the values of a row, as a span of places in `names`.
  ListFacet(std::vector<std::string> names, Mask bit, std::size_t most, Of of)
      : names_(std::move(names)), bit_(bit), most_(most), of_(std::move(of)) {}

  void refuse(const Choice& choice, Rows found, std::vector<Mask>& refused) const {
    if (choice.any.empty() && choice.none.empty()) return;
    std::vector<uint8_t> in(names_.size()), out(names_.size());
    for (std::size_t value = 0; value < names_.size(); ++value) {
      in[value] = std::count(choice.any.begin(), choice.any.end(), names_[value]) > 0;
      out[value] = std::count(choice.none.begin(), choice.none.end(), names_[value]) > 0;
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
      const auto values = of_(found[i]);
      const auto has = [&](const std::vector<uint8_t>& list) {
        return std::any_of(values.begin(), values.end(),
                           [&](std::size_t value) { return list[value] != 0; });
      };
      if ((!choice.any.empty() && !has(in)) || has(out)) refused[i] |= bit_;
    }
  }

  Json count(Rows found, const std::vector<Mask>& refused) const {
    std::vector<uint64_t> counts(names_.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      if ((refused[i] & ~bit_) != 0) continue;
      for (const std::size_t value : of_(found[i])) ++counts[value];
    }
    std::vector<uint32_t> order;
    for (uint32_t value = 0; value < counts.size(); ++value) {
      if (counts[value] > 0) order.push_back(value);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](uint32_t a, uint32_t b) { return counts[a] > counts[b]; });
    if (order.size() > most_) order.resize(most_);
    Json list = Json::array();
    for (const uint32_t value : order)
      list.push_back({{"what", names_[value]}, {"count", counts[value]}});
    return list;
  }

 private:
  std::vector<std::string> names_;
  Mask bit_;
  std::size_t most_;  // values that are counted out
  Of of_;
};

// A range of prices that fitted the case before it grew is still one.
void refuse_prices(const tasks::CasePrices& prices, const Choice& choice, Rows found, Mask bit,
                   std::vector<Mask>& refused) {
  if (choice.any.empty() && choice.none.empty()) return;
  const auto in = tasks::price_ranges_of(choice.any), out = tasks::price_ranges_of(choice.none);
  for (std::size_t i = 0; i < found.size(); ++i) {
    const bool passes = choice.any.empty() || prices.has(found[i], in);
    if (!passes || prices.has(found[i], out)) refused[i] |= bit;
  }
}

Json count_prices(const tasks::CasePrices& prices, Rows found, Mask bit,
                  const std::vector<Mask>& refused) {
  std::vector<uint64_t> counts(prices.ranges().size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    if ((refused[i] & ~bit) != 0) continue;
    for (const uint16_t range : prices.ranges_of(found[i])) ++counts[range];
  }
  Json list = Json::array();
  for (std::size_t range = 0; range < counts.size(); ++range) {
    if (counts[range] > 0)
      list.push_back({{"what", prices.ranges()[range]}, {"count", counts[range]}});
  }
  return list;
}

// Few posts have a label.
class LabelsOfRow {
 public:
  LabelsOfRow(const tasks::LabelRows& labels, std::size_t posts) {
    if (labels.names.empty()) return;
    marked_.resize(posts);
    for (uint32_t label = 0; label < labels.rows.size(); ++label) {
      for (const uint32_t row : labels.rows[label]) {
        marked_[row] = true;
        of_[row].push_back(label);
      }
    }
  }
  Rows operator()(uint32_t row) const {
    if (marked_.empty() || !marked_[row]) return {};
    return of_.at(row);
  }

 private:
  std::vector<bool> marked_;  // by row: a look into the map is dear for a million posts
  std::unordered_map<uint32_t, std::vector<uint32_t>> of_;
};

std::vector<std::string> names_of(const StringColumn& column) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < column.size(); ++i) names.emplace_back(column[i]);
  return names;
}

}  // namespace

std::vector<uint32_t> narrow(const tasks::CaseData& data, const tasks::LabelRows& labels,
                             const tasks::CasePrices& prices, std::span<const uint32_t> found,
                             const Request& request, Json& facets) {
  std::array<std::vector<uint32_t>, kFacets.size()> values;
  std::vector<Mask> refused(found.size());
  for (std::size_t f = 0; f < kFacets.size(); ++f) {
    values[f] = kFacets[f].values(data, found);
    refuse(data, kFacets[f], choice_of(request, kFacets[f].name), values[f],
           static_cast<Mask>(1U << f), refused);
  }
  const ListFacet label(labels.names, Mask{1U << kFacets.size()}, kFacetValues,
                        LabelsOfRow(labels, data.posts.size()));
  label.refuse(choice_of(request, "label"), found, refused);
  const tasks::Indicators& known = data.indicators;
  const ListFacet indicator(names_of(known.table.id), Mask{2U << kFacets.size()},
                            known.table.size(), [&](uint32_t row) {
                              return known.empty() ? std::span<const uint16_t>()
                                                   : known.profiles.seen_of(known.post[row]);
                            });
  indicator.refuse(choice_of(request, "indicator"), found, refused);
  const Mask of_price{4U << kFacets.size()};
  refuse_prices(prices, choice_of(request, "price"), found, of_price, refused);
  std::vector<uint32_t> rows;
  rows.reserve(found.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (refused[i] == 0) rows.push_back(found[i]);
  }
  facets = Json::object();
  for (std::size_t f = 0; f < kFacets.size(); ++f) {
    facets[kFacets[f].name] =
        counts_of(data, kFacets[f], values[f], static_cast<Mask>(1U << f), refused);
  }
  facets["label"] = label.count(found, refused);
  facets["indicator"] = indicator.count(found, refused);
  facets["price"] = count_prices(prices, found, of_price, refused);
  return rows;
}

}  // namespace maillon::web
