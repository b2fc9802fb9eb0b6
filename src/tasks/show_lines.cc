#include "tasks/show_lines.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>

#include "base/utf8.h"
#include "network/order.h"

namespace maillon::tasks {

namespace {

constexpr std::size_t kHeadlineBytes = 160;
constexpr std::size_t kPostsNamed = 4;

std::vector<report::Tally> sorted(const std::map<std::string, uint64_t>& counts) {
  std::vector<report::Tally> tallies;
  tallies.reserve(counts.size());
  for (const auto& [what, posts] : counts) tallies.push_back({what, posts});
  std::stable_sort(tallies.begin(), tallies.end(),
                   [](const auto& x, const auto& y) { return x.posts > y.posts; });
  return tallies;
}

}  // namespace

std::string language_name(uint32_t packed) {
  if (packed == 0) return "";
  return {static_cast<char>(packed >> 8), static_cast<char>(packed & 0xff)};
}

std::string language_of(const Posts& posts, uint32_t row) {
  return language_name(posts.language[row]);
}

std::string network_of(const CaseData& data, uint32_t row) {
  const uint32_t number = data.networks.network[row];
  return number == 0 ? "" : network_id(number);
}

std::string template_of(const CaseData& data, uint32_t row) {
  const uint32_t family = data.families.family[row];
  return family == kNone ? "" : std::string(data.families.id[family]);
}

std::string several_posts(const CaseData& data, std::string_view text,
                          std::span<const uint32_t> rows) {
  std::string message =
      "'" + std::string(text) + "' can mean " + std::to_string(rows.size()) + " posts: ";
  for (std::size_t i = 0; i < rows.size() && i < kPostsNamed; ++i) {
    if (i > 0) message += ", ";
    message += post_id(data.posts, rows[i]) + " " + post_name(data.posts, rows[i]);
  }
  if (rows.size() > kPostsNamed) message += " and others";
  return message + "; name one as P-... or source:id";
}

std::size_t cut_before_selector(const Selectors& selectors, uint32_t row, Field field,
                                std::size_t at) {
  if (std::size_t{row} + 1 >= selectors.hit_offsets.size()) return at;
  for (uint64_t hit = selectors.hit_offsets[row]; hit < selectors.hit_offsets[row + 1]; ++hit) {
    if (selectors.hit_field[hit] == static_cast<uint8_t>(field) && selectors.hit_begin[hit] < at &&
        at < selectors.hit_end[hit])
      return selectors.hit_begin[hit];
  }
  return at;
}

std::string headline(PostReader& reader, const CaseData& data, uint32_t row) {
  const auto record = reader.read(place_of(data.posts, row));
  if (!record || record->size() == 0) return "";
  const Field field = record->field(Field::title, 0).empty() ? Field::body : Field::title;
  const std::string_view text = record->field(field, 0);
  const std::size_t end = utf8_prefix(text, kHeadlineBytes);
  return std::string(text.substr(0, cut_before_selector(data.selectors, row, field, end)));
}

report::PostLine post_line(const CaseData& data, uint32_t row, PostReader* reader) {
  const Posts& posts = data.posts;
  report::PostLine line;
  line.id = post_id(posts, row);
  line.name = post_name(posts, row);
  line.posted_at = posts.posted_at[row];
  line.city = posts.word(posts.city, row);
  line.country = posts.word(posts.country, row);
  if (reader != nullptr) line.title = headline(*reader, data, row);
  line.network = network_of(data, row);
  return line;
}

std::string signal_name(const CaseData& data, uint32_t signal) {
  const Selectors& selectors = data.selectors;
  if (signal < selectors.size()) {
    return report::selector_name(static_cast<SelectorKind>(selectors.kind[signal]),
                                 static_cast<Service>(selectors.service[signal]),
                                 selectors.value[signal]);
  }
  return "text " + std::string(data.families.id[signal - selectors.size()]);
}

std::vector<SelectorUse> selectors_of(const CaseData& data, std::span<const uint32_t> rows) {
  const Selectors& selectors = data.selectors;
  std::unordered_map<uint32_t, SelectorUse> uses;
  std::unordered_map<uint32_t, uint32_t> last_row;  // a post counts once, however often it says it
  for (const uint32_t row : rows) {
    for (uint64_t hit = selectors.hit_offsets[row]; hit < selectors.hit_offsets[row + 1]; ++hit) {
      const uint32_t s = selectors.hit_selector[hit];
      const auto [seen, is_new] = last_row.try_emplace(s, row);
      if (!is_new && seen->second == row) continue;
      seen->second = row;
      SelectorUse& use = uses[s];
      use.selector = s;
      ++use.posts;
      Period period{use.first, use.last};
      period.add(data.posts.posted_at[row]);
      use.first = period.first;
      use.last = period.last;
    }
  }
  std::vector<SelectorUse> all;
  all.reserve(uses.size());
  for (const auto& [s, use] : uses) all.push_back(use);
  std::sort(all.begin(), all.end(), [](const SelectorUse& x, const SelectorUse& y) {
    return x.posts != y.posts ? x.posts > y.posts : x.selector < y.selector;
  });
  return all;
}

report::SelectorLine selector_line(const CaseData& data, const SelectorUse& use) {
  const Selectors& selectors = data.selectors;
  const uint32_t s = use.selector;
  report::SelectorLine line;
  line.id = selector_id(selectors, s);
  line.kind = static_cast<SelectorKind>(selectors.kind[s]);
  line.service = static_cast<Service>(selectors.service[s]);
  line.value = selectors.value[s];
  line.posts = use.posts;
  line.posts_in_case = selectors.carriers(s).size();
  line.first = use.first;
  line.last = use.last;
  const auto state = static_cast<link::SignalState>(selectors.state[s]);
  const auto note = [&](const char* text, const char* name) {
    line.note = text;
    line.said = {{name, {}}};
  };
  if (state == link::SignalState::hub) note("hub: not linked through", "is_hub");
  if (state == link::SignalState::recycled) note("recycled: changed hands", "is_recycled");
  if (state == link::SignalState::divided) note("divided: strangers share it", "is_divided");
  return line;
}

bool is_followed(const Selectors& selectors, uint32_t selector) {
  return static_cast<link::SignalState>(selectors.state[selector]) != link::SignalState::hub;
}

report::PictureMarks marks_of(const Pictures& pictures, std::span<const uint32_t> rows) {
  report::PictureMarks marks;
  std::set<uint32_t> seen;
  for (const uint32_t row : rows) {
    for (const uint32_t p : pictures.of(row)) {
      const uint8_t restricted = pictures.restricted[p];
      if (pictures.listed[p].empty() || restricted == Pictures::kNotLookedUp) continue;
      if (!seen.insert(p).second) continue;
      ++marks.listed;
      marks.restricted += restricted == Pictures::kNeverShown ? 1 : 0;
    }
  }
  return marks;
}

std::vector<uint32_t> by_time(const Posts& posts, std::span<const uint32_t> rows) {
  std::vector<uint32_t> order(rows.begin(), rows.end());
  std::sort(order.begin(), order.end(), [&](uint32_t x, uint32_t y) {
    const int64_t tx = posts.posted_at[x], ty = posts.posted_at[y];
    if (tx == ty) return x < y;
    if (tx == kNoTime || ty == kNoTime) return ty == kNoTime;
    return tx < ty;
  });
  return order;
}

void Period::add(int64_t time) {
  if (time == kNoTime) return;
  if (first == kNoTime || time < first) first = time;
  if (last == kNoTime || time > last) last = time;
}

Period period_of(const Posts& posts, std::span<const uint32_t> rows) {
  Period period;
  for (const uint32_t row : rows) period.add(posts.posted_at[row]);
  return period;
}

std::vector<report::Stay> route_of(const Posts& posts, std::span<const uint32_t> rows) {
  std::map<std::pair<uint32_t, uint32_t>, uint32_t> numbers;
  std::vector<std::pair<uint32_t, uint32_t>> places;
  std::vector<int64_t> seen_at;
  std::vector<uint32_t> place;
  for (const uint32_t row : rows) {
    seen_at.push_back(posts.posted_at[row]);
    const std::pair key{posts.city[row], posts.country[row]};
    if (posts.words[key.first].empty()) {
      place.push_back(network::kNoPlace);
      continue;
    }
    const auto [at, is_new] = numbers.try_emplace(key, static_cast<uint32_t>(places.size()));
    if (is_new) places.push_back(key);
    place.push_back(at->second);
  }
  std::vector<report::Stay> route;
  for (const network::Stay& stay : network::find_route(seen_at, place)) {
    const auto& [city, country] = places[stay.place];
    route.push_back({std::string(posts.words[city]), std::string(posts.words[country]),
                     stay.first_seen, stay.last_seen, stay.posts});
  }
  return route;
}

std::vector<report::Tally> tally_words(const Posts& posts, const std::vector<uint32_t>& column,
                                       std::span<const uint32_t> rows) {
  std::map<std::string, uint64_t> counts;
  for (const uint32_t row : rows) {
    if (const auto word = posts.word(column, row); !word.empty()) ++counts[std::string(word)];
  }
  return sorted(counts);
}

std::vector<report::Tally> tally_languages(const Posts& posts, std::span<const uint32_t> rows) {
  std::map<std::string, uint64_t> counts;
  for (const uint32_t row : rows) {
    if (posts.language[row] != 0) ++counts[language_of(posts, row)];
  }
  return sorted(counts);
}

std::vector<report::Tally> tally_prices(const Posts& posts, std::span<const uint32_t> rows) {
  std::map<std::string, uint64_t> counts;
  for (const uint32_t row : rows) {
    if (const auto price = posts.price[row]; !price.empty()) ++counts[std::string(price)];
  }
  return sorted(counts);
}

std::vector<report::Tally> tally_networks(const CaseData& data, std::span<const uint32_t> rows) {
  std::map<std::string, uint64_t> counts;
  for (const uint32_t row : rows) {
    if (data.networks.network[row] != 0) ++counts[network_of(data, row)];
  }
  return sorted(counts);
}

std::vector<std::string> network_names(const CaseData& data, std::span<const uint32_t> rows,
                                       std::size_t most) {
  std::vector<std::string> names;
  for (const report::Tally& tally : tally_networks(data, rows)) {
    if (names.size() == most) break;
    names.push_back(tally.what);
  }
  return names;
}

std::vector<report::TemplateLine> templates_of(const CaseData& data,
                                               std::span<const uint32_t> rows) {
  std::map<uint32_t, uint64_t> counts;
  for (const uint32_t row : rows) {
    if (data.families.family[row] != kNone) ++counts[data.families.family[row]];
  }
  std::vector<report::TemplateLine> lines;
  for (const auto& [family, posts] : counts) {
    lines.push_back(
        {std::string(data.families.id[family]), std::string(data.families.text[family]), posts});
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const auto& x, const auto& y) { return x.posts > y.posts; });
  return lines;
}

