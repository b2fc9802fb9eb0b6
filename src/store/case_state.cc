#include "store/case_state.h"

#include <cstring>

#include "base/check.h"
#include "base/civil_time.h"
#include "base/json_writer.h"
#include "store/file.h"

namespace maillon::store {

Result<std::string> Case::State::temporary(std::string_view name) {
  CHECK(writable);
  TRY_OK(make_directory(path("tmp")));
  std::string flat(name);
  for (char& c : flat) c = c == '/' ? '+' : c;
  return path("tmp/" + flat);
}

Result<void> Case::State::ready_for_act() const {
  if (!importing) return {};
  return fail(Code::busy, "an import is running; wait for it to end");
}

Result<ActId> Case::State::next_act() const {
  TRY(const int64_t id, db.integer("SELECT coalesce(max(id), 0) + 1 FROM acts"));
  return static_cast<ActId>(id);
}

std::string temporary_path(const std::string& directory, std::string_view name) {
  return (directory + "/tmp/").append(name);
}
std::string original_path(const Sha256& sha256) {
  return "originals/" + to_hex(sha256) + ".mblk";
}
std::string plain_path(const Sha256& sha256) {
  return "derived/plain/" + to_hex(sha256) + ".mblk";
}
std::string segment_path(ActId import, uint32_t segment) {
  return "derived/records/" + std::to_string(import) + "-" + std::to_string(segment) + ".mbun";
}
std::string bundle_path(std::string_view name) {
  return "derived/" + std::string(name) + ".mbun";
}

DigestStream& DigestStream::add(std::string_view text) {
  add(static_cast<int64_t>(text.size()));
  stream_.update(text);
  return *this;
}

DigestStream& DigestStream::add(int64_t number) {
  char bytes[sizeof(number)];
  std::memcpy(bytes, &number, sizeof(number));
  stream_.update({bytes, sizeof(bytes)});
  return *this;
}

std::string_view as_bytes(const Sha256& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

Sha256 to_sha256(std::string_view bytes) {
  Sha256 hash{};
  if (bytes.size() == hash.size()) std::memcpy(hash.data(), bytes.data(), hash.size());
  return hash;
}

// ---- Acts -------------------------------------------------------------------

namespace {

// Which rows make up an act, and in which order: every column counts. Numbers,
// texts and blobs are hashed by their own type.
struct ActTable {
  std::string_view kind, sql;
  // Came with a later version: acts of before, which have no such rows, keep their digests.
  bool is_later = false;
};
constexpr ActTable kActTables[] = {
    {"import", "SELECT segments, notes FROM imports WHERE act=?"},
    {"import",
     "SELECT file, name, sha256, raw_size, plain_size, records, quarantined, has_plain, plan, "
     "notes FROM import_files WHERE act=? ORDER BY file"},
    {"import",
     "SELECT file, row, line, begin_byte, end_byte, reason FROM quarantine WHERE act=? "
     "ORDER BY file, row"},
    {"import", "SELECT file, acquired FROM import_files WHERE act=? AND acquired<>'' ORDER BY file",
     true},
    {"decide", "SELECT kind, a, b, value, reason FROM decisions WHERE act=?"},
    {"link", "SELECT whole, changed, next_network, changes FROM identity_acts WHERE act=?"},
    {"link", "SELECT part, rows, data FROM identity_parts WHERE act=? ORDER BY part"},
    {"setting", "SELECT key, value FROM settings WHERE act=?"},
    {"purge", "SELECT what, reason FROM purges WHERE act=?"},
    {"purge", "SELECT of_act, whole, digest FROM purged_acts WHERE act=? ORDER BY of_act"},
    {"purge", "SELECT sha256, kept, size FROM purged_sources WHERE act=? ORDER BY sha256"},
    {"purge",
     "SELECT sha256, begin_byte, end_byte, gone FROM purged_ranges WHERE act=? "
     "ORDER BY sha256, begin_byte"},
    {"request", "SELECT request, step, kind, what, detail, reason FROM requests WHERE act=?"},
    {"listing", "SELECT lists, imports FROM listings WHERE act=?"},
    {"listing", "SELECT sha256, restricted, says FROM listed_pictures WHERE act=? ORDER BY sha256"},
};

}  // namespace

Result<Sha256> act_digest(Database& database, const Act& act) {
  DigestStream digest;
  digest.add(uint32_t{act.id}).add(act.kind).add(act.by.time).add(act.by.actor);
  digest.add(uint32_t{act.undoes});
  for (const ActTable& table : kActTables) {
    if (table.kind != act.kind) continue;
    TRY(Statement rows, database.prepare(table.sql));
    rows.bind(1, int64_t{act.id});
    bool has_rows = false;
    for (;;) {
      TRY(const bool row, rows.step());
      if (!row) break;
      has_rows = true;
      for (int column = 0; column < rows.columns(); ++column) {
        if (rows.is_integer(column)) {
          digest.add(rows.integer(column));
        } else {
          digest.add(rows.blob(column));
        }
      }
    }
    if (has_rows || !table.is_later) digest.add(int64_t{-1});  // the end of the table's rows
  }
  return digest.finish();
}

Result<void> append_act(Case::State& state, const Act& act, std::string_view action,
                        std::string_view summary) {
  TRY(const Sha256 digest, act_digest(state.db, act));
  JsonWriter json;
  json.begin_object();
  json.member("act", uint32_t{act.id});
  if (act.undoes != 0) json.member("undoes", uint32_t{act.undoes});
  json.member("digest", to_hex(digest));
  if (state.origin) {
    json.member("from", state.origin->from).member("author", act.by.actor);
    json.member("done", format_time(act.by.time));
  }
  std::string detail = json.take();
  if (!summary.empty()) detail.append(",").append(summary);
  detail.append("}");
  const By& by = state.origin ? state.origin->by : act.by;
  TRY(const uint64_t seq, state.log_tree.append(by, action, detail));

  TRY(Statement insert,
      state.db.prepare("INSERT INTO acts (id, kind, time, actor, undoes, digest, log_seq) "
                       "VALUES (?,?,?,?,?,?,?)"));
  insert.bind(1, int64_t{act.id}).bind(2, act.kind).bind(3, act.by.time).bind(4, act.by.actor);
  if (act.undoes == 0) {
    insert.bind_null(5);
  } else {
    insert.bind(5, int64_t{act.undoes});
  }
  insert.bind_blob(6, as_bytes(digest)).bind(7, static_cast<int64_t>(seq));
  return insert.run();
}

// ---- After a crash ----------------------------------------------------------

namespace {

// True if an import that is part of the case needs the file of that path.
Result<bool> is_known(Database& database, const std::string& path) {
  constexpr std::string_view kSegments = "derived/records/";
  if (path.starts_with(kSegments)) {
    TRY(Statement act, database.prepare("SELECT 1 FROM acts WHERE id=CAST(? AS INTEGER)"));
    act.bind(1, std::string_view(path).substr(kSegments.size()));  // "12-0.mbun" casts to 12
    return act.step();
  }
  // The name of an original and of its plain bytes is the hash.
  TRY(Statement file, database.prepare("SELECT 1 FROM import_files WHERE sha256=?1 AND act NOT IN "
                                       "(SELECT of_act FROM purged_acts WHERE whole=1) UNION ALL "
                                       "SELECT 1 FROM purged_sources p WHERE kept=?1 AND act="
                                       "(SELECT max(act) FROM purged_sources q WHERE "
                                       "q.sha256=p.sha256)"));
  const std::size_t slash = path.find_last_of('/');
  const Sha256 hash = parse_sha256(std::string_view(path).substr(slash + 1, 64));
  file.bind_blob(1, as_bytes(hash));
  return file.step();
}

}  // namespace

Sha256 parse_sha256(std::string_view hex) {
  Sha256 hash{};
  if (hex.size() != 2 * hash.size()) return hash;
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
  };
  for (std::size_t i = 0; i < hash.size(); ++i) {
    const int high = digit(hex[2 * i]), low = digit(hex[2 * i + 1]);
    if (high < 0 || low < 0) return {};
    hash[i] = static_cast<uint8_t>(high * 16 + low);
  }
  return hash;
}

Result<void> clear_temporary(const Case::State& state) {
  TRY(const auto names, list_directory(state.path("tmp")));
  for (const std::string& name : names) TRY_OK(remove_file(state.path("tmp/" + name)));
  return {};
}

Result<void> clear_unfinished(Case::State& state) {
  std::vector<std::string> pending;
  TRY(Statement paths, state.db.prepare("SELECT path FROM pending"));
  for (;;) {
    TRY(const bool row, paths.step());
    if (!row) break;
    pending.emplace_back(paths.text(0));
  }
  for (const std::string& path : pending) {
    TRY(const bool known, is_known(state.db, path));
    if (!known) TRY_OK(remove_file(state.path(path)));
  }
  TRY(const int64_t left, state.db.integer("SELECT EXISTS (SELECT 1 FROM quarantine WHERE act > "
                                           "(SELECT coalesce(max(id), 0) FROM acts))"));
  if (pending.empty() && left == 0) return {};
  TRY(Transaction transaction, Transaction::begin(state.db));
  TRY_OK(
      state.db.execute("DELETE FROM pending; DELETE FROM quarantine WHERE act > "
                       "(SELECT coalesce(max(id), 0) FROM acts)"));
  return transaction.commit();
}

}  // namespace maillon::store
