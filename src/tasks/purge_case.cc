#include "tasks/purge_case.h"

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "base/json_writer.h"
#include "base/printable.h"
#include "report/nouns.h"
#include "report/style.h"
#include "store/file.h"
#include "store/uploads.h"
#include "tasks/byte_sources.h"
#include "tasks/case_data.h"
#include "tasks/case_terms.h"
#include "tasks/decisions.h"
#include "tasks/four_eyes/four_eyes.h"
#include "tasks/four_eyes/wanted.h"
#include "tasks/purge_posts.h"

namespace maillon::tasks {

namespace {

// What is to go, as it is said before and after.
struct Plan {
  std::vector<const store::Import*> imports;
  DoomedPosts posts;
  std::vector<std::string> kept_files;  // of the imports, since others have them
  std::vector<std::string> uploads;     // paths in the case
  std::vector<std::string> uploads_in_memory;
  std::vector<store::ActId> decisions;  // whose words go
  std::string what;
};

Result<const store::Import*> require_import(const std::vector<store::Import>& imports, uint32_t id,
                                            const std::string& case_path) {
  const auto at = std::find_if(imports.begin(), imports.end(),
                               [&](const store::Import& i) { return i.id.value == id; });
  if (at == imports.end()) {
    return fail(Code::not_found,
                fmt::format("there is no import {}; `maillon status {}` names them", id,
                            printable(case_path)));
  }
  if (at->purged) return fail(Code::invalid_input, fmt::format("import {} is purged already", id));
  return &*at;
}

Result<void> refuse_held(const CaseTerms& terms, uint32_t import, const std::string& case_path) {
  const ImportTerm* const term = terms.of(import);
  if (term == nullptr || !term->held) return {};
  const Hold& hold = *term->held;
  return fail(
      Code::invalid_input,
      fmt::format("{} is on hold since {} by {} ({}): nothing of it is purged; `maillon hold "
                  "{} off{} --reason TEXT` ends the hold",
                  hold.import == 0 ? "the case" : fmt::format("import {}", import),
                  format_date(hold.reason.time), printable(hold.reason.actor),
                  printable(hold.reason.text), printable(case_path),
                  hold.import == 0 ? "" : fmt::format(" {}", hold.import)));
}

// ---- What goes with it ------------------------------------------------------------

// Files that others have, too.
void find_kept_files(const std::vector<store::Import>& imports, Plan& plan) {
  std::set<uint32_t> going;
  for (const store::Import* import : plan.imports) going.insert(import->id.value);
  for (const store::Import* import : plan.imports) {
    for (const store::ImportedFile& file : import->files) {
      for (const store::Import& other : imports) {
        if (other.purged || going.contains(other.id.value)) continue;
        const bool has_it =
            std::any_of(other.files.begin(), other.files.end(),
                        [&](const store::ImportedFile& f) { return f.sha256 == file.sha256; });
        if (!has_it) continue;
        plan.kept_files.push_back(fmt::format("{} (import {} has it, too{})", file.name,
                                              other.id.value, other.active ? "" : ", undone"));
        break;
      }
    }
  }
}

// What was sent to the page and lies there still, with the bytes of a source that loses some.
// Of an encrypted case they lie in memory, and are removed once the purge is done.
Result<void> find_uploads(const store::Case& file, const std::set<Sha256>& sources, Plan& plan) {
  const std::string within = file.directory() + "/uploads";
  std::set<std::string> places = {within, store::uploads_folder(file.directory())};
  for (const std::string& place : places) {
    TRY(const auto folders, store::list_directory(place));
    for (const std::string& folder : folders) {
      const std::string base = std::string(place).append("/").append(folder);
      if (!store::is_directory(base)) continue;
      TRY(const auto names, store::list_directory(base));
      for (const std::string& name : names) {
        const std::string path = std::string(base).append("/").append(name);
        TRY(const Sha256 hash, hash_source(path));
        if (!sources.contains(hash)) continue;
        if (place != within) plan.uploads_in_memory.push_back(path);
        if (place == within) plan.uploads.push_back(path.substr(file.directory().size() + 1));
      }
    }
  }
  return {};
}

// Identifiers of posts, selectors and templates that are in no import that stays.
Result<std::set<std::string>> vanishing_ids(store::Case& file,
                                            const std::vector<store::Import>& imports,
                                            const Plan& plan) {
  std::set<Key128> keys(plan.posts.keys.begin(), plan.posts.keys.end());
  if (!plan.imports.empty()) {
    std::vector<store::Import> going, staying;
    for (const store::Import& import : imports) {
      const bool goes =
          std::find(plan.imports.begin(), plan.imports.end(), &import) != plan.imports.end();
      (goes ? going : staying).push_back(import);
    }
    TRY(const std::vector<Key128> lost, list_posts(file, going));
    TRY(const std::vector<Key128> left, list_posts(file, staying));
    std::set_difference(lost.begin(), lost.end(), left.begin(), left.end(),
                        std::inserter(keys, keys.end()));
  }
  std::set<std::string> ids;
  for (const Key128& key : keys) ids.insert(post_id(key));
  const auto data = load_case_data(file, nullptr);
  if (!data) return ids;  // not linked: there are no identifiers of others
  const auto vanishes = [&](std::span<const uint32_t> rows) {
    return std::all_of(rows.begin(), rows.end(),
                       [&](uint32_t row) { return keys.contains(data->posts.key(row)); });
  };
  for (uint32_t s = 0; s < data->selectors.size(); ++s) {
    if (vanishes(data->selectors.carriers(s))) ids.insert(selector_id(data->selectors, s));
  }
  for (uint32_t f = 0; f < data->families.size(); ++f) {
    if (vanishes(data->families.members(f))) ids.insert(std::string(data->families.id[f]));
  }
  return ids;
}

// Decisions whose words are about what vanishes: notes quote it, others name it.
Result<void> find_decisions(store::Case& file, const std::vector<store::Import>& imports,
                            Plan& plan) {
  TRY(const std::vector<store::Decision> all, file.all_decisions());
  if (all.empty()) return {};
  TRY(const std::set<std::string> ids, vanishing_ids(file, imports, plan));
  const auto names_one = [&](std::string_view side) {
    while (!side.empty()) {
      const std::size_t end = std::min(side.find(' '), side.size());
      if (ids.contains(std::string(side.substr(0, end)))) return true;
      side.remove_prefix(std::min(end + 1, side.size()));
    }
    return false;
  };
  for (const store::Decision& d : all) {
    if (d.value.empty() && d.reason.empty()) continue;
    // The other side of a network's note is only a post to find the network by.
    const bool has_two_sides = d.kind == "same" || d.kind == "different" || d.kind == "split";
    if (names_one(d.a) || (has_two_sides && names_one(d.b))) plan.decisions.push_back(d.id);
  }
  return {};
}

// ---- What is said ----------------------------------------------------------------

uint64_t files_of(const Plan& plan) {
  uint64_t files = 0;
  for (const store::Import* import : plan.imports) files += import->files.size();
  return files;
}

// `act`: of the purge, 0 before. `request`: what a second person is asked for, 0 if nothing is.
void print_json(const Plan& plan, store::ActId act, store::ActId request, Output& out) {
  JsonWriter json;
  json.begin_object().member("done", act != 0).member("act", uint32_t{act});
  json.member("request", uint32_t{request});
  json.key("imports").begin_array();
  for (const store::Import* import : plan.imports) {
    json.begin_object().member("id", import->id.value).member("records", import->records);
    json.member("quarantined", import->quarantined);
    json.member("files", uint64_t{import->files.size()}).end_object();
  }
  json.end_array().member("kept_files", plan.kept_files).member("posts", plan.posts.names);
  json.member("records", uint64_t{plan.posts.records.size()});
  json.member("uploads", uint64_t{plan.uploads.size() + plan.uploads_in_memory.size()});
  json.member("decisions", uint64_t{plan.decisions.size()}).end_object();
  out.write(json.take() + "\n");
}

void print_plan(const Plan& plan, const CaseTerms& terms, const Context& context, Output& out) {
  using Align = report::TextTable::Align;
  const report::Style style{context.color, static_cast<std::size_t>(context.width)};
  if (!plan.imports.empty()) {
    report::TextTable table({{"import", Align::right},
                             {"imported"},
                             {"due"},
                             {"records", Align::right},
                             {"quarantined", Align::right},
                             {"files", Align::left, 50}});
    for (const store::Import* import : plan.imports) {
      std::string files;
      for (const store::ImportedFile& file : import->files)
        files += (files.empty() ? "" : ", ") + file.name;
      const ImportTerm* const term = terms.of(import->id.value);
      table.add_row({std::to_string(import->id.value), format_date(import->time),
                     term != nullptr ? format_date(term->due) : "",
                     report::thousands(import->records), report::thousands(import->quarantined),
                     files});
    }
    out.write(table.to_text(style) + "\n");
  }
  for (const std::string& name : plan.posts.names)
    out.write("post        " + printable(name) + "\n");
  if (!plan.posts.names.empty()) {
    out.write("records     " +
              report::count_of(plan.posts.records.size(), "record is", "records are") +
              " blanked in the files that are kept\n");
  } else {
    out.write(
        "files       " +
        report::count_of(files_of(plan) - plan.kept_files.size(), "original goes", "originals go") +
        ", with all that was derived\n");
  }
  for (const std::string& line : plan.kept_files)
    out.write("stays       " + printable(line) + "\n");
  if (const std::size_t uploads = plan.uploads.size() + plan.uploads_in_memory.size(); uploads > 0)
    out.write("uploads     " + report::count_of(uploads, "file", "files") + "\n");
  if (!plan.decisions.empty()) {
    out.write("decisions   " + report::count_of(plan.decisions.size(), "loses", "lose") +
              " words and reason, since they are about what goes\n");
  }
}

// A file that is blanked is so for each import that has it, whatever it calls the posts.
Result<void> refuse_held_sources(const std::vector<store::Import>& imports, const CaseTerms& terms,
                                 const DoomedPosts& posts, const std::string& case_path) {
  const std::set<Sha256> sources = sources_of(posts, imports);
  for (const store::Import& import : imports) {
    if (import.purged) continue;
    for (const store::ImportedFile& file : import.files) {
      if (sources.contains(file.sha256)) TRY_OK(refuse_held(terms, import.id.value, case_path));
    }
  }
  return {};
}

// ---- The verb ---------------------------------------------------------------------

Result<void> choose(const PurgeSettings& settings, const std::vector<store::Import>& imports,
                    const CaseTerms& terms, store::Case& file, const Context& context, Plan& plan) {
  if (!settings.posts.empty()) {
    TRY(plan.posts, find_doomed(file, imports, settings.posts, *context.progress));
    TRY_OK(refuse_held_sources(imports, terms, plan.posts, settings.case_path));
    plan.what = report::count_of(plan.posts.names.size(), "post", "posts");
    return {};
  }
  for (const uint32_t id : settings.imports) {
    TRY(const store::Import* const import, require_import(imports, id, settings.case_path));
    TRY_OK(refuse_held(terms, id, settings.case_path));
    if (std::find(plan.imports.begin(), plan.imports.end(), import) == plan.imports.end())
      plan.imports.push_back(import);
  }
  if (settings.imports.empty()) {
    for (const store::Import& import : imports) {
      const ImportTerm* const term = terms.of(import.id.value);
      if (term != nullptr && term->is_due(context.by.time)) plan.imports.push_back(&import);
    }
  }
  for (const store::Import* import : plan.imports) {
    plan.what += fmt::format("{}import {}", plan.what.empty() ? "" : ", ", import->id.value);
  }
  return {};
}

Result<void> complete(store::Case& file, const std::vector<store::Import>& imports, Plan& plan) {
  find_kept_files(imports, plan);
  std::set<Sha256> sources = sources_of(plan.posts, imports);
  for (const store::Import* import : plan.imports) {
    for (const store::ImportedFile& f : import->files) sources.insert(f.sha256);
  }
  TRY_OK(find_uploads(file, sources, plan));
  return find_decisions(file, imports, plan);
}

}  // namespace

Result<Outcome> purge_case(const PurgeSettings& settings, const Context& context, Output& out) {
  if (!settings.imports.empty() && !settings.posts.empty()) {
    return fail(Code::invalid_input,
                "--import and --post are purged one after the other: name only one of them");
  }
  TRY_OK(check_words("the reason", settings.reason, kMostReason));
  if (settings.yes && settings.reason.empty())
    return fail(Code::invalid_input,
                "a purge is for good, and is done for a reason: --reason TEXT");
  // Also to look: segments that are gone are made anew.
  TRY(store::Case file, store::Case::open(settings.case_path, store::Access::write));
  TRY(const std::vector<store::Import> imports, file.imports());
  TRY(const CaseTerms terms, read_terms(file, imports));
  Plan plan;
  TRY_OK(choose(settings, imports, terms, file, context, plan));
  if (plan.imports.empty() && plan.posts.names.empty()) {
    if (context.json) print_json(plan, 0, 0, out);
    say("nothing is due in " + settings.case_path +
        "; `maillon status` says what is due when, --import and --post name what is to go now");
    return Outcome::empty;
  }
  TRY_OK(complete(file, imports, plan));
  if (!context.json) print_plan(plan, terms, context, out);
  if (!settings.yes) {
    if (context.json) print_json(plan, 0, 0, out);
    if (!context.json) out.write("nothing was purged: --yes --reason TEXT does it, for good\n");
    TRY_OK(file.log("purge", R"({"dry_run":true})", context.by));
    return Outcome::done;
  }
  const store::Wanted wanted = wanted_purge(plan.what, plan.posts.names, settings.reason);
  TRY(const bool may, second_person_agrees(file, wanted, context.by));
  if (!may) {
    TRY(const Permission asked, find_permission(file, wanted.kind, wanted.what, context.by));
    if (context.json) print_json(plan, 0, asked.request, out);
    return Outcome::empty;
  }
  store::ActId act = 0;
  {
    TRY(store::PurgeWriter purge, store::PurgeWriter::begin(file));
    for (const store::Import* import : plan.imports) purge.remove_import(import->id);
    if (!plan.posts.names.empty()) TRY_OK(blank_posts(file, imports, plan.posts, purge));
    for (const store::ActId decision : plan.decisions) purge.blank_decision(decision);
    for (const std::string& upload : plan.uploads) purge.remove_upload(upload);
    TRY(act, purge.commit(plan.what, settings.reason, context.by));
    for (const std::string& upload : plan.uploads_in_memory) TRY_OK(store::remove_file(upload));
  }
  if (context.json) {
    print_json(plan, act, 0, out);
  } else {
    out.write(
        fmt::format("purged: act {}; `maillon link {}` makes the rest anew, `maillon verify` "
                    "proves it\nCopies of the case, packs and reports made before are not "
                    "touched; restart a `maillon serve` that has the case open\n",
                    act, printable(settings.case_path)));
  }
  return Outcome::done;
}

std::string purge_line(const store::PurgeAct& act) {
  std::string text =
      fmt::format("act {}: {} by {}: {}", act.id, format_date(act.time), act.actor, act.what);
  if (!act.files.empty())
    text += ", " + report::count_of(act.files.size(), "file is", "files are") + " gone";
  if (!act.ranges.empty())
    text += ", " + report::count_of(act.ranges.size(), "range", "ranges") + " blanked";
  return text + ": " + act.reason;
}

void write_json(JsonWriter& json, const store::PurgeAct& act) {
  json.begin_object().member("act", uint32_t{act.id});
  report::write_time(json, "time", act.time);
  json.member("actor", act.actor).member("what", act.what).member("reason", act.reason);
  std::vector<std::string> files;
  for (const Sha256& file : act.files) files.push_back(to_hex(file));
  const auto write_acts = [&](const char* key, const std::vector<store::ActId>& acts) {
    json.key(key).begin_array();
    for (const store::ActId one : acts) json.value(uint32_t{one});
    json.end_array();
  };
  write_acts("imports", act.imports);
  json.member("files", files).key("ranges").begin_array();
  for (const store::PurgeAct::Range& range : act.ranges) {
    json.begin_object().member("file", to_hex(range.source)).member("begin", range.place.begin);
    json.member("end", range.place.end).member("sha256", to_hex(range.gone)).end_object();
  }
  json.end_array();
  write_acts("blanked_acts", act.blanked);
  json.end_object();
}

}  // namespace maillon::tasks
