#include "tasks/fairness/fairness_verb.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/printable.h"
#include "report/nouns.h"
#include "report/style.h"
#include "tasks/fairness/judge.h"
#include "tasks/indicators/catalogue_files.h"
#include "tasks/indicators/lexicon.h"
#include "tasks/indicators/ready_catalogue.h"

namespace maillon::tasks {
namespace {

constexpr std::size_t kGapsShown = 8;

struct Report {
  bool of_case = false, of_truth = false;
  uint64_t left_out = 0;
  Judgement judgement;
  rank::GroupRates all;
  std::vector<rank::AttributeRates> rates;
  std::vector<rank::Gap> gaps;
  std::optional<SwapCheck> swaps;
};

std::string spaced(std::string text) {
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string rate_text(const rank::Rate& rate) {
  if (rate.n == 0) return "";
  const rank::Interval i = rate.interval();
  return fmt::format("{:.1f} [{:.0f}–{:.0f}] of {}", 100 * rate.share(), 100 * i.low, 100 * i.high,
                     report::thousands(rate.n));
}

std::string rates_text(const rank::AttributeRates& of, const std::vector<std::string>& measures,
                       const report::Style& style) {
  std::vector<report::TextTable::Column> columns{
      {.name = std::string(rank::to_name(of.attribute)), .max_width = 20},
      {.name = "posts", .align = report::TextTable::Align::right}};
  for (const std::string& measure : measures) columns.push_back({.name = spaced(measure)});
  report::TextTable table(std::move(columns));
  const auto add = [&](const std::string& name, const rank::GroupRates& group) {
    std::vector<std::string> cells{name, report::thousands(group.posts)};
    for (const rank::Rate& rate : group.rates) cells.push_back(rate_text(rate));
    table.add_row(std::move(cells));
  };
  for (const rank::GroupRates& group : of.groups) add(printable(group.group), group);
  if (of.others > 0) {
    add(fmt::format("{} below {}", report::count_of(of.others, "group", "groups"),
                    rank::kLeastGroup),
        of.other);
  }
  if (of.not_stated.posts > 0) add("not stated", of.not_stated);
  return "\n" + table.to_text(style);
}

std::string gap_text(const rank::Gap& gap, const std::vector<std::string>& measures) {
  return fmt::format("  {:4.1f} points  {} by {}: {} above {}{}\n", 100 * gap.size,
                     spaced(measures[gap.measure]), rank::to_name(gap.attribute),
                     printable(gap.high), printable(gap.low),
                     gap.apart ? "" : " (the intervals meet)");
}

std::string swaps_text(const SwapCheck& swaps, const report::Style& style) {
  std::string text = report::heading("counterfactual swaps", style);
  text += fmt::format(
      "  {} in {}: the level differs in {}{}\n", report::count_of(swaps.ids, "text", "texts"),
      report::count_of(swaps.texts, "variant", "variants"),
      std::count_if(swaps.faults.begin(), swaps.faults.end(),
                    [](const SwapFault& fault) { return fault.level; }),
      swaps.scored ? fmt::format(", the learned score in {}",
                                 std::count_if(swaps.faults.begin(), swaps.faults.end(),
                                               [](const SwapFault& f) { return f.score; }))
                   : "; no model is there to score them");
  if (swaps.other_indicators > 0) {
    text += fmt::format("  {} more show other indicators at the same level and score\n",
                        swaps.other_indicators);
  }
  for (const SwapFault& fault : swaps.faults) {
    text += fmt::format("  {}: {}{}{}\n", printable(fault.id), fault.level ? "level" : "",
                        fault.level && fault.score ? " and " : "", fault.score ? "score" : "");
  }
  return text;
}

// Of all posts, and how well a ranker that is trained on them orders families it has not seen.
std::string all_text(const Report& r) {
  std::string text = "\nall";
  for (std::size_t m = 0; m < r.judgement.measures.size(); ++m) {
    text += fmt::format("{}{} {}", m == 0 ? "  " : ", ", spaced(r.judgement.measures[m]),
                        rate_text(r.all.rates[m]));
  }
  text += '\n';
  if (const auto& f = r.judgement.learned) {
    text += fmt::format(
        "ranker  F1 {:.3f}, PR-AUC {:.3f} (knowing nothing: {:.3f}), Brier {:.3f}, "
        "of {} families, each held out\n",
        f->f1, f->pr_auc, static_cast<double>(f->positives) / f->examples, f->brier,
        report::thousands(f->groups));
  }
  return text;
}

void print_rates(const Report& r, const report::Style& style, Output& out) {
  out.write(report::bold(style,
                         fmt::format("fairness over {}\n",
                                     report::count_of(r.judgement.posts.size(), "post", "posts"))));
  out.write(r.of_case ? "raised: level medium or high; learned: score 0.5 or more. A case has no "
                        "truth: rates may differ\nbecause the posts do.\n"
                      : "of those that are to be raised and of the others: level medium or "
                        "high; learned: by a ranker trained\non the other families of this "
                        "file.\n");
  out.write(
      "Sex, age, sector and nationality are read from the text where no column gives "
      "them, roughly, for this\nreport alone. Shares in per cent with 95 % intervals (Wilson), of "
      "so many posts.\n");
  if (r.left_out > 0) {
    out.write(fmt::format("{} with another label or none are left out.\n",
                          report::count_of(r.left_out, "row", "rows")));
  }
  out.write(all_text(r));
  for (const rank::AttributeRates& of : r.rates) {
    out.write(rates_text(of, r.judgement.measures, style));
  }
  out.write(report::heading("largest gaps", style));
  for (std::size_t i = 0; i < std::min(r.gaps.size(), kGapsShown); ++i) {
    out.write(gap_text(r.gaps[i], r.judgement.measures));
  }
  if (r.gaps.empty()) out.write("  no two groups are large enough to compare\n");
  if (!r.judgement.note.empty()) out.write("no learned rates: " + r.judgement.note + "\n");
}

void write_group(JsonWriter& json, const rank::GroupRates& group,
                 const std::vector<std::string>& measures) {
  json.begin_object().member("group", std::string_view(group.group));
  json.member("posts", group.posts).key("rates").begin_object();
  for (std::size_t m = 0; m < measures.size(); ++m) {
    const rank::Rate& rate = group.rates[m];
    json.key(measures[m]).begin_object().member("n", rate.n).member("hits", rate.hits);
    json.key("share");
    if (rate.n == 0) {
      json.null();
    } else {
      json.value(rate.share());
    }
    json.member("low", rate.interval().low).member("high", rate.interval().high).end_object();
  }
  json.end_object().end_object();
}

void write_attributes(JsonWriter& json, const Report& r) {
  json.key("attributes").begin_array();
  for (const rank::AttributeRates& of : r.rates) {
    json.begin_object().member("attribute", rank::to_name(of.attribute)).key("groups");
    json.begin_array();
    for (const rank::GroupRates& group : of.groups) write_group(json, group, r.judgement.measures);
    json.end_array().member("others", of.others).key("other");
    write_group(json, of.other, r.judgement.measures);
    json.key("not_stated");
    write_group(json, of.not_stated, r.judgement.measures);
    json.end_object();
  }
  json.end_array().key("gaps").begin_array();
  for (const rank::Gap& gap : r.gaps) {
    json.begin_object().member("attribute", rank::to_name(gap.attribute));
    json.member("measure", std::string_view(r.judgement.measures[gap.measure]));
    json.member("high", std::string_view(gap.high)).member("low", std::string_view(gap.low));
    json.member("size", gap.size).member("apart", gap.apart).end_object();
  }
  json.end_array();
}

void write_swaps(JsonWriter& json, const std::optional<SwapCheck>& swaps) {
  json.key("swaps");
  if (!swaps) {
    json.null();
    return;
  }
  json.begin_object().member("ids", swaps->ids).member("texts", swaps->texts);
  json.member("scored", swaps->scored).member("other_indicators", swaps->other_indicators);
  json.key("faults").begin_array();
  for (const SwapFault& fault : swaps->faults) {
    json.begin_object().member("id", std::string_view(fault.id)).member("level", fault.level);
    json.member("score", fault.score).end_object();
  }
  json.end_array().end_object();
}

void write_figures(JsonWriter& json, const std::optional<rank::Figures>& figures) {
  json.key("learned");
  if (!figures) {
    json.null();
    return;
  }
  json.begin_object().member("examples", figures->examples);
  json.member("positives", figures->positives).member("families", figures->groups);
  json.member("f1", figures->f1).member("precision", figures->precision);
  json.member("recall", figures->recall).member("pr_auc", figures->pr_auc);
  json.member("brier", figures->brier).end_object();
}

std::string to_json(const Report& r) {
  JsonWriter json;
  json.begin_object().member("posts", uint64_t{r.judgement.posts.size()});
  json.member("left_out", r.left_out).member("note", std::string_view(r.judgement.note));
  json.key("all");
  write_group(json, r.all, r.judgement.measures);
  write_figures(json, r.judgement.learned);
  write_attributes(json, r);
  write_swaps(json, r.swaps);
  json.end_object();
  return json.take() + "\n";
}

Result<TextJudge> judge_of_files(const std::vector<std::string>& overlays) {
  TRY(const auto files, catalogue_files(overlays));
  TRY(rank::Catalogue catalogue, ready_catalogue(files));
  TRY(rank::NeutralLexicon lexicon, neutral_lexicon(catalogue));
  return TextJudge(std::move(catalogue), std::move(lexicon));
}

// Fills in what is asked of the case or file; gives what swaps are judged by.
Result<TextJudge> read_subject(const FairnessSettings& settings, const Context& context,
                               Report& to) {
  std::error_code error;
  if (std::filesystem::is_directory(settings.of, error)) {
    TRY(OpenedCase opened, open_linked(settings.of));
    TRY(TextJudge judge, judge_of_case(*opened.file));
    TRY(to.judgement, judge_case(opened, judge.catalogue, *context.progress));
    to.of_case = true;
    TRY_OK(log_reading(*opened.file, "fairness", "rates by group", context.by));
    return judge;
  }
  TRY(TextJudge judge, judge_of_files(settings.overlays));
  if (settings.of.empty()) return judge;
  TRY(const TruthFile truth, read_truth(settings.of, settings.labels));
  to.judgement = judge_truth(judge, truth);
  to.left_out = truth.left_out;
  to.of_truth = true;
  return judge;
}

}  // namespace

Result<Outcome> report_fairness(const FairnessSettings& settings, const Context& context,
                                Output& out) {
  if (settings.of.empty() && settings.swaps.empty()) {
    return fail(Code::invalid_input, "name a case, a file of texts with labels, or --swaps FILE");
  }
  Report report;
  TRY(const TextJudge judge, read_subject(settings, context, report));
  const std::size_t measures = report.judgement.measures.size();
  report.all = rank::rates_of_all(report.judgement.posts, measures);
  report.rates = rank::rates_by_group(report.judgement.posts, measures);
  report.gaps = rank::largest_gaps(report.rates, measures);
  if (!settings.swaps.empty()) {
    TRY(const std::vector<SwapText> texts, read_swaps(settings.swaps));
    report.swaps = check_swaps(judge, texts);
  }
  const report::Style style{context.color, static_cast<std::size_t>(context.width)};
  if (context.json) {
    out.write(to_json(report));
  } else {
    if (report.of_case || report.of_truth) print_rates(report, style, out);
    if (report.swaps) out.write(swaps_text(*report.swaps, style));
  }
  return report.swaps && !report.swaps->faults.empty() ? Outcome::damaged : Outcome::done;
}

}  // namespace maillon::tasks
