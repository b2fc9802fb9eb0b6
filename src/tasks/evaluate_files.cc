#include "tasks/evaluate_files.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/printable.h"
#include "network/components.h"
#include "report/style.h"
#include "tasks/evaluate_csv.h"

namespace maillon::tasks {

namespace {

Result<void> require(const CsvColumns& table, const std::vector<std::string_view>& names,
                     std::size_t which, const std::string& path) {
  if (table.found[which]) return {};
  return fail(
      Code::invalid_input,
      fmt::format(
          "{}: has no column '{}'; say which one it is with --truth-col, --cluster or --join", path,
          names[which]));
}

// The names of posts: by source and id where both tables have a source.
std::string post_name(const CsvColumns& table, std::size_t row, bool by_source) {
  std::string name(table.columns[0][row]);
  if (by_source) {
    name.insert(0, 1, '\0');
    name.insert(0, table.columns[1][row]);
  }
  return name;
}

using RowOf = std::unordered_map<std::string, uint32_t>;

// Post -> its first row.
RowOf index_rows(const CsvColumns& table, bool by_source, uint64_t& again) {
  RowOf rows;
  rows.reserve(table.rows);
  for (uint32_t row = 0; row < table.rows; ++row) {
    if (!rows.try_emplace(post_name(table, row, by_source), row).second) ++again;
  }
  return rows;
}

// Labels of bare connected components over shared selectors, for truth rows.
Result<std::vector<std::string>> component_labels(const std::string& path,
                                                  const CsvColumns& truth) {
  const std::vector<std::string_view> names{"id", "source", "kind", "service", "value"};
  TRY(const CsvColumns table, read_csv_columns(path, names));
  for (const std::size_t needed : {0U, 2U, 4U}) TRY_OK(require(table, names, needed, path));
  const bool by_source = truth.found[1] && table.found[1];
  uint64_t again = 0;
  const RowOf rows = index_rows(truth, by_source, again);
  std::unordered_map<std::string, uint32_t> first_post;  // selector -> a post that carries it
  std::vector<uint32_t> a, b;
  for (std::size_t row = 0; row < table.rows; ++row) {
    const auto post = rows.find(post_name(table, row, by_source));
    if (post == rows.end()) continue;
    std::string selector;
    for (const std::size_t column : {2U, 3U, 4U}) {
      selector += table.columns[column][row];
      selector += '\0';
    }
    const auto [at, is_new] = first_post.try_emplace(std::move(selector), post->second);
    if (is_new || at->second == post->second) continue;
    a.push_back(at->second);
    b.push_back(post->second);
  }
  std::vector<std::string> labels;
  for (const uint32_t root : network::find_components(static_cast<uint32_t>(truth.rows), a, b)) {
    labels.push_back(std::to_string(root));
  }
  return labels;
}

simulate::Scores score(const CsvColumns& truth, const std::vector<std::string>& found) {
  std::vector<std::string_view> truth_labels, found_labels(found.begin(), found.end());
  for (std::size_t row = 0; row < truth.rows; ++row) truth_labels.push_back(truth.columns[2][row]);
  return simulate::evaluate_clusters(truth_labels, found_labels);
}

void write_scores(JsonWriter& json, const simulate::Scores& s) {
  json.begin_object();
  json.member("bcubed_precision", s.bcubed_precision).member("bcubed_recall", s.bcubed_recall);
  json.member("bcubed_f1", s.bcubed_f1).member("pairwise_precision", s.pairwise_precision);
  json.member("pairwise_recall", s.pairwise_recall).member("pairwise_f1", s.pairwise_f1);
  json.member("posts", s.posts).member("truth_clusters", s.truth_clusters);
  json.member("found_clusters", s.found_clusters).member("largest_truth", s.largest_truth);
  json.member("largest_found", s.largest_found).end_object();
}

std::vector<std::string> score_cells(const std::string& name, const simulate::Scores& s) {
  std::vector<std::string> cells{name};
  for (const double share : {s.bcubed_precision, s.bcubed_recall, s.bcubed_f1, s.pairwise_precision,
                             s.pairwise_recall, s.pairwise_f1}) {
    cells.push_back(fmt::format("{:.4f}", share));
  }
  cells.push_back(report::thousands(static_cast<uint64_t>(s.found_clusters)));
  cells.push_back(report::thousands(static_cast<uint64_t>(s.largest_found)));
  return cells;
}

void print_json(const ClusterReport& report, std::string_view joined_by, Output& out) {
  JsonWriter json;
  json.begin_object().key("scores");
  write_scores(json, report.scores);
  if (report.has_components) {
    json.key("components");
    write_scores(json, report.components);
  }
  json.member("missing", report.missing).member("left_out", report.left_out);
  json.member("ambiguous", report.ambiguous);
  json.member("joined_by", report.by_source ? "source and id" : joined_by).end_object();
  out.write(json.take() + "\n");
}

}  // namespace

std::string scores_text(const ClusterReport& report, const std::string& name, std::size_t width) {
  using Align = report::TextTable::Align;
  report::TextTable table({{""},
                           {"B-cubed P", Align::right},
                           {"R", Align::right},
                           {"F1", Align::right},
                           {"pairwise P", Align::right},
                           {"R", Align::right},
                           {"F1", Align::right},
                           {"clusters", Align::right},
                           {"largest", Align::right}});
  table.add_row(score_cells(name, report.scores));
  if (report.has_components) table.add_row(score_cells("bare components", report.components));
  const report::Style style{false, width};
  const auto posts = static_cast<uint64_t>(report.scores.posts);
  std::string text = table.to_text(style);
  text += fmt::format(
      "truth: {} in {}, the largest of {}\n",
      report.by_id ? report::count_of(posts, "post", "posts")
                   : report::count_of(posts, "row", "rows"),
      report::count_of(static_cast<uint64_t>(report.scores.truth_clusters), "cluster", "clusters"),
      report::thousands(static_cast<uint64_t>(report.scores.largest_truth)));
  return text;
}

Result<ClusterReport> evaluate_networks(const EvaluateSettings& settings) {
  const bool by_id = settings.join_column == "id";
  if (!by_id && !settings.components.empty()) {
    return fail(Code::invalid_input,
                "--components scores posts and joins by id; leave out --join or --components");
  }
  const std::vector<std::string_view> truth_names{settings.join_column, "source",
                                                  settings.truth_column};
  const std::vector<std::string_view> found_names{settings.join_column, "source",
                                                  settings.cluster_column};
  TRY(const CsvColumns truth, read_csv_columns(settings.truth, truth_names));
  TRY(const CsvColumns found, read_csv_columns(settings.predicted, found_names));
  for (const std::size_t needed : {0U, 2U}) {
    TRY_OK(require(truth, truth_names, needed, settings.truth));
    TRY_OK(require(found, found_names, needed, settings.predicted));
  }
  if (truth.rows == 0)
    return fail(Code::invalid_input, settings.truth + ": has a header and no rows");
  ClusterReport report;
  report.by_id = by_id;
  report.by_source = by_id && truth.found[1] && found.found[1];
  const RowOf rows = index_rows(found, report.by_source, report.ambiguous);
  std::vector<std::string> labels(truth.rows);
  uint64_t joined = 0;
  for (std::size_t row = 0; row < truth.rows; ++row) {
    const auto at = rows.find(post_name(truth, row, report.by_source));
    if (at == rows.end()) {
      ++report.missing;
      continue;
    }
    ++joined;
    labels[row] = found.columns[2][at->second];
  }
  report.left_out = rows.size() - std::min<uint64_t>(joined, rows.size());
  if (joined == 0) {
    return fail(Code::invalid_input,
                by_id ? "the two tables have no post in common; do their ids match?"
                      : fmt::format("the two tables have no {} in common", settings.join_column));
  }
  report.scores = score(truth, labels);
  if (!settings.components.empty()) {
    TRY(const auto components, component_labels(settings.components, truth));
    report.components = score(truth, components);
    report.has_components = true;
  }
  return report;
}

Result<Outcome> evaluate_files(const EvaluateSettings& settings, const Context& context,
                               Output& out) {
  TRY(const ClusterReport report, evaluate_networks(settings));
  if (context.json) {
    print_json(report, settings.join_column, out);
  } else {
    out.write(
        scores_text(report, settings.cluster_column, static_cast<std::size_t>(context.width)));
  }
  const std::string_view nouns = report.by_id ? "posts" : "rows";
  if (report.missing > 0) {
    say(fmt::format("note: {} of the truth that are not in {} and count as alone: {}", nouns,
                    settings.predicted, report.missing));
  }
  if (report.left_out > 0) {
    say(fmt::format("note: {} of {} that the truth lacks and that are left out: {}", nouns,
                    settings.predicted, report.left_out));
  }
  if (report.ambiguous > 0) {
    say(fmt::format("note: {} rows of {} repeat {}; the first counts", report.ambiguous,
                    settings.predicted, report.by_id ? "a post" : "a " + settings.join_column));
  }
  return Outcome::done;
}

namespace {

struct TruthKind {
  std::string_view column;
  SelectorKind kind;
};
constexpr std::array<TruthKind, 5> kTruthKinds = {{{"phones", SelectorKind::phone},
                                                   {"emails", SelectorKind::email},
                                                   {"handles", SelectorKind::handle},
                                                   {"wallets", SelectorKind::wallet},
                                                   {"ibans", SelectorKind::iban}}};

void add_list(std::string_view post, SelectorKind kind, std::string_view list,
              std::vector<simulate::PostSelector>& to) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(';'), list.size());
    if (end > 0) to.push_back({post, kind, list.substr(0, end)});
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

}  // namespace

