#include "tasks/demo.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/printable.h"
#include "report/style.h"
#include "store/file.h"
#include "tasks/evaluate_files.h"
#include "tasks/explain.h"
#include "tasks/export_tables.h"
#include "tasks/networks_list.h"
#include "tasks/show_case.h"
#include "tasks/show_lines.h"
#include "tasks/show_network.h"
#include "tasks/simulate_files.h"

namespace maillon::tasks {

namespace {

constexpr uint64_t kNetworksShown = 5;
constexpr std::size_t kPageLines = 34;  // of the network's page

struct Paths {
  explicit Paths(const std::string& directory)
      : world(directory + "/world"),
        file(directory + "/case"),
        posts_table(directory + "/posts.csv"),
        selectors_table(directory + "/selectors.csv") {}
  std::string world, file, posts_table, selectors_table;
};

class Stage {
 public:
  Stage(const Context& context, Output& out)
      : out_(out),
        style_{context.color, static_cast<std::size_t>(context.width)},
        quiet_(context.json) {}
  // The command that a user would type for what follows.
  void command(const std::string& line) {
    if (quiet_) return;
    out_.write("\n" + report::cyan(style_, "$ " + printable(line)) + "\n");
    out_.flush();
  }
  void text(const std::string& text) {
    if (!quiet_) out_.write(text);
  }
  const report::Style& style() const { return style_; }

 private:
  Output& out_;
  report::Style style_;
  bool quiet_;
};

// The world's own directory, or a new one; never somebody else's.
Result<void> check_directory(const std::string& directory, const Paths& paths) {
  if (!std::filesystem::exists(directory)) return {};
  if (!store::is_directory(directory)) {
    return fail(Code::invalid_input,
                directory + ": is a file; name another directory, as in `maillon demo my-demo`");
  }
  TRY(const auto names, store::list_directory(directory));
  if (names.empty() || store::is_directory(paths.world)) return {};
  return fail(
      Code::invalid_input,
      directory + ": holds other things; name another directory, as in `maillon demo my-demo`");
}

Result<void> build_case(const DemoSettings& settings, const Paths& paths, const Context& context,
                        Stage& stage) {
  stage.command(fmt::format("maillon simulate {} --posts {} --seed {}", paths.world, settings.posts,
                            settings.seed));
  SimulateSettings world;
  world.directory = paths.world;
  world.posts = settings.posts;
  world.seed = settings.seed;
  if (store::file_exists(paths.world + "/posts.jsonl") &&
      store::file_exists(paths.world + "/truth.csv")) {
    stage.text("made before; kept as it is\n");
  } else {
    TRY(const SimulateReport made, simulate_files(world, context));
    stage.text(fmt::format("{} of a made-up world in {}\n",
                           report::count_of(made.posts, "post", "posts"),
                           printable(made.posts_path)));
  }
  stage.command("maillon import " + paths.file + " " + paths.world + "/posts.jsonl");
  ImportSettings import;
  import.case_path = paths.file;
  import.files = {paths.world + "/posts.jsonl"};
  TRY(const ImportReport imported, import_files(import, context));
  stage.text(imported.import == 0
                 ? std::string("in the case already; nothing was added\n")
                 : fmt::format("{}, {} of them of posts seen before, {} quarantined\n",
                               report::count_of(imported.records, "record", "records"),
                               report::thousands(imported.seen_again), imported.quarantined));
  stage.command("maillon link " + paths.file);
  LinkSettings link;
  link.case_path = paths.file;
  TRY(const LinkReport linked, link_case(link, context));
  stage.text(linked.fresh ? std::string("nothing has changed since the last link\n")
                          : fmt::format("{} in {}, {} set aside as hubs, {} of wording\n",
                                        report::count_of(linked.network_posts, "post", "posts"),
                                        report::count_of(linked.networks, "network", "networks"),
                                        report::count_of(linked.hubs, "selector", "selectors"),
                                        report::count_of(linked.families, "family", "families")));
  return {};
}

Result<void> save_table(const CaseData& data, report::Table table, const std::string& path) {
  TRY(Output file, Output::file(path));
  write_table(data, table, {}, file);
  return file.finish();
}

std::string first_lines(const std::string& text, std::size_t lines) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < lines; ++i) {
    const std::size_t end = text.find('\n', at);
    if (end == std::string::npos) return text;
    at = end + 1;
  }
  return text.substr(0, at) + "...\n";
}

// A pair inside the network that more than one thing ties, to explain.
std::optional<std::pair<uint32_t, uint32_t>> telling_pair(const CaseData& data, uint32_t network) {
  const Links& links = data.links;
  const uint32_t number = data.networks.number[network];
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < links.a.size(); ++i) {
    if (links.accepted[i] == 0 || data.networks.network[links.a[i]] != number ||
        data.networks.network[links.b[i]] != number) {
      continue;
    }
    const auto rank = [&](std::size_t at) {
      return std::pair(__builtin_popcount(links.kinds[at]), links.log_odds[at]);
    };
    if (!best || rank(i) > rank(*best)) best = i;
  }
  if (!best) return std::nullopt;
  return std::pair(links.a[*best], links.b[*best]);
}

