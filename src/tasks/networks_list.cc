#include "tasks/networks_list.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "report/networks_table.h"
#include "search/tokenizer.h"
#include "tasks/show_case.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

// "FR,DE,-GB", folded.
struct Wanted {
  std::vector<std::string> any, none;
  explicit Wanted(std::string_view list, bool is_list = true) {
    while (!list.empty()) {
      const std::size_t cut = is_list ? std::min(list.find(','), list.size()) : list.size();
      const std::string_view word = list.substr(0, cut);
      list.remove_prefix(std::min(cut + 1, list.size()));
      const bool is_out = is_list && word.starts_with('-');
      if (!word.empty()) (is_out ? none : any).push_back(search::fold(word.substr(is_out ? 1 : 0)));
    }
  }
  bool is_empty() const { return any.empty() && none.empty(); }
  bool has_any(const std::string& folded) const {
    return std::find(any.begin(), any.end(), folded) != any.end();
  }
  bool has_none(const std::string& folded) const {
    return std::find(none.begin(), none.end(), folded) != none.end();
  }
};

// Which networks pass by the numbered words of a column: each word is compared once.
class WordFilter {
 public:
  WordFilter(const Posts& posts, Wanted wanted) : posts_(posts), wanted_(std::move(wanted)) {}
  bool passes(const std::vector<uint32_t>& column, std::span<const uint32_t> rows) {
    if (wanted_.is_empty()) return true;
    bool found = wanted_.any.empty();
    for (const uint32_t row : rows) {
      const auto [at, is_new] = known_.try_emplace(column[row], std::pair(false, false));
      if (is_new) {
        const std::string word = search::fold(posts_.words[column[row]]);
        at->second = {wanted_.has_any(word), wanted_.has_none(word)};
      }
      if (at->second.second) return false;
      found = found || at->second.first;
    }
    return found;
  }

 private:
  const Posts& posts_;
  Wanted wanted_;
  std::unordered_map<uint32_t, std::pair<bool, bool>> known_;
};

bool passes_language(const Posts& posts, const Wanted& wanted, std::span<const uint32_t> rows) {
  if (wanted.is_empty()) return true;
  bool found = wanted.any.empty();
  for (const uint32_t row : rows) {
    const std::string language = language_of(posts, row);
    if (wanted.has_none(language)) return false;
    found = found || wanted.has_any(language);
  }
  return found;
}

bool has_kind(const CaseData& data, const Wanted& wanted, std::span<const uint32_t> rows) {
  if (wanted.is_empty()) return true;
  bool found = wanted.any.empty();
  for (const uint32_t row : rows) {
    for (uint64_t h = data.selectors.hit_offsets[row]; h < data.selectors.hit_offsets[row + 1];
         ++h) {
      const auto kind =
          static_cast<SelectorKind>(data.selectors.kind[data.selectors.hit_selector[h]]);
      if (wanted.has_none(std::string(to_name(kind)))) return false;
      found = found || wanted.has_any(std::string(to_name(kind)));
    }
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
  bool passes(uint32_t n) const {
    if (town_.empty() || numbers_.contains(data_.networks.number[n])) return true;
    const auto rows = data_.networks.members(n);
    return numbers_.empty() && std::any_of(rows.begin(), rows.end(), [&](uint32_t row) {
             return search::fold(data_.posts.word(data_.posts.city, row)).find(town_) !=
                    std::string::npos;
           });
  }

 private:
  const CaseData& data_;
  std::string town_;
  std::unordered_set<uint32_t> numbers_;
};

std::vector<uint32_t> filter(const CaseData& data, const NetworksSettings& settings) {
  const Networks& networks = data.networks;
  WordFilter country(data.posts, Wanted(settings.country));
  WordFilter city(data.posts, Wanted(settings.city, false));
  const Wanted language(settings.language), kind(settings.kind);
  const AboutFilter about(data, settings.about);
  std::vector<uint32_t> passed;
  for (uint32_t n = 0; n < networks.size(); ++n) {
    const auto rows = networks.members(n);
    if (rows.size() < settings.min_posts) continue;
    if (settings.since != kNoTime && networks.last_seen[n] < settings.since) continue;
    if (settings.until != kNoTime &&
        (networks.first_seen[n] == kNoTime || networks.first_seen[n] >= settings.until)) {
      continue;
    }
    if (!country.passes(data.posts.country, rows) || !city.passes(data.posts.city, rows)) continue;
    if (!passes_language(data.posts, language, rows) || !has_kind(data, kind, rows)) continue;
    if (!about.passes(n)) continue;
    passed.push_back(n);
  }
  return passed;
}

void sort(const Networks& networks, NetworkOrder order, std::vector<uint32_t>& which) {
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
  }
}

std::vector<std::string> names_of(const std::vector<report::Tally>& tallies) {
  std::vector<std::string> names;
  for (const report::Tally& tally : tallies) names.push_back(tally.what);
  return names;
}

report::NetworkLine make_line(const CaseData& data, uint32_t n) {
  const Posts& posts = data.posts;
  const auto rows = data.networks.members(n);
  report::NetworkLine line;
  line.id = network_id(data.networks.number[n]);
  line.posts = rows.size();
  line.first_seen = data.networks.first_seen[n];
  line.last_seen = data.networks.last_seen[n];
  line.countries = names_of(tally_words(posts, posts.country, rows));
  line.cities = names_of(tally_words(posts, posts.city, rows));
  line.selectors = data.networks.selectors[n];
  line.languages = names_of(tally_languages(posts, rows));
  const std::vector<report::TemplateLine> templates = templates_of(data, rows);
  line.templates = templates.size();
  for (const SelectorUse& use : selectors_of(data, rows)) {
    if (!is_followed(data.selectors, use.selector) || use.posts < 2) continue;
    line.top = signal_name(data, use.selector);
    break;
  }
  if (line.top.empty() && !templates.empty()) line.top = templates.front().text;
  return line;
}

}  // namespace

std::vector<uint32_t> find_networks(const CaseData& data, const NetworksSettings& settings) {
  std::vector<uint32_t> which = filter(data, settings);
  sort(data.networks, settings.order, which);
  return which;
}

Result<Outcome> list_networks(const NetworksSettings& settings, const Context& context,
                              Output& out) {
  TRY(const OpenedCase opened, open_linked(settings.case_path));
  return list_networks(opened, settings, context, out);
}

Result<Outcome> list_networks(const OpenedCase& opened, const NetworksSettings& settings,
                              const Context& context, Output& out) {
  const CaseData& data = opened.data;
  std::vector<uint32_t> which = find_networks(data, settings);
  report::NetworksTable table;
  table.total = which.size();
  table.posts = data.posts.size();
  table.posts_in_networks = data.networks.member.size();
  which.erase(which.begin(), which.begin() + static_cast<std::ptrdiff_t>(std::min<uint64_t>(
                                                 settings.offset, which.size())));
  if (settings.limit != 0 && which.size() > settings.limit) which.resize(settings.limit);
  for (const uint32_t n : which) table.networks.push_back(make_line(data, n));
  TRY_OK(
      log_reading(*opened.file, "networks", std::to_string(which.size()) + " listed", context.by));
  if (context.json) {
    out.write(report::to_json(table) + "\n");
  } else if (!which.empty()) {
    out.write(report::to_text(table, {context.color, static_cast<std::size_t>(context.width)}));
  }
  if (which.empty()) {
    say(data.networks.size() == 0 ? "no networks: no two posts of this case are linked"
                                  : "no network passes these filters");
    return Outcome::empty;
  }
  return Outcome::done;
}

}  // namespace maillon::tasks
