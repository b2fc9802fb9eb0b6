// Imports, their quarantine, decisions and the hash of the state.
#include <algorithm>
#include <map>
#include <utility>

#include "base/check.h"
#include "store/case_state.h"
#include "store/file.h"

namespace maillon::store {

namespace {

constexpr std::string_view kImportColumns =
    "SELECT i.act, a.time, a.actor, i.notes, i.segments, i.act NOT IN (SELECT act FROM undone), "
    "i.act IN (SELECT of_act FROM purged_acts WHERE whole = 1) FROM imports i JOIN acts a ON a.id "
    "= i.act ";

// With the clause that names the acts undone.
std::string with_undone(std::string_view select) {
  return std::string(kWithUndone).append(select);
}

Import read_import(const Statement& row) {
  Import import;
  import.id = {static_cast<uint32_t>(row.integer(0))};
  import.time = row.integer(1);
  import.actor = row.text(2);
  import.notes = row.text(3);
  import.segments = static_cast<uint32_t>(row.integer(4));
  import.active = row.integer(5) != 0;
  import.purged = row.integer(6) != 0;
  return import;
}

Result<void> read_files(Database& database, Import& import) {
  TRY(Statement rows,
      database.prepare("SELECT name, sha256, raw_size, plain_size, records, quarantined, "
                       "has_plain, plan, notes FROM import_files WHERE act=? ORDER BY file"));
  rows.bind(1, int64_t{import.id.value});
  for (;;) {
    TRY(const bool row, rows.step());
    if (!row) return {};
    ImportedFile file;
    file.name = rows.text(0);
    file.sha256 = to_sha256(rows.blob(1));
    file.raw_size = static_cast<uint64_t>(rows.integer(2));
    file.plain_size = static_cast<uint64_t>(rows.integer(3));
    file.records = static_cast<uint64_t>(rows.integer(4));
    file.quarantined = static_cast<uint64_t>(rows.integer(5));
    file.has_plain = rows.integer(6) != 0;
    file.plan = rows.text(7);
    file.notes = rows.text(8);
    import.records += file.records;
    import.quarantined += file.quarantined;
    import.files.push_back(std::move(file));
  }
}

}  // namespace

Result<std::vector<Import>> Case::imports() const {
  std::vector<Import> imports;
  TRY(Statement rows, state_->db.prepare(with_undone(kImportColumns) + "ORDER BY i.act"));
  for (;;) {
    TRY(const bool row, rows.step());
    if (!row) break;
    imports.push_back(read_import(rows));
  }
  for (Import& import : imports) TRY_OK(read_files(state_->db, import));
  return imports;
}

Result<Import> Case::import(ImportId id) const {
  TRY(Statement rows, state_->db.prepare(with_undone(kImportColumns) + "WHERE i.act=?"));
  rows.bind(1, int64_t{id.value});
  TRY(const bool row, rows.step());
  if (!row) return fail(Code::not_found, "there is no import " + std::to_string(id.value));
  Import import = read_import(rows);
  TRY_OK(read_files(state_->db, import));
  return import;
}

Result<std::optional<ImportId>> Case::find_file(const Sha256& sha256, std::string_view plan) const {
  TRY(Statement rows,
      state_->db.prepare(
          with_undone("SELECT f.act FROM import_files f WHERE f.sha256=? AND f.plan=? AND f.act "
                      "NOT IN (SELECT act FROM undone) ORDER BY f.act")));
  rows.bind_blob(1, as_bytes(sha256)).bind(2, plan);
  TRY(const bool row, rows.step());
  if (!row) return std::optional<ImportId>();
  return std::optional<ImportId>(ImportId{static_cast<uint32_t>(rows.integer(0))});
}

Result<void> Case::quarantine(std::optional<ImportId> import,
                              const std::function<bool(const QuarantineEntry&)>& each) const {
  if (import) {
    auto found = this->import(*import);
    if (!found) return tl::unexpected<Error>(std::move(found).error());
  }
  // Through acts, so that rows of a running import are not seen.
  TRY(Statement rows,
      state_->db.prepare(with_undone(
          "SELECT q.act, q.file, f.name, q.begin_byte, q.end_byte, q.line, q.reason FROM acts a "
          "JOIN quarantine q ON q.act = a.id JOIN import_files f ON f.act = q.act AND "
          "f.file = q.file WHERE CASE WHEN ?1 = 0 THEN a.id NOT IN (SELECT act FROM undone) "
          "ELSE a.id = ?1 END ORDER BY q.act, q.file, q.row")));
  rows.bind(1, int64_t{import ? import->value : 0});
  for (;;) {
    TRY(const bool row, rows.step());
    if (!row) return {};
    QuarantineEntry entry;
    entry.import = {static_cast<uint32_t>(rows.integer(0))};
    entry.file = static_cast<uint32_t>(rows.integer(1));
    entry.file_name = rows.text(2);
    entry.row = {.begin = static_cast<uint64_t>(rows.integer(3)),
                 .end = static_cast<uint64_t>(rows.integer(4)),
                 .line = static_cast<uint64_t>(rows.integer(5)),
                 .reason = std::string(rows.text(6))};
    if (!each(entry)) return {};
  }
}

Result<Sha256> Case::state_hash() const {
  DigestStream digest;
  digest.add("maillon state 1");
  // DISTINCT and sorted: what counts is which files are read by which plan.
  TRY(Statement files,
      state_->db.prepare(
          with_undone("SELECT DISTINCT f.sha256, f.plan FROM import_files f WHERE f.act NOT IN "
                      "(SELECT act FROM undone) ORDER BY 1, 2")));
  for (;;) {
    TRY(const bool row, files.step());
    if (!row) break;
    digest.add(files.blob(0)).add(files.blob(1));
  }
  digest.add(int64_t{-1});
  TRY(const auto active, decisions());
  for (const Decision& d : active) digest.add(d.kind).add(d.a).add(d.b).add(d.value);
  return digest.finish();
}

// ---- Decisions --------------------------------------------------------------

Result<ActId> append_decided(Case::State& state, const Decision& decision, const By& by) {
  TRY(const ActId id, state.next_act());
  TRY(Statement insert,
      state.db.prepare(
          "INSERT INTO decisions (act, kind, a, b, value, reason) VALUES (?,?,?,?,?,?)"));
  insert.bind(1, int64_t{id}).bind(2, decision.kind).bind(3, decision.a).bind(4, decision.b);
  insert.bind(5, decision.value).bind(6, decision.reason);
  TRY_OK(insert.run());
  TRY_OK(append_act(state, {.id = id, .kind = "decide", .by = by}, "decide", ""));
  return id;
}

Result<ActId> Case::decide(const Decision& decision, const By& by) {
  CHECK(state_->writable);
  TRY_OK(state_->ready_for_act());
  TRY(Transaction transaction, Transaction::begin(state_->db));
  TRY(const ActId id, append_decided(*state_, decision, by));
  TRY_OK(transaction.commit());
  return id;
}

Result<std::vector<Decision>> Case::all_decisions() const {
  TRY(Statement rows, state_->db.prepare(with_undone(
                          "SELECT d.act, d.kind, d.a, d.b, d.value, d.reason, a.actor, a.time, "
                          "d.act NOT IN (SELECT act FROM undone) "
                          "FROM decisions d JOIN acts a ON a.id = d.act ORDER BY d.act")));
  std::vector<Decision> decisions;
  for (;;) {
    TRY(const bool row, rows.step());
    if (!row) return decisions;
    decisions.push_back({.id = static_cast<ActId>(rows.integer(0)),
                         .kind = std::string(rows.text(1)),
                         .a = std::string(rows.text(2)),
                         .b = std::string(rows.text(3)),
                         .value = std::string(rows.text(4)),
                         .reason = std::string(rows.text(5)),
                         .actor = std::string(rows.text(6)),
                         .time = rows.integer(7),
                         .active = rows.integer(8) != 0});
  }
}

Result<std::vector<Decision>> Case::decisions() const {
  TRY(auto decisions, all_decisions());
  std::erase_if(decisions, [](const Decision& d) { return !d.active; });
  return decisions;
}

}  // namespace maillon::store
