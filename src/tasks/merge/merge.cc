// In which order, and what stands if it is cut short:
//
//   1. The imports of each case: each takes its place whole.
//   2. A link, so that decisions can be held against the posts and networks that are there.
//   3. Decisions on links, each an act; a link that heeds them.
//   4. What people wrote: states, notes, labels, searches, mappings.
//
// What was taken once is known by its bytes, or by author and date, so the same command goes on. A
// clock that shortens how long an import stays counts for those alone that came from there: those
// that the log names since the last merge of that case came to its end.
#include "tasks/merge/merge.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/json_writer.h"
#include "base/printable.h"
#include "report/style.h"
#include "store/key_file.h"
#include "store/taken_over.h"
#include "tasks/case_terms.h"
#include "tasks/four_eyes/four_eyes.h"
#include "tasks/four_eyes/wanted.h"
#include "tasks/merge/take_decisions.h"
#include "tasks/merge/take_imports.h"
#include "tasks/pictures/listings.h"
#include "tasks/show_case.h"

namespace maillon::tasks {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMerge = "merge";  // in the log of the case that takes

// One of the cases that are taken, and what came of it.
struct Other {
  std::string path, whole_path, name;
  TakenImports imports;
  TakenDecisions decisions;
  uint32_t kept_longer = 0;           // imports with a hold or clock from there
  std::vector<std::string> left_out;  // besides those of imports and decisions
};

std::string whole(const std::string& path) {
  std::error_code error;
  fs::path made = fs::weakly_canonical(fs::absolute(path, error), error);
  if (!made.has_filename()) made = made.parent_path();
  return made.string();
}

Result<void> check_places(const MergeSettings& settings, const std::vector<Other>& others) {
  std::vector<std::string> seen{whole(settings.into)};
  for (const Other& other : others) {
    if (std::find(seen.begin(), seen.end(), other.whole_path) != seen.end())
      return fail(Code::invalid_input, printable(other.path) + " is named twice");
    seen.push_back(other.whole_path);
    if (store::KeyFile::exists(other.path) && !store::KeyFile::exists(settings.into)) {
      return fail(Code::invalid_input,
                  fmt::format("{0} is encrypted and {1} is not: what it keeps would lie there in "
                              "plain; `maillon encrypt {1}` first (it also makes a new case)",
                              printable(other.path), printable(settings.into)));
    }
    TRY(const store::Case from, store::Case::open(other.path, store::Access::read));
    TRY_OK(check_imports(from));
  }
  return {};
}

// Each case is asked: it is its content that goes.
Result<bool> all_agree(const MergeSettings& settings, const std::vector<Other>& others,
                       const Context& context) {
  bool agree = true;
  for (const Other& other : others) {
    TRY(const bool may,
        second_person_agrees(other.path, wanted_merge(settings.into, settings.reason), context.by));
    agree = agree && may;
  }
  return agree;
}

// What links depend on: a new case begins with it, else the case's own counts.
Result<void> take_link_settings(const store::Case& from, store::Case& into, bool is_new,
                                Other& other, const store::By& by) {
  for (const char* key : {"country", "evidence"}) {
    TRY(const auto there, from.setting(key));
    TRY(const auto here, into.setting(key));
    if (!there || there == here) continue;
    if (is_new && !here) {
      TRY_OK(into.set_setting(key, *there, by));
    } else {
      other.left_out.push_back(fmt::format("setting {}: there it is {}, here {}", key,
                                           printable(*there), here ? printable(*here) : "not set"));
    }
  }
  return {};
}

std::string said_of(const Other& other) {
  return "from " + other.whole_path;
}

// The imports that this merge took over, and those of one that was cut short.
Result<std::set<uint32_t>> just_taken(store::Case& into, const Other& other) {
  std::set<uint32_t> taken;
  TRY_OK(into.log_tree().read(0, [&](const store::LogEntry& entry) {
    if (entry.action != "import" && entry.action != kMerge) return true;
    auto detail = nlohmann::json::parse(entry.detail, nullptr, false);
    if (!detail.is_object()) return true;
    if (entry.action == kMerge && detail["what"] == said_of(other)) taken.clear();
    if (entry.action == "import" && detail["from"] == other.name && detail["act"].is_number())
      taken.insert(detail["act"].get<uint32_t>());
    return true;
  }));
  return taken;
}

Result<void> take_terms(const store::Case& from, store::Case& into, Other& other,
                        const store::By& by) {
  TRY(const std::set<uint32_t> taken, just_taken(into, other));
  TRY(const std::vector<store::Import> there, from.imports());
  TRY(const CaseTerms terms, read_terms(from, there));
  for (const auto& [number, all_here] : other.imports.number) {
    const ImportTerm* const term = terms.of(number);
    if (term == nullptr) continue;
    for (const uint32_t here : all_here) {
      TRY(const bool changes,
          keep_as_long(into, here, taken.contains(here), *term, other.name, by));
      other.kept_longer += changes ? 1 : 0;
    }
  }
  TRY(const std::vector<store::Import> imports, into.imports());
  TRY(const CaseTerms here, read_terms(into, imports));
  const auto take = [&](const char* what, const Stated& theirs, const Stated& own) {
    if (theirs.text.empty() || theirs.text == own.text) return std::string();
    if (own.text.empty()) return theirs.text;
    other.left_out.push_back(fmt::format("{}: there it is \"{}\" ({}), here \"{}\" ({})", what,
                                         printable(theirs.text), printable(theirs.actor),
                                         printable(own.text), printable(own.actor)));
    return std::string();
  };
  const std::string purpose = take("purpose", terms.purpose, here.purpose);
  const std::string basis = take("legal basis", terms.legal_basis, here.legal_basis);
  return state_purpose(into, purpose, basis, by);
}

Result<void> log_taken(store::Case& of, std::string_view action, const std::string& what,
                       const Other& other, const store::By& by) {
  JsonWriter json;
  json.begin_object().member("what", what).member("imports", other.imports.imports);
  json.member("known", other.imports.known).member("purged", other.imports.purged);
  json.member("kept_longer", other.kept_longer);
  return of.log(action, json.end_object().take(), by);
}

Result<void> take_files(const MergeSettings& settings, Other& other, const Context& context) {
  TRY(store::Case from, store::Case::open(other.path, store::Access::read));
  TRY(store::Case into, store::Case::open_or_create(settings.into, context.by));
  TRY(const std::vector<store::Import> before, into.imports());
  store::set_origin(into, store::Origin{other.name, context.by});
  TRY_OK(take_link_settings(from, into, before.empty(), other, context.by));
  // Before anything leaves; what was taken is told when it is known.
  JsonWriter begins;
  begins.begin_object().member("what", "into " + whole(settings.into));
  TRY_OK(from.log("merging", begins.end_object().take(), context.by));
  // What is restricted there is so here before its pictures come.
  TRY_OK(take_listings(from, into, context.by));
  TRY(other.imports, take_imports(from, into, context));
  TRY_OK(take_terms(from, into, other, context.by));
  store::set_origin(into, {});
  TRY_OK(log_taken(from, "merged", "into " + whole(settings.into), other, context.by));
  return log_taken(into, kMerge, said_of(other), other, context.by);
}

Result<void> take_acts(const MergeSettings& settings, Other& other, DecisionPart part,
                       const Context& context) {
  std::vector<store::Decision> theirs;
  {
    TRY(const store::Case from, store::Case::open(other.path, store::Access::read));
    TRY(theirs, from.decisions());
  }
  TRY(store::Case into, store::Case::open(settings.into, store::Access::write));
  TRY(const CaseData data, load_case_data(into, nullptr));
  store::set_origin(into, store::Origin{other.name, context.by});
  TRY(TakenDecisions taken, take_decisions(theirs, other.name, part, into, data));
  other.decisions.taken += taken.taken;
  other.decisions.known += taken.known;
  std::vector<std::string>& left_out = other.decisions.left_out;
  std::move(taken.left_out.begin(), taken.left_out.end(), std::back_inserter(left_out));
  if (part == DecisionPart::on_links) return {};
  JsonWriter json;
  json.begin_object().member("what", "decisions from " + other.whole_path);
  json.member("taken", other.decisions.taken).member("known", other.decisions.known);
  json.member("left_out", uint64_t{left_out.size()});
  return into.log(kMerge, json.end_object().take(), context.by);
}

std::vector<std::string> all_left_out(const Other& other) {
  std::vector<std::string> all = other.imports.left_out;
  all.insert(all.end(), other.left_out.begin(), other.left_out.end());
  all.insert(all.end(), other.decisions.left_out.begin(), other.decisions.left_out.end());
  return all;
}

void print_json(const MergeSettings& settings, const std::vector<Other>& others, Output& out) {
  JsonWriter json;
  json.begin_object().member("into", settings.into).key("from").begin_array();
  for (const Other& other : others) {
    json.begin_object().member("case", other.path).member("imports", other.imports.imports);
    json.member("imports_known", other.imports.known).member("records", other.imports.records);
    json.member("kept_longer", other.kept_longer).member("decisions", other.decisions.taken);
    json.member("decisions_known", other.decisions.known);
    json.member("left_out", all_left_out(other)).end_object();
  }
  json.end_array().end_object();
  out.write(json.take() + "\n");
}

void print_text(const MergeSettings& settings, const std::vector<Other>& others, Output& out) {
  using report::count_of;
  for (const Other& other : others) {
    const TakenImports& imports = other.imports;
    out.write(fmt::format("from {}: {} with {}, {} there already; {} of people, {} there already\n",
                          printable(other.path), count_of(imports.imports, "import", "imports"),
                          count_of(imports.records, "record", "records"), imports.known,
                          count_of(other.decisions.taken, "act", "acts"), other.decisions.known));
    if (other.kept_longer > 0) {
      out.write(fmt::format("  {} kept longer, as is said there\n",
                            count_of(other.kept_longer, "import is", "imports are")));
    }
    const std::vector<std::string> left_out = all_left_out(other);
    if (!left_out.empty()) out.write("  not taken over:\n");
    for (const std::string& line : left_out) out.write("    " + line + "\n");
  }
  out.write(fmt::format("next: `maillon networks {}`\n", printable(settings.into)));
}

std::vector<Other> others_of(const MergeSettings& settings) {
  std::vector<Other> others;
  for (const std::string& path : settings.from) {
    Other other;
    other.path = path;
    other.whole_path = whole(path);
    other.name = fs::path(other.whole_path).filename().string();
    others.push_back(std::move(other));
  }
  return others;
}

}  // namespace

Result<void> check_merge(const MergeSettings& settings) {
  return check_places(settings, others_of(settings));
}

Result<Outcome> merge_cases(const MergeSettings& settings, const Context& context, Output& out) {
  std::vector<Other> others = others_of(settings);
  TRY_OK(check_places(settings, others));
  TRY(const bool may, all_agree(settings, others, context));
  if (!may) return Outcome::empty;
  for (Other& other : others) TRY_OK(take_files(settings, other, context));
  LinkSettings link;
  link.case_path = settings.into;
  link.threads = settings.threads;
  TRY_OK(link_case(link, context));
  for (Other& other : others) TRY_OK(take_acts(settings, other, DecisionPart::on_links, context));
  TRY_OK(link_case(link, context));
  for (Other& other : others) TRY_OK(take_acts(settings, other, DecisionPart::others, context));
  if (context.json) {
    print_json(settings, others, out);
  } else {
    print_text(settings, others, out);
  }
  return Outcome::done;
}

}  // namespace maillon::tasks