Result<SelectorsReport> evaluate_selectors(const std::string& truth_path,
                                           const std::string& selectors_path) {
  std::vector<std::string_view> truth_names{"id"};
  for (const TruthKind& t : kTruthKinds) truth_names.push_back(t.column);
  const std::vector<std::string_view> found_names{"id", "kind", "service", "value"};
  TRY(const CsvColumns truth, read_csv_columns(truth_path, truth_names));
  TRY(const CsvColumns found, read_csv_columns(selectors_path, found_names));
  TRY_OK(require(truth, truth_names, 0, truth_path));
  for (const std::size_t needed : {0U, 1U, 3U}) {
    TRY_OK(require(found, found_names, needed, selectors_path));
  }
  std::unordered_set<std::string_view> posts;
  std::vector<simulate::PostSelector> expected, got;
  for (std::size_t row = 0; row < truth.rows; ++row) {
    const std::string_view post = truth.columns[0][row];
    posts.insert(post);
    for (std::size_t k = 0; k < kTruthKinds.size(); ++k) {
      add_list(post, kTruthKinds[k].kind, truth.columns[k + 1][row], expected);
    }
  }
  SelectorsReport report;
  for (std::size_t row = 0; row < found.rows; ++row) {
    const auto kind = parse_selector_kind(found.columns[1][row]);
    if (!kind || *kind == SelectorKind::url ||
        parse_service(found.columns[2][row]) == Service::account) {
      ++report.not_compared;
    } else if (!posts.contains(found.columns[0][row])) {
      ++report.left_out;
    } else {
      got.push_back({found.columns[0][row], *kind, found.columns[3][row]});
    }
  }
  report.scores = simulate::evaluate_selectors(expected, got);
  return report;
}

