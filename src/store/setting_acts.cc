#include "store/setting_acts.h"

#include "store/case_state.h"

namespace maillon::store {

Result<std::vector<SettingAct>> setting_acts(const Case& from, std::string_view prefix) {
  TRY(Statement rows,
      from.state().db.prepare("SELECT s.act, s.key, s.value, a.actor, a.time FROM settings s "
                              "JOIN acts a ON a.id = s.act "
                              "WHERE substr(s.key, 1, length(?1)) = ?1 ORDER BY s.act"));
  rows.bind(1, prefix);
  std::vector<SettingAct> acts;
  for (;;) {
    TRY(const bool row, rows.step());
    if (!row) return acts;
    acts.push_back({.act = static_cast<ActId>(rows.integer(0)),
                    .key = std::string(rows.text(1)),
                    .value = std::string(rows.text(2)),
                    .actor = std::string(rows.text(3)),
                    .time = rows.integer(4)});
  }
}

}  // namespace maillon::store
