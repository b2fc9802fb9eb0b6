#include "tasks/networks_list.h"

#include <algorithm>

#include "report/networks_table.h"
#include "tasks/annotations.h"
#include "tasks/indicators/show_signs.h"
#include "tasks/network_facts.h"
#include "tasks/show_case.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

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
  if (const Indicators& indicators = data.indicators; !indicators.empty()) {
    line.indicators = sign_ids(indicators, indicators.network[n]);
    line.indicator_labels = sign_labels(indicators, indicators.network[n]);
    line.level = level_of(indicators, indicators.network, n);
    line.kind = kind_of(indicators, indicators.network, n);
  }
  if (!data.ranking.empty()) line.learned = double{data.ranking.network[n]};
  line.pictures = marks_of(data.pictures, rows);
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

Result<Outcome> list_networks(const NetworksSettings& settings, const Context& context,
                              Output& out) {
  TRY(const OpenedCase opened, open_linked(settings.case_path));
  TRY_OK(check_filters(*opened.file, opened.data, settings));
  const NetworkFacts facts = gather_network_facts(opened.data);
  std::vector<uint32_t> passed = filter_networks(opened.data, facts, settings);
  TRY(const AnnotationReader annotations, AnnotationReader::open(*opened.file, opened.data));
  keep_states(opened.data, annotations, settings.state, passed);
  keep_labels(opened.data, annotations, settings.label, passed);
  return list_networks(opened, annotations, passed, settings, context, out);
}

Result<Outcome> list_networks(const OpenedCase& opened, const AnnotationReader& annotations,
                              std::span<const uint32_t> passed, const NetworksSettings& settings,
                              const Context& context, Output& out) {
  const CaseData& data = opened.data;
  report::NetworksTable table;
  table.total = passed.size();
  table.posts = data.posts.size();
  table.posts_in_networks = data.networks.member.size();
  for (const uint32_t n : passed) {
    table.asking_for_help += kind_of(data.indicators, data.indicators.network, n) ==
                                     rank::to_name(rank::PostKind::help_seeking)
                                 ? 1
                                 : 0;
  }
  table.case_name = opened.file->directory();
  std::span<const uint32_t> which =
      passed.subspan(std::min<uint64_t>(settings.offset, passed.size()));
  if (settings.limit != 0) which = which.first(std::min<uint64_t>(settings.limit, which.size()));
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
