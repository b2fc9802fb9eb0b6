#include "tasks/networks_list.h"

#include <algorithm>
#include <unordered_map>

#include "report/networks_table.h"
#include "search/tokenizer.h"
#include "tasks/annotations.h"
#include "tasks/show_case.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

// Which of the numbered words of a column pass: compared folded, each word once.
class WordFilter {
 public:
  WordFilter(const Posts& posts, const std::string& wanted)
      : posts_(posts), wanted_(search::fold(wanted)), any_(wanted.empty()) {}
  bool passes(const std::vector<uint32_t>& column, std::span<const uint32_t> rows) {
    return any_ || std::any_of(rows.begin(), rows.end(), [&](uint32_t row) {
             const auto [at, is_new] = known_.try_emplace(column[row], false);
             if (is_new) at->second = search::fold(posts_.words[column[row]]) == wanted_;
             return at->second;
           });
  }

 private:
  const Posts& posts_;
  std::string wanted_;
  bool any_;
  std::unordered_map<uint32_t, bool> known_;
};

std::vector<uint32_t> filter(const CaseData& data, const NetworksSettings& settings) {
  const Networks& networks = data.networks;
  WordFilter country(data.posts, settings.country), city(data.posts, settings.city);
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
    if (!settings.language.empty() && std::none_of(rows.begin(), rows.end(), [&](uint32_t row) {
          return language_of(data.posts, row) == settings.language;
        })) {
      continue;
    }
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

void keep_states(const CaseData& data, const AnnotationReader& annotations, std::string_view wanted,
                 std::vector<uint32_t>& which) {
  std::vector<std::string_view> any, none;
  while (!wanted.empty()) {
    const std::size_t cut = std::min(wanted.find(','), wanted.size());
    const std::string_view word = wanted.substr(0, cut);
    wanted.remove_prefix(std::min(cut + 1, wanted.size()));
    const bool is_out = word.starts_with('-');
    if (!word.empty()) (is_out ? none : any).push_back(word.substr(is_out ? 1 : 0));
  }
  if (any.empty() && none.empty()) return;
  const auto has = [](const std::vector<std::string_view>& words, std::string_view state) {
    return std::find(words.begin(), words.end(), state) != words.end();
  };
  std::erase_if(which, [&](uint32_t n) {
    const std::string& state = annotations.of(network_id(data.networks.number[n])).triage.state;
    return has(none, state) || (!any.empty() && !has(any, state));
  });
}

Result<Outcome> list_networks(const NetworksSettings& settings, const Context& context,
                              Output& out) {
  TRY(const OpenedCase opened, open_linked(settings.case_path));
  const CaseData& data = opened.data;
  TRY(const AnnotationReader annotations, AnnotationReader::open(*opened.file, data));
  std::vector<uint32_t> which = filter(data, settings);
  keep_states(data, annotations, settings.state, which);
  sort(data.networks, settings.order, which);
  report::NetworksTable table;
  table.total = which.size();
  table.posts = data.posts.size();
  table.posts_in_networks = data.networks.member.size();
  which.erase(which.begin(), which.begin() + static_cast<std::ptrdiff_t>(std::min<uint64_t>(
                                                 settings.offset, which.size())));
  if (settings.limit != 0 && which.size() > settings.limit) which.resize(settings.limit);
  for (const uint32_t n : which) {
    table.networks.push_back(make_line(data, n));
    table.networks.back().annotations = annotations.of(table.networks.back().id);
  }
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
