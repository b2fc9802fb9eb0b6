#include "tasks/status.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "base/json_writer.h"
#include "base/printable.h"
#include "report/nouns.h"
#include "report/style.h"
#include "store/case.h"
#include "store/key_file.h"
#include "tasks/case_terms.h"
#include "tasks/freshness.h"
#include "tasks/growth_step.h"
#include "tasks/indicators/indicator_step.h"
#include "tasks/pictures/listings.h"
#include "tasks/purge_case.h"
#include "tasks/ranking/ranking.h"
#include "tasks/show_import.h"
#include "tasks/weights.h"

namespace maillon::tasks {

namespace {

struct Status {
  std::vector<store::Import> imports;
  std::vector<store::Decision> decisions;
  CaseState state;
  StepState indicators;  // beside it: links stand without them
  ClassWeights weights;
  KnowledgeAge words;
  std::string evidence, country;
  std::string stale;  // "" = fresh, else why not
  std::optional<RankingState> ranking;
  CaseTerms terms;
  std::vector<store::PurgeAct> purges;
  ListingCounts listings;
  std::string state_hash;
  uint64_t log_entries = 0;
  std::vector<std::string> keys;  // who can open it; none: not encrypted
};

Result<Status> read_status(store::Case& file) {
  Status status;
  TRY(status.imports, file.imports());
  TRY(status.decisions, file.decisions());
  TRY(const StepInputs inputs, read_inputs(file));
  TRY(status.state, read_case_state(file, inputs));
  status.indicators = indicators_state(file, status.state);
  status.weights = read_class_weights_if_any(file);
  status.words = read_knowledge_age(file);
  TRY(const auto evidence, file.setting("evidence"));
  TRY(const auto country, file.setting("country"));
  status.evidence = evidence.value_or("");
  status.country = country.value_or("");
  TRY(status.stale, why_stale(file));
  status.ranking = ranking_state(file);
  TRY(status.terms, read_terms(file, status.imports));
  TRY(status.purges, store::purge_acts(file));
  TRY(status.listings, count_listed(file));
  TRY(const Sha256 hash, file.state_hash());
  status.state_hash = to_hex(hash);
  TRY(status.log_entries, file.log_tree().size());
  TRY(const auto keys, store::KeyFile::read(file.directory()));
  if (keys) status.keys = keys->names();
  return status;
}

void write_json(JsonWriter& json, const StepState& step) {
  const store::StepStamp none;
  const store::StepStamp& stamp = step.stamp ? *step.stamp : none;
  json.begin_object().member("step", step.step).member("fresh", step.fresh());
  json.member("reasons", step.reasons).member("rows", stamp.rows);
  report::write_time(json, "time", step.stamp ? stamp.time : kNoTime);
  json.member("seconds", stamp.seconds).end_object();
}

void write_ranking(JsonWriter& json, const std::optional<RankingState>& ranking) {
  json.key("ranking");
  if (!ranking) {
    json.null();
    return;
  }
  json.begin_object().member("fresh", ranking->stale.empty());
  json.member("stale", std::string_view(ranking->stale));
  json.member("referred", ranking->from.referred).member("closed", ranking->from.closed);
  json.member("labelled", ranking->from.labelled).member("posts", ranking->from.posts);
  json.end_object();
}

void print_json(const Status& status, const std::string& directory, int64_t now, Output& out) {
  JsonWriter json;
  json.begin_object().member("case", directory).member("state", status.state_hash);
  json.member("fresh", status.stale.empty()).member("stale", status.stale);
  json.member("evidence", status.evidence).member("country", status.country);
  json.member("log_entries", status.log_entries).member("encrypted", !status.keys.empty());
  json.key("imports").begin_array();
  for (const store::Import& import : status.imports) {
    json.begin_object().member("id", import.id.value).member("active", import.active);
    json.member("purged", import.purged);
    report::write_time(json, "time", import.time);
    json.member("actor", import.actor).member("records", import.records);
    json.member("quarantined", import.quarantined).key("files").begin_array();
    for (const store::ImportedFile& file : import.files) {
      json.begin_object().member("name", file.name).member("sha256", to_hex(file.sha256));
      json.member("bytes", file.raw_size).member("records", file.records);
      json.member("quarantined", file.quarantined).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().member("decisions", uint64_t{status.decisions.size()});
  json.key("steps").begin_array();
  for (const StepState* step :
       {&status.state.signals, &status.state.networks, &status.indicators}) {
    write_json(json, *step);
  }
  json.end_array().member("pictures_listed", status.listings.listed);
  json.member("pictures_restricted", status.listings.restricted);
  json.member("words_weighed_posts", status.words.posts);
  json.member("words_came_posts", status.words.grown);
  json.member("words_left_posts", status.words.gone).key("weights");
  write_class_weights(json, status.weights);
  write_ranking(json, status.ranking);
  write_members(json, status.terms, now);
  json.key("purges").begin_array();
  for (const store::PurgeAct& act : status.purges) tasks::write_json(json, act);
  json.end_array().end_object();
  out.write(json.take() + "\n");
}

std::string totals(const Status& status) {
  uint64_t files = 0, records = 0, quarantined = 0, bytes = 0, undone = 0, purged = 0;
  for (const store::Import& import : status.imports) {
    undone += import.active || import.purged ? 0 : 1;
    purged += import.purged ? 1 : 0;
    if (!import.active) continue;
    files += import.files.size();
    records += import.records;
    quarantined += import.quarantined;
    for (const store::ImportedFile& file : import.files) bytes += file.raw_size;
  }
  std::string text = report::count_of(records, "record", "records") + " from " +
                     report::count_of(files, "file", "files") + " (" + report::format_size(bytes) +
                     "), " + report::thousands(quarantined) + " quarantined, " +
                     report::count_of(status.decisions.size(), "decision", "decisions");
  if (undone > 0) text += ", " + report::count_of(undone, "import", "imports") + " undone";
  if (purged > 0) text += ", " + report::count_of(purged, "import", "imports") + " purged";
  return text;
}

std::string ranking_text(const Status& status, const std::string& directory,
                         const report::Style& style) {
  if (!status.ranking) return "";
  const LearnedFrom& from = status.ranking->from;
  std::string text =
      fmt::format("ranking     {}  learned from {} and {}",
                  status.ranking->stale.empty() ? report::green(style, "fresh")
                                                : report::yellow(style, "stale"),
                  report::count_of(uint64_t{from.referred} + from.closed, "network", "networks"),
                  report::count_of(from.labelled, "labelled post", "labelled posts"));
  if (!status.ranking->stale.empty()) {
    text += fmt::format(": {} (`maillon rank {}` learns anew)", status.ranking->stale,
                        printable(directory));
  }
  return text + "\n";
}

// One line, and why it is stale on lines of their own.
std::string step_text(const StepState& step, const report::Style& style) {
  std::string text = "  " + report::pad_right(step.step, 12);
  text += step.fresh() ? report::green(style, "fresh") : report::yellow(style, "stale");
  if (step.stamp) {
    text += fmt::format("  ran {}, {}", format_time(step.stamp->time),
                        report::count_of(step.stamp->rows, "row", "rows"));
  }
  text += "\n";
  for (const std::string& reason : step.reasons)
    text += report::wrap(printable(reason), style.text_width(), 14);
  return text;
}

void print_text(const Status& status, const std::string& directory, const Context& context,
                Output& out) {
  using Align = report::TextTable::Align;
  const report::Style style{context.color, static_cast<std::size_t>(context.width)};
  out.write(report::bold(style, "case " + printable(directory)) + "\n" + totals(status) + "\n\n");
  report::TextTable imports({{"act", Align::right},
                             {"when"},
                             {"who"},
                             {"records", Align::right},
                             {"quarantined", Align::right},
                             {"files", Align::left, 50}});
  for (const store::Import& import : status.imports) {
    std::string files;
    for (const store::ImportedFile& file : import.files) {
      files += (files.empty() ? "" : ", ") + file.name;
    }
    imports.add_row({std::to_string(import.id.value), format_time(import.time), import.actor,
                     report::thousands(import.records), report::thousands(import.quarantined),
                     (import.active   ? ""
                      : import.purged ? "purged: "
                                      : "undone: ") +
                         files});
  }
  if (!imports.empty()) out.write("imports\n" + imports.to_text(style, 2) + "\n");
  out.write("steps\n" + step_text(status.state.signals, style) +
            step_text(status.state.networks, style) + step_text(status.indicators, style) + "\n");
  if (status.words.grown + status.words.gone > 0) {
    out.write(
        fmt::format("words       weighed with {}; since then {} came and {} left "
                    "(`maillon link --force` weighs all anew)\n\n",
                    report::count_of(status.words.posts, "post", "posts"),
                    report::thousands(status.words.grown), report::thousands(status.words.gone)));
  }
  const report::TextTable weights = class_weights_table(status.weights);
  if (!weights.empty()) out.write("weights\n" + weights.to_text(style, 2) + "\n");
  out.write("evidence    " + (status.evidence.empty() ? "all kinds" : status.evidence) + "\n");
  out.write("country     " +
            (status.country.empty() ? "none (phones in national form are read only "
                                      "where a post states its country)"
                                    : status.country) +
            "\n");
  out.write(terms_text(status.terms, directory, context.by.time, style));
  for (const store::PurgeAct& act : status.purges) {
    out.write("purged      " +
              report::wrap(printable(purge_line(act)), style.text_width() - 12, 12).substr(12));
  }
  out.write(listings_text(status.listings, printable(directory), style));
  out.write(ranking_text(status, directory, style));
  out.write(
      fmt::format("log         {}\n", report::count_of(status.log_entries, "entry", "entries")));
  if (!status.keys.empty())
    out.write(fmt::format("encrypted   opened by {}\n", fmt::join(status.keys, ", ")));
  out.write("state       " + status.state_hash + "\n");
  if (status.stale.empty()) {
    out.write("links       " + report::green(style, "fresh") + "\n");
  } else {
    out.write("links       " + report::yellow(style, "stale") + ": `maillon link " +
              printable(directory) + "` brings them up to date\n");
  }
}

}  // namespace

Result<Outcome> show_status(const std::string& case_path, const Context& context, Output& out) {
  TRY(store::Case file, store::Case::open(case_path, store::Access::read));
  TRY(const Status status, read_status(file));
  if (context.json) {
    print_json(status, case_path, context.by.time, out);
  } else {
    print_text(status, case_path, context, out);
  }
  TRY_OK(file.log("status", "", context.by));
  return Outcome::done;
}

}  // namespace maillon::tasks
