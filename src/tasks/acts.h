// The acts that `undo` and `redo` are about: imports and what people decided or wrote.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "store/case.h"

namespace maillon::tasks {

// An import or a decision, in a line.
struct ActLine {
  uint32_t id = 0;
  int64_t time = 0;
  std::string actor, kind, what;
  bool active = true;
  std::vector<std::string> subjects;  // the IDs that it is about
};

Result<std::vector<ActLine>> read_acts(const store::Case& file);  // in order, undone ones too
ActLine act_line(const store::Decision& decision);
// {"act","time","actor","kind","what","active","subjects"}
void write_json(JsonWriter& json, const ActLine& act);

// What `undo` would take back and `redo` would do again; nothing if there is no such act (or,
// for redo, something was done since).
Result<std::optional<ActLine>> next_undo(const store::Case& file);
Result<std::optional<ActLine>> next_redo(const store::Case& file);

// Do links have to be found anew when it is taken back?
bool changes_links(const ActLine& act);

}  // namespace maillon::tasks
