// Undo and redo. Both append an act: an undo names the act that it takes back, a redo the
// undo that it takes back, the next undo of the same act that redo, and so on.
#include "base/check.h"
#include "store/case_state.h"

namespace maillon::store {

namespace {

// How an import or a decision stands.
struct Standing {
  std::string kind;
  ActId last = 0;  // of its chain: itself, if nothing took it back
  bool in_force = true;
};

// `what`: "undo" or "redo", for the messages.
Result<Standing> find_standing(Database& database, ActId act, const std::string& what) {
  const std::string name = "act " + std::to_string(act);
  Standing found;
  TRY(Statement row, database.prepare(std::string(kWithUndone) +
                                      "SELECT a.kind, coalesce(c.last, a.id), coalesce(c.links, 0) "
                                      "FROM acts a LEFT JOIN chain c ON c.act = a.id "
                                      "WHERE a.id=?"));
  row.bind(1, int64_t{act});
  TRY(const bool is_there, row.step());
  if (!is_there) return fail(Code::not_found, "there is no " + name + " to " + what);
  found.kind = row.text(0);
  found.last = static_cast<ActId>(row.integer(1));
  found.in_force = row.integer(2) % 2 == 0;
  TRY(const int64_t is_gone,
      database.integer("SELECT EXISTS (SELECT 1 FROM purged_acts WHERE whole = 1 AND of_act = " +
                       std::to_string(act) + ")"));
  if (is_gone != 0) {
    return fail(Code::invalid_input, name +
                                         " was purged: what it brought is gone for good; import "
                                         "the files again if the case may hold them");
  }
  if (found.kind != "import" && found.kind != "decide") {
    return fail(Code::invalid_input, name + " (" + found.kind + ") cannot be " + what +
                                         "ne; name an import or a decision");
  }
  return found;
}

}  // namespace

Result<void> Case::undo(ActId act, const By& by) {
  CHECK(state_->writable);
  TRY_OK(state_->ready_for_act());
  TRY(Transaction transaction, Transaction::begin(state_->db));
  TRY(const Standing standing, find_standing(state_->db, act, "undo"));
  if (!standing.in_force) {
    return fail(Code::invalid_input, "act " + std::to_string(act) + " is undone already");
  }
  TRY(const ActId id, state_->next_act());
  TRY_OK(append_act(*state_, {.id = id, .kind = "undo", .by = by, .undoes = standing.last}, "undo",
                    "\"kind\":\"" + standing.kind + "\""));
  return transaction.commit();
}

Result<void> Case::redo(ActId act, const By& by) {
  CHECK(state_->writable);
  TRY_OK(state_->ready_for_act());
  TRY(Transaction transaction, Transaction::begin(state_->db));
  TRY(const Standing standing, find_standing(state_->db, act, "redo"));
  if (standing.in_force) {
    return fail(Code::invalid_input, "act " + std::to_string(act) +
                                         " is in force: it was not "
                                         "undone, or is redone already");
  }
  TRY(const ActId id, state_->next_act());
  TRY_OK(append_act(*state_, {.id = id, .kind = "redo", .by = by, .undoes = standing.last}, "redo",
                    "\"kind\":\"" + standing.kind + "\",\"redoes\":" + std::to_string(act)));
  return transaction.commit();
}

Result<std::optional<ActId>> Case::last_undoable() const {
  TRY(Statement row,
      state_->db.prepare(std::string(kWithUndone) +
                         "SELECT a.id FROM acts a LEFT JOIN chain c ON c.act = a.id "
                         "WHERE a.kind IN ('import', 'decide') AND coalesce(c.links, 0) % 2 = 0 "
                         "AND a.id NOT IN (SELECT act FROM undone) "
                         "ORDER BY coalesce(c.last, a.id) DESC LIMIT 1"));
  TRY(const bool found, row.step());
  if (!found) return std::optional<ActId>();
  return std::optional<ActId>(static_cast<ActId>(row.integer(0)));
}

Result<Redoable> Case::last_redoable() const {
  Redoable latest;
  TRY(Statement row,
      state_->db.prepare(
          std::string(kWithUndone) +
          "SELECT c.act, (SELECT coalesce(max(n.id), 0) FROM acts n WHERE n.id > c.last AND "
          "n.kind IN ('import', 'decide')) FROM chain c WHERE c.links % 2 = 1 AND c.act NOT IN "
          "(SELECT of_act FROM purged_acts WHERE whole = 1) "
          "ORDER BY c.last DESC LIMIT 1"));
  TRY(const bool found, row.step());
  if (!found) return latest;
  latest.act = static_cast<ActId>(row.integer(0));
  latest.newer = static_cast<ActId>(row.integer(1));
  return latest;
}

}  // namespace maillon::store
