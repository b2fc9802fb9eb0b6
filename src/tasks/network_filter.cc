// Which networks a question means, and in which order.
#include <algorithm>
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/ascii.h"
#include "base/printable.h"
#include "rank/combine.h"
#include "search/tokenizer.h"
#include "tasks/annotations.h"
#include "tasks/indicators/query_signs.h"
#include "tasks/indicators/show_signs.h"
#include "tasks/network_facts.h"
#include "tasks/networks_list.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

// "FR,DE,-GB": one of the first, and none of what follows a "-".
struct Wanted {
  std::unordered_set<std::string> any, none;
  static std::string as_typed(std::string_view word) { return std::string(word); }

  explicit Wanted(std::string_view list, bool is_list = true,
                  std::string (*form)(std::string_view) = search::fold) {
    while (!list.empty()) {
      const std::size_t cut = is_list ? std::min(list.find(','), list.size()) : list.size();
      const std::string_view word = list.substr(0, cut);
      list.remove_prefix(std::min(cut + 1, list.size()));
      const bool is_out = is_list && word.starts_with('-');
      if (!word.empty()) (is_out ? none : any).insert(form(word.substr(is_out ? 1 : 0)));
    }
  }
  bool is_empty() const { return any.empty() && none.empty(); }
};

// Over the numbered values of a network; `name` says what a number is called, and is asked
// once for each number.
template <class Name>
class ValueFilter {
 public:
  ValueFilter(Wanted wanted, Name name) : wanted_(std::move(wanted)), name_(std::move(name)) {}
  bool passes(std::span<const uint32_t> values) {
    if (wanted_.is_empty()) return true;
    bool found = wanted_.any.empty();
    for (const uint32_t value : values) {
      const auto [at, is_new] = known_.try_emplace(value, std::pair(false, false));
      if (is_new) {
        const std::string word = search::fold(name_(value));
        at->second = {wanted_.any.contains(word), wanted_.none.contains(word)};
      }
      if (at->second.second) return false;
      found = found || at->second.first;
    }
    return found;
  }

 private:
  Wanted wanted_;
  Name name_;
  std::unordered_map<uint32_t, std::pair<bool, bool>> known_;
};

bool passes_kind(const Wanted& wanted, uint32_t kinds) {
  bool found = wanted.any.empty();
  for (uint32_t k = 0; kinds != 0; ++k, kinds >>= 1) {
    if ((kinds & 1) == 0) continue;
    const std::string name(to_name(static_cast<SelectorKind>(k)));
    if (wanted.none.contains(name)) return false;
    found = found || wanted.any.contains(name);
  }
  return found;
}

// What a person typed to find a network again.
class AboutFilter {
 public:
  AboutFilter(const CaseData& data, const std::string& text)
      : data_(data), town_(search::fold(text)) {
    if (text.empty()) return;
    const bool is_number = text.find_first_not_of("0123456789") == text.npos;
    for (const Target& target : find_target(data, is_number ? "N-" + text : text, "")) {
      if (target.kind == Target::network) numbers_.insert(data.networks.number[target.index]);
      if (target.kind == Target::post) numbers_.insert(data.networks.network[target.index]);
      if (target.kind != Target::selector) continue;
      for (const uint32_t row : data.selectors.carriers(target.index))
        numbers_.insert(data.networks.network[row]);
    }
  }
  bool passes(uint32_t n, std::span<const uint32_t> cities) {
    if (town_.empty()) return true;
    if (!numbers_.empty()) return numbers_.contains(data_.networks.number[n]);
    return std::any_of(cities.begin(), cities.end(), [&](uint32_t word) {
      const auto [at, is_new] = known_.try_emplace(word, false);
      if (is_new)
        at->second = search::fold(data_.posts.words[word]).find(town_) != std::string::npos;
      return at->second;
    });
  }

 private:
  const CaseData& data_;
  std::string town_;
  std::unordered_set<uint32_t> numbers_;
  std::unordered_map<uint32_t, bool> known_;
};

bool passes_time(const Networks& networks, uint32_t n, const NetworksSettings& settings) {
  if (settings.since != kNoTime && networks.last_seen[n] < settings.since) return false;
  return settings.until == kNoTime ||
         (networks.first_seen[n] != kNoTime && networks.first_seen[n] < settings.until);
}

bool passes_name(const Wanted& wanted, std::string_view name) {
  const std::string folded = search::fold(name);
  return !wanted.none.contains(folded) && (wanted.any.empty() || wanted.any.contains(folded));
}

bool passes_signs(const Indicators& indicators, uint32_t n, const Wanted& ids, const Wanted& levels,
                  const Wanted& kinds) {
  if (ids.is_empty() && levels.is_empty() && kinds.is_empty()) return true;
  if (indicators.empty()) return false;
  if (!passes_name(levels, level_of(indicators, indicators.network, n)) ||
      !passes_name(kinds, kind_of(indicators, indicators.network, n)))
    return false;
  bool found = ids.any.empty();
  for (const uint16_t i : indicators.profiles.seen_of(indicators.network[n])) {
    const std::string id = search::fold(indicators.table.id[i]);
    if (ids.none.contains(id)) return false;
    found = found || ids.any.contains(id);
  }
  return found;
}

