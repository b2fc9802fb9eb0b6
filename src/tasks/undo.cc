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

namespace maillon::tasks {

UndoableAct to_act(const store::Decision& d) {
  UndoableAct act{d.id, d.time, d.actor, d.kind, d.value, d.active, {d.a}};
  if (!d.reason.empty()) act.what += " (" + d.reason + ")";
  if (!d.b.empty()) act.subjects.push_back(d.b);
  return act;
}

Result<std::vector<UndoableAct>> read_acts(const store::Case& file) {
  std::vector<UndoableAct> acts;
  TRY(const std::vector<store::Import> imports, file.imports());
  for (const store::Import& import : imports) {
    std::string what = report::count_of(import.records, "record", "records") + " from ";
    what += import.files.size() == 1 ? import.files[0].name
                                     : std::to_string(import.files.size()) + " files";
    acts.push_back({import.id.value, import.time, import.actor, "import", what, import.active, {}});
  }
  TRY(const std::vector<store::Decision> decisions, file.all_decisions());
  for (const store::Decision& d : decisions) acts.push_back(to_act(d));
  std::sort(acts.begin(), acts.end(), [](const auto& x, const auto& y) { return x.id < y.id; });
  return acts;
}

namespace {

void write_json(JsonWriter& json, const UndoableAct& act) {
  json.begin_object().member("act", act.id);
  report::write_time(json, "time", act.time);
  json.member("actor", act.actor).member("kind", act.kind).member("what", act.what);
  json.member("active", act.active).end_object();
}

void print_list(const std::vector<UndoableAct>& acts, const Context& context, Output& out) {
  if (context.json) {
    JsonWriter json;
    json.begin_array();
    for (const UndoableAct& act : acts) write_json(json, act);
    json.end_array();
    out.write(json.take() + "\n");
    return;
  }
  using Align = report::TextTable::Align;
  report::TextTable table(
      {{"act", Align::right}, {"when"}, {"who"}, {"kind"}, {"what", Align::left, 60}, {""}});
  for (const UndoableAct& act : acts) {
    table.add_row({std::to_string(act.id), format_time(act.time), act.actor, act.kind, act.what,
                   act.active ? "" : "undone"});
  }
  out.write(table.to_text({context.color, static_cast<std::size_t>(context.width)}));
}

void print_undone(const UndoableAct& act, const UndoSettings& settings, const Context& context,
                  Output& out) {
  if (context.json) {
    JsonWriter json;
    json.begin_object().member("dry_run", settings.dry_run).key("undone");
    write_json(json, act);
    json.end_object();
    out.write(json.take() + "\n");
    return;
  }
  out.write(fmt::format("{} act {}: {}: {}\n", settings.dry_run ? "would undo" : "undone", act.id,
                        act.kind, printable(act.what)));
  if (!settings.dry_run) {
    out.write(
        fmt::format("`maillon link {}` finds the networks again\n", printable(settings.case_path)));
  }
}

}  // namespace

Result<Outcome> undo(const UndoSettings& settings, const Context& context, Output& out) {
  const bool changes = !settings.list && !settings.dry_run;
  TRY(store::Case file,
      store::Case::open(settings.case_path, changes ? store::Access::write : store::Access::read));
  TRY(const std::vector<UndoableAct> acts, read_acts(file));
  if (settings.list) {
    print_list(acts, context, out);
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
  const auto act =
      std::find_if(acts.begin(), acts.end(), [&](const UndoableAct& a) { return a.id == wanted; });
  if (act == acts.end()) {
    return fail(
        Code::not_found,
        fmt::format("there is no act {} that can be undone; `maillon undo {} --list` names them",
                    wanted, settings.case_path));
  }
  if (changes) TRY_OK(file.undo(wanted, context.by));
  print_undone(*act, settings, context, out);
  return Outcome::done;
}

}  // namespace maillon::tasks
