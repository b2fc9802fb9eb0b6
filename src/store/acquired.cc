#include "store/acquired.h"

#include "store/case_state.h"

namespace maillon::store {

void set_acquired(Case& open_case, std::string record) {
  open_case.state().next_acquired = std::move(record);
}

void set_stated(Case& open_case, std::string members) {
  open_case.state().stated = std::move(members);
}

Result<std::vector<std::string>> acquired_of(const Case& open_case, ImportId id) {
  std::vector<std::string> records;
  TRY(Statement rows,
      open_case.state().db.prepare("SELECT acquired FROM import_files WHERE act=? ORDER BY file"));
  rows.bind(1, int64_t{id.value});
  for (;;) {
    TRY(const bool row, rows.step());
    if (!row) return records;
    records.emplace_back(rows.text(0));
  }
}

}  // namespace maillon::store
