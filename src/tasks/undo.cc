#include "tasks/undo.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "base/json_writer.h"
#include "base/printable.h"
#include "report/nouns.h"
#include "report/style.h"
#include "store/case.h"
#include "tasks/acts.h"
#include "tasks/case_data.h"
#include "tasks/conflicts.h"
#include "tasks/decisions.h"
#include "tasks/four_eyes/four_eyes.h"
#include "tasks/show_case.h"

namespace maillon::tasks {

namespace {

void print_list(const std::vector<ActLine>& acts, const Context& context, Output& out) {
  if (context.json) {
    JsonWriter json;
    json.begin_array();
    for (const ActLine& act : acts) write_json(json, act);
    json.end_array();
    out.write(json.take() + "\n");
    return;
  }
  using Align = report::TextTable::Align;
  report::TextTable table(
      {{"act", Align::right}, {"when"}, {"who"}, {"kind"}, {"what", Align::left, 60}, {""}});
  for (const ActLine& act : acts) {
    table.add_row({std::to_string(act.id), format_time(act.time), act.actor, act.kind, act.what,
                   act.active ? "" : "undone"});
  }
  out.write(table.to_text({context.color, static_cast<std::size_t>(context.width)}));
}

// `what`: "undone" or "redone".
void print_done(const ActLine& act, const std::string& case_path, bool dry_run,
                std::string_view what, const Context& context, Output& out) {
  if (context.json) {
    JsonWriter json;
    json.begin_object().member("dry_run", dry_run).key(what);
    write_json(json, act);
    json.end_object();
    out.write(json.take() + "\n");
    return;
  }
  const std::string would = what == "undone" ? "would undo" : "would redo";
  out.write(fmt::format("{} act {}: {}: {}\n", dry_run ? would : what, act.id, act.kind,
                        printable(act.what)));
  if (!dry_run && changes_links(act))
    out.write(fmt::format("`maillon link {}` finds the networks again\n", printable(case_path)));
}

Result<ActLine> require_act(const std::vector<ActLine>& acts, uint32_t wanted,
                            std::string_view what, const std::string& case_path) {
  const auto act =
      std::find_if(acts.begin(), acts.end(), [&](const ActLine& a) { return a.id == wanted; });
  if (act != acts.end()) return *act;
  return fail(Code::not_found,
              fmt::format("there is no act {} that can be {}; `maillon undo {} --list` names them",
                          wanted, what, case_path));
}

// What is in force now and does not go with the act.
Result<void> check_redo(const store::Case& file, const ActLine& act) {
  if (act.kind == "import") {
    TRY(const store::Import import, file.import({act.id}));
    for (const store::ImportedFile& source : import.files) {
      TRY(const std::optional<ImportId> other, file.find_file(source.sha256, source.plan));
      if (!other || other->value == act.id) continue;
      return fail(Code::invalid_input,
                  fmt::format("{} is in the case already, by import {}; undo that one first",
                              source.name, other->value));
    }
    return {};
  }
  TRY(const std::vector<store::Decision> all, file.all_decisions());
  const auto made = std::find_if(all.begin(), all.end(),
                                 [&](const store::Decision& d) { return d.id == act.id; });
  if (made == all.end()) return {};
  if (made->kind == "triage" && made->value == kReferredAct) {
    TRY(const bool waits, waits_for_second_person(file, kReferredAct));
    if (waits)
      return fail(Code::invalid_input,
                  "that a network is referred waits for a second person in this case; ask anew by "
                  "`maillon triage`");
  }
  if (made->kind == "search" || made->kind == "mapping") {
    const store::Decision* other = find_named(all, made->kind, made->a);
    if (other == nullptr || other->id == act.id) return {};
    return fail(Code::invalid_input,
                fmt::format("act {} has the name '{}' now; undo it first", other->id, made->a));
  }
  // Only what is linked can be compared.
  const auto data = is_linking_kind(act.kind) ? load_case_data(file, nullptr)
                                              : Result<CaseData>(fail(Code::not_found, ""));
  if (!data) return {};
  TRY(const std::vector<store::Decision> decisions, file.decisions());
  const std::vector<Conflict> conflicts = find_conflicts(*data, decisions, *made);
  if (conflicts.empty()) return {};
  return fail(Code::invalid_input,
              conflicts_text(conflicts) + "; undo that first, or `decide` it anew with `--anyway`");
}

}  // namespace

Result<Outcome> undo(const UndoSettings& settings, const Context& context, Output& out) {
  const bool changes = !settings.list && !settings.dry_run;
  TRY(store::Case file,
      store::Case::open(settings.case_path, changes ? store::Access::write : store::Access::read));
  TRY(const std::vector<ActLine> acts, read_acts(file));
  if (settings.list) {
    print_list(acts, context, out);
    TRY_OK(log_reading(file, "history", std::to_string(acts.size()) + " listed", context.by));
    return acts.empty() ? Outcome::empty : Outcome::done;
  }
  uint32_t wanted = settings.act;
  if (wanted == 0) {
    TRY(const std::optional<store::ActId> last, file.last_undoable());
    if (!last) {
      say("there is nothing to undo in " + settings.case_path);
      return Outcome::empty;
    }
    wanted = *last;
  }
  TRY(ActLine act, require_act(acts, wanted, "undone", settings.case_path));
  if (changes) {
    TRY_OK(file.undo(wanted, context.by));
    act.active = false;
  }
  print_done(act, settings.case_path, settings.dry_run, "undone", context, out);
  return Outcome::done;
}

Result<Outcome> redo(const RedoSettings& settings, const Context& context, Output& out) {
  const std::string& path = settings.case_path;
  TRY(store::Case file,
      store::Case::open(path, settings.dry_run ? store::Access::read : store::Access::write));
  TRY(const store::Redoable last, file.last_redoable());
  const uint32_t wanted = settings.act == 0 ? last.act : settings.act;
  if (wanted == 0) {
    say("there is nothing to redo in " + path);
    return Outcome::empty;
  }
  TRY(const std::vector<ActLine> acts, read_acts(file));
  TRY(ActLine act, require_act(acts, wanted, "redone", path));
  if (settings.act == 0 && last.newer != 0) {
    return fail(
        Code::invalid_input,
        fmt::format("act {} was done after act {} was undone, and may rest on that; `maillon "
                    "redo {} --act {}` does it again all the same",
                    last.newer, wanted, path, wanted));
  }
  if (!act.active) TRY_OK(check_redo(file, act));
  if (!settings.dry_run) {
    TRY_OK(file.redo(wanted, context.by));
    act.active = true;
  }
  print_done(act, path, settings.dry_run, "redone", context, out);
  return Outcome::done;
}

}  // namespace maillon::tasks