// The network to show: of the first ones, the one whose page has most to tell.
uint32_t choose_network(const CaseData& data) {
  uint32_t best = 0;
  std::size_t best_score = 0;
  for (uint32_t n = 0;
       n < std::min<uint32_t>(kNetworksShown, static_cast<uint32_t>(data.networks.size())); ++n) {
    const auto rows = data.networks.members(n);
    const std::size_t score =
        std::min<std::size_t>(tally_languages(data.posts, rows).size(), 4) * 4 +
        std::min<std::size_t>(data.networks.cities[n], 8) +
        std::min<std::size_t>(data.networks.selectors[n], 8);
    if (score > best_score) {
      best = n;
      best_score = score;
    }
  }
  return best;
}

Result<void> tour(const Paths& paths, const OpenedCase& opened, int64_t now, Stage& stage) {
  const CaseData& data = opened.data;
  const uint32_t shown = choose_network(data);
  const std::string id = network_id(data.networks.number[shown]);
  stage.command("maillon show " + paths.file + " " + id);
  stage.text(first_lines(report::to_text(build_network_page(opened, shown, now), stage.style()),
                         kPageLines));
  const auto pair = telling_pair(data, shown);
  if (pair) {
    stage.command("maillon explain " + paths.file + " " + post_id(data.posts, pair->first) + " " +
                  post_id(data.posts, pair->second));
    stage.text(report::to_text(build_ledger(data, {}, pair->first, pair->second, *opened.reader),
                               stage.style()));
  }
  return {};
}

std::string next_steps(const Paths& paths, const CaseData& data, const report::Style& style) {
  std::string selector = "+33612345678";
  for (const SelectorUse& use :
       selectors_of(data, data.networks.size() == 0 ? std::span<const uint32_t>()
                                                    : data.networks.members(0))) {
    if (static_cast<SelectorKind>(data.selectors.kind[use.selector]) != SelectorKind::phone ||
        !is_followed(data.selectors, use.selector)) {
      continue;
    }
    selector = data.selectors.value[use.selector];
    break;
  }
  const std::string f = paths.file;
  std::string text = "\n" + report::bold(style, "What to try next") + "\n";
  text += fmt::format("  maillon serve {}    all of it as a page in your browser\n", f);
  text += fmt::format("  maillon show {} '{}'    everything tied to this phone, in any spelling\n",
                      f, selector);
  text += fmt::format(
      "  maillon search {} 'country:fr after:2024-06-01'    posts that answer a query\n", f);
  text +=
      fmt::format("  maillon networks {} --sort newest    where something is going on now\n", f);
  text += fmt::format("  maillon near-misses {}    what was nearly joined, and why not\n", f);
  text += fmt::format(
      "  maillon export {} --table links --output links.csv    tables for other programs\n", f);
  text += fmt::format("  maillon verify {}    is every byte what it was?\n", f);
  text += "  maillon import my-case my-posts.csv && maillon link my-case    your own posts\n";
  text +=
      "These are leads, never verdicts: a trained person decides. The world is made up; its truth "
      "is in\n" +
      paths.world + "/truth.csv.\n";
  return text;
}

}  // namespace

Result<Outcome> demo(const DemoSettings& settings, const Context& context, Output& out) {
  const Paths paths(settings.directory);
  TRY_OK(check_directory(settings.directory, paths));
  Stage stage(context, out);
  TRY_OK(build_case(settings, paths, context, stage));

  stage.command(fmt::format("maillon networks {} --limit {}", paths.file, kNetworksShown));
  NetworksSettings networks;
  networks.case_path = paths.file;
  networks.limit = kNetworksShown;
  if (!context.json) TRY_OK(list_networks(networks, context, out));
  TRY(const OpenedCase opened, open_linked(paths.file));
  if (opened.data.networks.size() > 0) TRY_OK(tour(paths, opened, context.by.time, stage));

  stage.command("maillon export " + paths.file + " --table posts --output " + paths.posts_table);
  TRY_OK(save_table(opened.data, report::Table::posts, paths.posts_table));
  stage.command("maillon export " + paths.file + " --table selectors --output " +
                paths.selectors_table);
  TRY_OK(save_table(opened.data, report::Table::selectors, paths.selectors_table));
  stage.command(fmt::format("maillon evaluate {}/truth.csv {} --components {}", paths.world,
                            paths.posts_table, paths.selectors_table));
  EvaluateSettings evaluate;
  evaluate.truth = paths.world + "/truth.csv";
  evaluate.predicted = paths.posts_table;
  evaluate.components = paths.selectors_table;
  if (context.json) return evaluate_files(evaluate, context, out);
  TRY(const ClusterReport report, evaluate_networks(evaluate));
  stage.text(scores_text(report, "maillon", static_cast<std::size_t>(context.width)));
  stage.text(next_steps(paths, opened.data, stage.style()));
  return Outcome::done;
}

}  // namespace maillon::tasks