void sort(const CaseData& data, NetworkOrder order, std::vector<uint32_t>& which) {
  const Networks& networks = data.networks;
  const auto by = [&](auto key) {
    std::stable_sort(which.begin(), which.end(),
                     [&](uint32_t x, uint32_t y) { return key(x) < key(y); });
  };
  switch (order) {
    case NetworkOrder::rank:
      break;
    case NetworkOrder::posts:
      by([&](uint32_t n) { return ~networks.members(n).size(); });
      break;
    case NetworkOrder::newest:
      // The complement turns the order round, and puts "no time" (the lowest) last.
      by([&](uint32_t n) { return ~networks.last_seen[n]; });
      break;
    case NetworkOrder::oldest:
      by([&](uint32_t n) {
        const int64_t first = networks.first_seen[n];
        return first == kNoTime ? std::numeric_limits<int64_t>::max() : first;
      });
      break;
    case NetworkOrder::places:
      by([&](uint32_t n) { return ~networks.cities[n]; });
      break;
    case NetworkOrder::level:
      if (data.indicators.empty()) break;
      by([&](uint32_t n) {
        return ~uint32_t{data.indicators.profiles.level[data.indicators.network[n]]};
      });
      break;
    case NetworkOrder::learned:
      if (data.ranking.empty()) break;
      by([&](uint32_t n) { return -data.ranking.network[n]; });
      break;
  }
}

// The words of a list, as they were typed, without what makes them count the other way round.
std::vector<std::string> words_in(std::string_view list) {
  std::vector<std::string> words;
  while (!list.empty()) {
    std::string_view word = list.substr(0, list.find(','));
    list.remove_prefix(std::min(word.size() + 1, list.size()));
    if (word.starts_with('-')) word.remove_prefix(1);
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

// One of `known`, whatever its capitals.
Result<void> check_words(std::string_view list, const std::vector<std::string>& known,
                         std::string_view what) {
  for (const std::string& word : words_in(list)) {
    const auto is_it = [&](const std::string& one) { return same_ignoring_case(one, word); };
    if (std::any_of(known.begin(), known.end(), is_it)) continue;
    return fail(Code::invalid_input, fmt::format("'{}' is no {}: there are {}", printable(word, 40),
                                                 what, fmt::join(known, ", ")));
  }
  return {};
}

template <class T>
std::vector<std::string> names_of(T first, T last) {
  std::vector<std::string> names;
  for (int i = static_cast<int>(first); i <= static_cast<int>(last); ++i)
    names.emplace_back(to_name(static_cast<T>(i)));
  return names;
}

}  // namespace

Result<void> check_filters(const store::Case& of, const CaseData& data,
                           const NetworksSettings& settings) {
  TRY_OK(check_words(settings.level, names_of(rank::Level::none, rank::Level::high), "level"));
  TRY_OK(check_words(settings.read_as,
                     names_of(rank::PostKind::plain, rank::PostKind::help_seeking),
                     "way to read a text"));
  TRY_OK(check_words(settings.kind, names_of(SelectorKind::phone, SelectorKind::image),
                     "kind of selector"));
  for (const std::string& id : words_in(settings.indicator))
    TRY_OK(check_sign(of, data.indicators.table, id));
  return {};
}

std::vector<uint32_t> filter_networks(const CaseData& data, const NetworkFacts& facts,
                                      const NetworksSettings& settings) {
  const auto word = [&](uint32_t number) { return std::string(data.posts.words[number]); };
  ValueFilter country(Wanted(settings.country), word);
  ValueFilter city(Wanted(settings.city, false), word);
  ValueFilter language(Wanted(settings.language), language_name);
  const Wanted kind(settings.kind);
  const Wanted ids(settings.indicator), levels(settings.level), read_as(settings.read_as);
  AboutFilter about(data, settings.about);
  std::vector<uint32_t> passed;
  for (uint32_t n = 0; n < data.networks.size(); ++n) {
    const bool passes = data.networks.members(n).size() >= settings.min_posts &&
                        passes_time(data.networks, n, settings) &&
                        country.passes(facts.countries.of(n)) && city.passes(facts.cities.of(n)) &&
                        language.passes(facts.languages.of(n)) &&
                        passes_kind(kind, facts.kinds[n]) &&
                        passes_signs(data.indicators, n, ids, levels, read_as) &&
                        about.passes(n, facts.cities.of(n));
    if (passes) passed.push_back(n);
  }
  sort(data, settings.order, passed);
  return passed;
}

void keep_states(const CaseData& data, const AnnotationReader& annotations, std::string_view wanted,
                 std::vector<uint32_t>& which) {
  const Wanted states(wanted, true, Wanted::as_typed);
  if (states.is_empty()) return;
  std::erase_if(which, [&](uint32_t n) {
    const std::string& state = annotations.of(network_id(data.networks.number[n])).triage.state;
    return states.none.contains(state) || (!states.any.empty() && !states.any.contains(state));
  });
}

void keep_labels(const CaseData& data, const AnnotationReader& annotations, std::string_view wanted,
                 std::vector<uint32_t>& which) {
  const Wanted labels(wanted);
  if (labels.is_empty()) return;
  std::erase_if(which, [&](uint32_t n) {
    bool found = labels.any.empty();
    for (const std::string& label : annotations.of(network_id(data.networks.number[n])).labels) {
      const std::string folded = search::fold(label);
      if (labels.none.contains(folded)) return true;
      found = found || labels.any.contains(folded);
    }
    return !found;
  });
}

}  // namespace maillon::tasks