std::vector<report::PostLine> sample_of(const CaseData& data, std::span<const uint32_t> rows,
                                        PostReader& reader, std::size_t limit) {
  const std::vector<uint32_t> order = by_time(data.posts, rows);
  const std::size_t count = std::min(limit, order.size());
  std::vector<report::PostLine> lines;
  for (std::size_t i = 0; i < count; ++i) {
    // The first and the last, and what lies between at even distances.
    const std::size_t at = count == 1 ? 0 : i * (order.size() - 1) / (count - 1);
    lines.push_back(post_line(data, order[at], &reader));
  }
  return lines;
}

report::Circle circle_of(const CaseData& data, std::span<const uint32_t> rows, PostReader& reader,
                         std::size_t sample) {
  const Posts& posts = data.posts;
  const Period period = period_of(posts, rows);
  report::Circle circle;
  circle.posts = rows.size();
  circle.first = period.first;
  circle.last = period.last;
  circle.route = route_of(posts, rows);
  circle.sources = tally_words(posts, posts.source, rows);
  circle.names = tally_words(posts, posts.author, rows);
  circle.prices = tally_prices(posts, rows);
  circle.languages = tally_languages(posts, rows);
  circle.networks = tally_networks(data, rows);
  circle.sample = sample_of(data, rows, reader, sample);
  return circle;
}

double posterior_of(int32_t log_odds) {
  return 1.0 / (1.0 + std::exp2(-to_bits(log_odds)));
}

}  // namespace maillon::tasks
