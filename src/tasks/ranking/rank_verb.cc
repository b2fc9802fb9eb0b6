#include "tasks/ranking/rank_verb.h"

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/printable.h"
#include "report/nouns.h"
#include "report/style.h"
#include "tasks/ranking/learn.h"
#include "tasks/ranking/next_posts.h"
#include "tasks/show_case.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {
namespace {

struct Learned {
  KeptRanking ranking;
  rank::Figures figures;
  std::size_t features = 0;
  bool kept = false;  // from before: nothing had changed
};

Result<Learned> with_figures(KeptRanking ranking, bool kept) {
  TRY(const rank::Model model, rank::Model::from_bytes(ranking.model));
  return Learned{std::move(ranking), model.figures(), model.size(), kept};
}

Result<Learned> learn_or_keep(store::Case& file, const CaseData& data, const DecidedPosts& decided,
                              bool force, Progress& progress) {
  TRY(const RankingInputs now, read_ranking_inputs(file));
  if (!force) {
    auto kept = read_kept_ranking(file);
    if (kept && kept->inputs == now && kept->post.size() == data.posts.size()) {
      return with_figures(*std::move(kept), true);
    }
  }
  TRY(KeptRanking made, learn_ranking(file, data, decided, progress));
  TRY_OK(write_ranking(file, made));
  return with_figures(std::move(made), false);
}

std::string figures_text(const Learned& learned, const report::Style& style) {
  const rank::Figures& f = learned.figures;
  const LearnedFrom& from = learned.ranking.from;
  std::string text = report::bold(style, "learned order") +
                     (learned.kept ? " (nothing has changed since it was learned)\n" : "\n");
  std::string posts = report::count_of(from.examples, "post", "posts") + " read";
  if (from.posts > from.examples) posts += " for " + report::thousands(from.posts);
  return text +
         report::facts_text(
             {{"learned from",
               fmt::format("{} referred, {} closed, {}; {}; {} in wordings of their own",
                           report::count_of(from.referred, "network", "networks"), from.closed,
                           report::count_of(from.labelled, "labelled post", "labelled posts"),
                           posts, report::thousands(f.groups))},
              {"held out",
               fmt::format("{} folds by wording: no wording is on both sides", f.folds)},
              {"F1", fmt::format("{:.2f} (precision {:.2f}, recall {:.2f})", f.f1, f.precision,
                                 f.recall)},
              {"PR-AUC", fmt::format("{:.2f} (knowing nothing: {:.2f})", f.pr_auc,
                                     static_cast<double>(f.positives) / f.examples)},
              {"Brier", fmt::format("{:.3f} (0 is best)", f.brier)},
              {"features", report::thousands(learned.features)}},
             style) +
         "An order to look in, from what was decided here so far. Never a verdict.\n";
}

void write_figures(JsonWriter& json, const Learned& learned) {
  const rank::Figures& f = learned.figures;
  const LearnedFrom& from = learned.ranking.from;
  json.member("learned", true).member("kept", learned.kept);
  json.key("from").begin_object().member("referred", from.referred).member("closed", from.closed);
  json.member("labelled", from.labelled).member("posts", from.posts);
  json.member("examples", from.examples).end_object();
  json.key("figures").begin_object().member("examples", f.examples);
  json.member("positives", f.positives).member("wordings", f.groups).member("folds", f.folds);
  json.member("f1", f.f1).member("precision", f.precision).member("recall", f.recall);
  json.member("pr_auc", f.pr_auc).member("brier", f.brier).end_object();
}

void print_next(const OpenedCase& from, const std::vector<float>& score,
                const std::vector<uint32_t>& rows, const Context& context, Output& out) {
  const report::Style style{context.color, static_cast<std::size_t>(context.width)};
  out.write(report::heading("look at these next: of them most is learned", style));
  report::TextTable table({{.name = "post"},
                           {.name = "score", .align = report::TextTable::Align::right},
                           {.name = "network"},
                           {.name = "language"},
                           {.name = "begins", .max_width = 60}});
  for (const uint32_t row : rows) {
    table.add_row({post_id(from.data.posts, row), fmt::format("{:.2f}", score[row]),
                   network_of(from.data, row), language_of(from.data.posts, row),
                   printable(headline(*from.reader, from.data, row))});
  }
  out.write(table.to_text(style, 2));
  out.write(
      "Decide with `triage CASE N-… referred|closed`, or of a post alone with\n"
      "`label CASE P-… referred|closed`.\n");
}

void write_next(const OpenedCase& from, const std::vector<float>& score,
                const std::vector<uint32_t>& rows, JsonWriter& json) {
  json.key("next").begin_array();
  for (const uint32_t row : rows) {
    const std::string begins = headline(*from.reader, from.data, row);
    json.begin_object().member("id", post_id(from.data.posts, row));
    json.member("score", double{score[row]}).member("network", network_of(from.data, row));
    json.member("template", template_of(from.data, row));
    json.member("language", language_of(from.data.posts, row));
    json.member("begins", std::string_view(begins)).end_object();
  }
  json.end_array();
}

// Nothing is ordered without decisions; says why.
Result<Outcome> stay_silent(store::Case& file, const DecidedPosts& decided, const std::string& why,
                            const Context& context, Output& out) {
  TRY_OK(file.drop_derived("ranking"));
  if (context.json) {
    JsonWriter json;
    json.begin_object().member("learned", false).member("why", std::string_view(why));
    json.key("from").begin_object().member("referred", decided.referred);
    json.member("closed", decided.closed).member("labelled", decided.labelled);
    json.member("posts", decided.posts).end_object().end_object();
    out.write(json.take() + "\n");
  }
  say("no order is learned: " + why);
  return Outcome::empty;
}

}  // namespace

Result<Outcome> rank_case(const RankSettings& settings, const Context& context, Output& out) {
  TRY(OpenedCase opened, open_linked(settings.case_path));
  TRY(store::Case file, store::Case::open(settings.case_path, store::Access::write));
  TRY(const DecidedPosts decided, read_decided_posts(file, opened.data));
  const auto learned = learn_or_keep(file, opened.data, decided, settings.force, *context.progress);
  if (!learned) {
    if (learned.error().code != Code::invalid_input) return tl::unexpected(learned.error());
    TRY_OK(log_reading(file, "rank", "nothing is learned", context.by));
    return stay_silent(file, decided, learned.error().message, context, out);
  }
  TRY_OK(log_reading(file, "rank",
                     learned->kept
                         ? "the order that is kept"
                         : fmt::format("learned from {} posts", learned->ranking.from.examples),
                     context.by));
  const std::vector<float>& score = learned->ranking.post;
  const std::vector<uint32_t> next = next_posts(opened.data, score, decided, settings.next);
  if (context.json) {
    JsonWriter json;
    json.begin_object();
    write_figures(json, *learned);
    if (settings.next > 0) write_next(opened, score, next, json);
    json.end_object();
    out.write(json.take() + "\n");
    return Outcome::done;
  }
  out.write(figures_text(*learned, {context.color, static_cast<std::size_t>(context.width)}));
  if (settings.next > 0) print_next(opened, score, next, context, out);
  return Outcome::done;
}

}  // namespace maillon::tasks
