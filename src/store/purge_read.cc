// What purges took away, as the rows of case.db tell it.
#include <utility>

#include "store/purge_state.h"

namespace maillon::store {

Result<std::optional<Sha256>> kept_instead(Database& database, const Sha256& sha256) {
  TRY(Statement row, database.prepare("SELECT kept FROM purged_sources WHERE sha256=? "
                                      "ORDER BY act DESC LIMIT 1"));
  row.bind_blob(1, as_bytes(sha256));
  TRY(const bool found, row.step());
  // None kept: whoever has the file now imported it later, as it came.
  if (!found || row.blob(0).empty()) return std::optional<Sha256>();
  return std::optional<Sha256>(to_sha256(row.blob(0)));
}

Result<std::optional<Sha256>> digest_since_purge(Database& database, ActId act) {
  TRY(Statement row, database.prepare("SELECT digest FROM purged_acts WHERE of_act=? "
                                      "ORDER BY act DESC LIMIT 1"));
  row.bind(1, int64_t{act});
  TRY(const bool found, row.step());
  if (!found) return std::optional<Sha256>();
  return std::optional<Sha256>(to_sha256(row.blob(0)));
}

Result<std::optional<PurgedSource>> purged_source(const Case& from, const Sha256& sha256) {
  Database& db = from.state().db;
  TRY(const auto kept, kept_instead(db, sha256));
  if (!kept) return std::optional<PurgedSource>();
  PurgedSource source;
  source.kept = *kept;
  {
    TRY(Statement size, db.prepare("SELECT size FROM purged_sources WHERE sha256=? AND kept=?"));
    size.bind_blob(1, as_bytes(sha256)).bind_blob(2, as_bytes(*kept));
    TRY_OK(size.step());
    source.size = static_cast<uint64_t>(size.integer(0));
  }
  // Those of before a purge of the whole file do not count: it came anew since.
  TRY(Statement rows,
      db.prepare("SELECT begin_byte, end_byte FROM purged_ranges WHERE sha256=?1 AND act > "
                 "(SELECT coalesce(max(act), 0) FROM purged_sources WHERE sha256=?1 AND "
                 "length(kept)=0) ORDER BY begin_byte"));
  rows.bind_blob(1, as_bytes(sha256));
  for (;;) {
    TRY(const bool row, rows.step());
    if (!row) return std::optional<PurgedSource>(std::move(source));
    source.ranges.push_back(
        {static_cast<uint64_t>(rows.integer(0)), static_cast<uint64_t>(rows.integer(1))});
  }
}

namespace {

Result<void> read_purge(Database& db, PurgeAct& act) {
  TRY(Statement acts,
      db.prepare("SELECT of_act, whole FROM purged_acts WHERE act=? ORDER BY of_act"));
  acts.bind(1, int64_t{act.id});
  for (;;) {
    TRY(const bool row, acts.step());
    if (!row) break;
    (acts.integer(1) != 0 ? act.imports : act.blanked)
        .push_back(static_cast<ActId>(acts.integer(0)));
  }
  TRY(Statement files, db.prepare("SELECT sha256 FROM purged_sources WHERE act=? AND "
                                  "length(kept)=0 ORDER BY sha256"));
  files.bind(1, int64_t{act.id});
  for (;;) {
    TRY(const bool row, files.step());
    if (!row) break;
    act.files.push_back(to_sha256(files.blob(0)));
  }
  TRY(Statement ranges, db.prepare("SELECT sha256, begin_byte, end_byte, gone FROM purged_ranges "
                                   "WHERE act=? ORDER BY sha256, begin_byte"));
  ranges.bind(1, int64_t{act.id});
  for (;;) {
    TRY(const bool row, ranges.step());
    if (!row) return {};
    act.ranges.push_back(
        {to_sha256(ranges.blob(0)),
         {static_cast<uint64_t>(ranges.integer(1)), static_cast<uint64_t>(ranges.integer(2))},
         to_sha256(ranges.blob(3))});
  }
}

}  // namespace

Result<std::vector<PurgeAct>> purge_acts(const Case& from) {
  Database& db = from.state().db;
  std::vector<PurgeAct> acts;
  TRY(Statement rows, db.prepare("SELECT p.act, a.time, a.actor, p.what, p.reason FROM purges p "
                                 "JOIN acts a ON a.id = p.act ORDER BY p.act"));
  for (;;) {
    TRY(const bool row, rows.step());
    if (!row) break;
    PurgeAct act;
    act.id = static_cast<ActId>(rows.integer(0));
    act.time = rows.integer(1);
    act.actor = rows.text(2);
    act.what = rows.text(3);
    act.reason = rows.text(4);
    acts.push_back(std::move(act));
  }
  for (PurgeAct& act : acts) TRY_OK(read_purge(db, act));
  return acts;
}

}  // namespace maillon::store
