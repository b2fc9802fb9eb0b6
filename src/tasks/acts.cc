#include "tasks/acts.h"

#include <algorithm>

#include "report/nouns.h"
#include "tasks/decisions.h"

namespace maillon::tasks {

namespace {

Result<std::optional<ActLine>> find_act(const store::Case& file, uint32_t wanted) {
  TRY(std::vector<ActLine> acts, read_acts(file));
  const auto act = std::find_if(acts.begin(), acts.end(),
                                [&](const ActLine& line) { return line.id == wanted; });
  if (act == acts.end()) return std::optional<ActLine>();
  return std::optional<ActLine>(std::move(*act));
}

}  // namespace

ActLine act_line(const store::Decision& decision) {
  std::string what = words_of(decision);
  if (!decision.reason.empty()) what += " (" + decision.reason + ")";
  return {decision.id,     decision.time,   decision.actor,       decision.kind,
          std::move(what), decision.active, subjects_of(decision)};
}

Result<std::vector<ActLine>> read_acts(const store::Case& file) {
  std::vector<ActLine> acts;
  TRY(const std::vector<store::Import> imports, file.imports());
  for (const store::Import& import : imports) {
    std::string what = import.purged ? "purged: " : "";
    what += report::count_of(import.records, "record", "records") + " from ";
    what += import.files.size() == 1 ? import.files[0].name
                                     : std::to_string(import.files.size()) + " files";
    acts.push_back({import.id.value, import.time, import.actor, "import", what, import.active, {}});
  }
  TRY(const std::vector<store::Decision> decisions, file.all_decisions());
  for (const store::Decision& d : decisions) acts.push_back(act_line(d));
  std::sort(acts.begin(), acts.end(),
            [](const ActLine& x, const ActLine& y) { return x.id < y.id; });
  return acts;
}

void write_json(JsonWriter& json, const ActLine& act) {
  json.begin_object().member("act", act.id);
  report::write_time(json, "time", act.time);
  json.member("actor", act.actor).member("kind", act.kind).member("what", act.what);
  json.member("active", act.active).member("subjects", act.subjects).end_object();
}

Result<std::optional<ActLine>> next_undo(const store::Case& file) {
  TRY(const std::optional<store::ActId> last, file.last_undoable());
  if (!last) return std::optional<ActLine>();
  return find_act(file, *last);
}

Result<std::optional<ActLine>> next_redo(const store::Case& file) {
  TRY(const store::Redoable last, file.last_redoable());
  if (last.act == 0 || last.newer != 0) return std::optional<ActLine>();
  return find_act(file, last.act);
}

bool changes_links(const ActLine& act) {
  return act.kind == "import" || is_linking_kind(act.kind);
}

}  // namespace maillon::tasks