Result<Outcome> evaluate_selector_files(const std::string& truth, const std::string& selectors,
                                        const Context& context, Output& out) {
  TRY(const SelectorsReport report, evaluate_selectors(truth, selectors));
  if (context.json) {
    JsonWriter json;
    json.begin_object().key("kinds").begin_array();
    for (const simulate::SelectorScores& s : report.scores) {
      json.begin_object().member("kind", to_name(s.kind)).member("precision", s.precision);
      json.member("recall", s.recall).member("f1", s.f1).member("truth", s.truth);
      json.member("found", s.found).member("both", s.both).end_object();
    }
    json.end_array().member("not_compared", report.not_compared);
    json.member("left_out", report.left_out).end_object();
    out.write(json.take() + "\n");
    return Outcome::done;
  }
  using Align = report::TextTable::Align;
  report::TextTable table({{"kind"},
                           {"precision", Align::right},
                           {"recall", Align::right},
                           {"F1", Align::right},
                           {"in truth", Align::right},
                           {"found", Align::right},
                           {"right", Align::right}});
  for (const simulate::SelectorScores& s : report.scores) {
    table.add_row({std::string(to_name(s.kind)), fmt::format("{:.4f}", s.precision),
                   fmt::format("{:.4f}", s.recall), fmt::format("{:.4f}", s.f1),
                   report::thousands(static_cast<uint64_t>(s.truth)),
                   report::thousands(static_cast<uint64_t>(s.found)),
                   report::thousands(static_cast<uint64_t>(s.both))});
  }
  out.write(table.to_text({false, static_cast<std::size_t>(context.width)}));
  if (report.not_compared > 0) {
    say(fmt::format(
        "note: {} web addresses and account names are not in the truth; they are left out",
        report.not_compared));
  }
  if (report.left_out > 0) {
    say(fmt::format("note: {} selectors belong to posts that the truth lacks; they are left out",
                    report.left_out));
  }
  return Outcome::done;
}

}  // namespace maillon::tasks
