#include "store/log_text.h"

#include "store/case_state.h"

namespace maillon::store {

Result<LogText> read_log_text(const Case& from, uint64_t seq) {
  TRY(Statement row, from.state().db.prepare("SELECT salt, text FROM log WHERE seq=?"));
  row.bind(1, static_cast<int64_t>(seq));
  TRY(const bool found, row.step());
  if (!found) return fail(Code::not_found, "the log has no entry " + std::to_string(seq));
  return LogText{.salt = std::string(row.blob(0)), .text = std::string(row.text(1))};
}

}  // namespace maillon::store
