// How a purge comes about, so that a kill at any moment leaves all of it or nothing:
//
//   1. What will be kept of each source is written to CASE/tmp/, then, with its path in `pending`,
//      renamed into originals/. Killed before 2: the next writer removes it, as of an import.
//   2. One transaction appends the act, takes the words out of the other tables (their triggers
//      are dropped and made again within it), empties `pending` and lists in `purge_left` the files
//      that must go.
//   3. The keys of those that are encrypted are written over, and the files are removed. VACUUM
//   writes case.db anew without the pages that held the words,
//      and a checkpoint cuts its log to nothing; then `purge_left` is emptied. Killed within 3: the
//      next opening for writing does 3 again.
#include "store/purge.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <utility>

#include "base/check.h"
#include "store/file.h"
#include "store/migrations.h"
#include "store/purge_state.h"

namespace maillon::store {

namespace {

struct BlankedSource {
  Sha256 source{}, kept{};
  uint64_t size = 0;
  std::string tmp;
  std::vector<PurgeAct::Range> ranges;
};

// Tables whose rows a purge changes. Their triggers refuse that at any other time.
constexpr std::string_view kChanged[] = {"imports", "import_files", "decisions", "quarantine"};

Result<void> copy_bytes(const BlockReader& from, uint64_t begin, uint64_t end, BlockWriter& to) {
  return each_piece(from, begin, end, [&](std::string_view bytes) { return to.append(bytes); });
}

// The import in whose segments' names a file of derived/ stands: "12-0.mbun".
std::optional<ActId> import_of(std::string_view name) {
  ActId import = 0;
  const auto read = std::from_chars(name.data(), name.data() + name.size(), import);
  if (read.ec != std::errc{} || read.ptr == name.data() + name.size() || *read.ptr != '-')
    return std::nullopt;
  return import;
}

}  // namespace

struct PurgeWriter::State {
  Case* from = nullptr;
  std::vector<BlankedSource> blanked;
  std::set<ActId> imports, decisions;
  std::vector<std::string> left;  // paths to remove once the act is there
  std::set<ActId> touched;        // acts whose rows change

  ~State() {
    for (const BlankedSource& source : blanked) {
      if (!source.tmp.empty()) (void)remove_file(source.tmp);
    }
  }
  Case::State& store() const { return from->state(); }
  Database& db() const { return from->state().db; }

  Result<std::vector<std::pair<Sha256, bool>>> files_of(ActId import) const;
  Result<void> publish();
  Result<void> list_left(std::vector<Sha256>& gone);
  Result<std::set<std::string>> needed_originals() const;
  Result<void> list_derived(const std::set<ActId>& affected);
  Result<void> write_sources(ActId act, const std::vector<Sha256>& gone);
  Result<void> take_words_out(ActId act);
  Result<void> note_touched(ActId act);
};

PurgeWriter::PurgeWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
PurgeWriter::~PurgeWriter() = default;
PurgeWriter::PurgeWriter(PurgeWriter&&) noexcept = default;
PurgeWriter& PurgeWriter::operator=(PurgeWriter&&) noexcept = default;

Result<PurgeWriter> PurgeWriter::begin(Case& from) {
  CHECK(from.writable());
  TRY_OK(from.state().ready_for_act());
  auto state = std::make_unique<State>();
  state->from = &from;
  return PurgeWriter(std::move(state));
}

void PurgeWriter::remove_import(ImportId import) {
  state_->imports.insert(import.value);
}
void PurgeWriter::blank_decision(ActId decision) {
  state_->decisions.insert(decision);
}

void PurgeWriter::remove_upload(std::string path) {
  CHECK(path.starts_with("uploads/"));
  state_->left.push_back(std::move(path));
}

Result<BlockReader> PurgeWriter::blank(const Sha256& source, const std::vector<ByteRange>& ranges,
                                       const Blank& fill) {
  State& s = *state_;
  TRY(const BlockReader plain, s.from->open_plain(source));
  BlankedSource made;
  made.source = source;
  TRY(const std::string path, s.store().temporary("purge-" + std::to_string(s.blanked.size())));
  TRY(BlockWriter writer,
      BlockWriter::create_at(path, path, {.level = 1, .sha256 = true, .key = s.store().key}));
  uint64_t at = 0;
  for (const ByteRange& range : ranges) {
    CHECK(range.begin >= at && range.begin <= range.end);
    TRY_OK(copy_bytes(plain, at, range.begin, writer));
    TRY(std::string bytes,
        plain.read(range.begin, static_cast<std::size_t>(range.end - range.begin)));
    made.ranges.push_back({source, range, sha256(bytes)});
    const std::size_t size = bytes.size();
    fill(bytes);
    CHECK(bytes.size() == size);
    TRY_OK(writer.append(bytes));
    at = range.end;
  }
  TRY_OK(copy_bytes(plain, at, plain.size(), writer));
  TRY_OK(writer.finish());
  made.kept = writer.sha256();
  made.size = writer.size();
  made.tmp = writer.release();
  s.blanked.push_back(std::move(made));
  return BlockReader::open(s.blanked.back().tmp, s.store().key);
}

// ---- What goes ----------------------------------------------------------------

// The files of an import, and of each whether an import that stays has it, too.
Result<std::vector<std::pair<Sha256, bool>>> PurgeWriter::State::files_of(ActId import) const {
  std::vector<std::pair<Sha256, bool>> files;
  TRY(Statement rows, db().prepare("SELECT DISTINCT sha256 FROM import_files WHERE act=?"));
  rows.bind(1, int64_t{import});
  TRY(Statement others,
      db().prepare("SELECT DISTINCT act FROM import_files WHERE sha256=? AND act NOT IN "
                   "(SELECT of_act FROM purged_acts WHERE whole=1)"));
  for (;;) {
    TRY(const bool row, rows.step());
    if (!row) return files;
    const Sha256 hash = to_sha256(rows.blob(0));
    bool is_shared = false;
    others.reset();
    others.bind_blob(1, as_bytes(hash));
    for (;;) {
      TRY(const bool other, others.step());
      if (!other) break;
      is_shared = is_shared || !imports.contains(static_cast<ActId>(others.integer(0)));
    }
    files.emplace_back(hash, is_shared);
  }
}

// Arrays over the whole case hold words of every post; those of single imports only of their own.
Result<void> PurgeWriter::State::list_derived(const std::set<ActId>& affected) {
  TRY(const auto names, list_directory(store().path("derived")));
  for (const std::string& name : names) {
    const std::string path = "derived/" + name;
    if (name == "plain") continue;
    if (!is_directory(store().path(path))) {
      left.push_back(path);
      continue;
    }
    TRY(const auto inner, list_directory(store().path(path)));
    for (const std::string& file : inner) {
      const std::optional<ActId> import = import_of(file);
      if (!import || affected.contains(*import))
        left.push_back(std::string(path).append("/").append(file));
    }
  }
  return {};
}

// `gone`: sources of which nothing is kept.
Result<void> PurgeWriter::State::list_left(std::vector<Sha256>& gone) {
  std::set<ActId> affected = imports;
  const auto remove_source = [&](const Sha256& source) -> Result<void> {
    TRY(const auto kept, kept_instead(db(), source));
    left.push_back(original_path(kept.value_or(source)));
    left.push_back(plain_path(source));
    return {};
  };
  for (const ActId import : imports) {
    TRY(const auto files, files_of(import));
    for (const auto& [hash, is_shared] : files) {
      if (is_shared || std::find(gone.begin(), gone.end(), hash) != gone.end()) continue;
      gone.push_back(hash);
      TRY_OK(remove_source(hash));
    }
  }
  TRY(Statement having, db().prepare("SELECT DISTINCT act FROM import_files WHERE sha256=?"));
  for (const BlankedSource& source : blanked) {
    TRY_OK(remove_source(source.source));
    having.reset();
    having.bind_blob(1, as_bytes(source.source));
    for (;;) {
      TRY(const bool row, having.step());
      if (!row) break;
      affected.insert(static_cast<ActId>(having.integer(0)));
    }
  }
  std::sort(gone.begin(), gone.end());
  TRY(const std::set<std::string> needed, needed_originals());
  std::erase_if(left, [&](const std::string& path) { return needed.contains(path); });
  return list_derived(affected);
}

// What stays needs these: of two sources the same bytes may be kept, and one may have come so.
Result<std::set<std::string>> PurgeWriter::State::needed_originals() const {
  std::set<std::string> needed;
  TRY(Statement rows, db().prepare("SELECT DISTINCT act, sha256 FROM import_files WHERE act NOT IN "
                                   "(SELECT of_act FROM purged_acts WHERE whole=1)"));
  for (;;) {
    TRY(const bool row, rows.step());
    if (!row) return needed;
    if (imports.contains(static_cast<ActId>(rows.integer(0)))) continue;
    const Sha256 hash = to_sha256(rows.blob(1));
    const auto now = std::find_if(blanked.begin(), blanked.end(),
                                  [&](const BlankedSource& b) { return b.source == hash; });
    if (now != blanked.end()) {
      needed.insert(original_path(now->kept));
      continue;
    }
    TRY(const auto kept, kept_instead(db(), hash));
    needed.insert(original_path(kept.value_or(hash)));
  }
}

// ---- The act ------------------------------------------------------------------

Result<void> PurgeWriter::State::publish() {
  if (blanked.empty()) return {};
  {
    TRY(Transaction transaction, Transaction::begin(db()));
    TRY(Statement insert, db().prepare("INSERT OR IGNORE INTO pending (path) VALUES (?)"));
    for (const BlankedSource& source : blanked) {
      insert.bind(1, original_path(source.kept));
      TRY_OK(insert.run());
    }
    TRY_OK(transaction.commit());
  }
  for (BlankedSource& source : blanked) {
    TRY_OK(move_file(source.tmp, store().path(original_path(source.kept))));
    source.tmp.clear();
  }
  return {};
}

Result<void> PurgeWriter::State::write_sources(ActId act, const std::vector<Sha256>& gone) {
  TRY(Statement file,
      db().prepare("INSERT INTO purged_sources (act, sha256, kept, size) VALUES (?,?,?,?)"));
  file.bind(1, int64_t{act});
  for (const Sha256& hash : gone) {
    file.bind_blob(2, as_bytes(hash)).bind_blob(3, "").bind(4, int64_t{0});
    TRY_OK(file.run());
  }
  TRY(Statement range, db().prepare("INSERT INTO purged_ranges (act, sha256, begin_byte, end_byte, "
                                    "gone) VALUES (?,?,?,?,?)"));
  range.bind(1, int64_t{act});
  for (const BlankedSource& source : blanked) {
    file.bind_blob(2, as_bytes(source.source)).bind_blob(3, as_bytes(source.kept));
    file.bind(4, static_cast<int64_t>(source.size));
    TRY_OK(file.run());
    for (const PurgeAct::Range& r : source.ranges) {
      range.bind_blob(2, as_bytes(r.source)).bind(3, static_cast<int64_t>(r.place.begin));
      range.bind(4, static_cast<int64_t>(r.place.end)).bind_blob(5, as_bytes(r.gone));
      TRY_OK(range.run());
    }
  }
  return {};
}

Result<void> PurgeWriter::State::take_words_out(ActId act) {
  for (const std::string_view table : kChanged) TRY_OK(db().execute(unlock_table(table)));
  const auto run = [&](std::string_view sql, ActId of) -> Result<void> {
    TRY(Statement change, db().prepare(sql));
    change.bind(1, int64_t{of});
    touched.insert(of);
    return change.run();
  };
  for (const ActId import : imports) {
    TRY_OK(run("DELETE FROM quarantine WHERE act=?", import));
    TRY_OK(run("UPDATE imports SET notes='' WHERE act=?", import));
    TRY_OK(run("UPDATE import_files SET notes='' WHERE act=?", import));
  }
  for (const ActId decision : decisions)
    TRY_OK(run("UPDATE decisions SET value='', reason='' WHERE act=?", decision));
  // Rows of a bad picture or the like within a record that is gone: their reasons quote it.
  TRY(Statement bad,
      db().prepare("SELECT q.act, q.file, q.row FROM quarantine q JOIN import_files f ON "
                   "f.act=q.act AND f.file=q.file WHERE f.sha256=?1 AND q.begin_byte < ?3 AND "
                   "q.end_byte > ?2"));
  TRY(Statement remove, db().prepare("DELETE FROM quarantine WHERE act=? AND file=? AND row=?"));
  for (const BlankedSource& source : blanked) {
    for (const PurgeAct::Range& r : source.ranges) {
      bad.reset();
      bad.bind_blob(1, as_bytes(source.source)).bind(2, static_cast<int64_t>(r.place.begin));
      bad.bind(3, static_cast<int64_t>(r.place.end));
      std::vector<std::array<int64_t, 3>> rows;
      for (;;) {
        TRY(const bool row, bad.step());
        if (!row) break;
        rows.push_back({bad.integer(0), bad.integer(1), bad.integer(2)});
      }
      for (const auto& row : rows) {
        remove.bind(1, row[0]).bind(2, row[1]).bind(3, row[2]);
        TRY_OK(remove.run());
        touched.insert(static_cast<ActId>(row[0]));
      }
    }
  }
  for (const std::string_view table : kChanged) TRY_OK(db().execute(lock_table(table)));
  return note_touched(act);
}

// The digests that their rows have from now on: verify holds them to those.
Result<void> PurgeWriter::State::note_touched(ActId act) {
  TRY(Statement find, db().prepare("SELECT kind, time, actor, undoes FROM acts WHERE id=?"));
  TRY(Statement insert,
      db().prepare("INSERT INTO purged_acts (act, of_act, whole, digest) VALUES (?,?,?,?)"));
  for (const ActId of : touched) {
    find.reset();
    find.bind(1, int64_t{of});
    TRY(const bool is_there, find.step());
    if (!is_there) return fail(Code::not_found, "there is no act " + std::to_string(of));
    const Act changed{.id = of,
                      .kind = std::string(find.text(0)),
                      .by = {.actor = std::string(find.text(2)), .time = find.integer(1)},
                      .undoes = static_cast<ActId>(find.integer(3))};
    TRY(const Sha256 digest, act_digest(db(), changed));
    insert.bind(1, int64_t{act}).bind(2, int64_t{of}).bind(3, int64_t{imports.contains(of)});
    insert.bind_blob(4, as_bytes(digest));
    TRY_OK(insert.run());
  }
  return {};
}

Result<ActId> PurgeWriter::commit(std::string_view what, std::string_view reason, const By& by) {
  State& s = *state_;
  Database& db = s.db();
  if (s.blanked.empty() && s.imports.empty())
    return fail(Code::invalid_input, "there is nothing to purge");
  std::vector<Sha256> gone;
  TRY_OK(s.list_left(gone));
  TRY_OK(s.publish());
  TRY_OK(db.execute("PRAGMA secure_delete=ON"));
  ActId id = 0;
  {
    TRY(Transaction transaction, Transaction::begin(db));
    TRY(id, s.store().next_act());
    {
      TRY(Statement insert, db.prepare("INSERT INTO purges (act, what, reason) VALUES (?,?,?)"));
      insert.bind(1, int64_t{id}).bind(2, what).bind(3, reason);
      TRY_OK(insert.run());
      TRY(Statement leave, db.prepare("INSERT OR IGNORE INTO purge_left (path) VALUES (?)"));
      s.left.emplace_back();  // case.db itself is to be cleaned
      for (const std::string& path : s.left) {
        leave.bind(1, path);
        TRY_OK(leave.run());
      }
    }
    TRY_OK(s.write_sources(id, gone));
    TRY_OK(s.take_words_out(id));
    std::size_t ranges = 0;
    for (const BlankedSource& source : s.blanked) ranges += source.ranges.size();
    TRY_OK(append_act(s.store(), {.id = id, .kind = "purge", .by = by}, "purge",
                      "\"imports\":" + std::to_string(s.imports.size()) + ",\"files\":" +
                          std::to_string(gone.size()) + ",\"records\":" + std::to_string(ranges)));
    TRY_OK(db.execute("DELETE FROM pending"));
    TRY_OK(transaction.commit());
  }
  TRY_OK(finish_purge(s.store()));
  return id;
}

// ---- The end of it --------------------------------------------------------------

Result<bool> has_unfinished_purge(Database& database) {
  TRY(const int64_t left, database.integer("SELECT EXISTS (SELECT 1 FROM purge_left)"));
  return left != 0;
}

Result<void> finish_purge(Case::State& state) {
  TRY(const bool unfinished, has_unfinished_purge(state.db));
  if (!unfinished) return {};
  std::set<std::string> folders;
  {
    TRY(Statement rows, state.db.prepare("SELECT path FROM purge_left"));
    for (;;) {
      TRY(const bool row, rows.step());
      if (!row) break;
      if (rows.text(0).empty()) continue;
      const std::string path = state.path(rows.text(0));
      destroy_key(path);
      TRY_OK(remove_file(path));
      folders.insert(parent_of(path));
    }
  }
  for (const std::string& folder : folders) {
    if (is_directory(folder)) TRY_OK(sync_directory(folder));
  }
  // At once: what is written under these names later is not to be removed.
  TRY_OK(state.db.execute("DELETE FROM purge_left WHERE path<>''"));
  TRY_OK(state.db.execute("PRAGMA secure_delete=ON; VACUUM"));
  {
    TRY(Statement cut, state.db.prepare("PRAGMA wal_checkpoint(TRUNCATE)"));
    TRY_OK(cut.step());
    if (cut.integer(0) != 0) {
      return fail(Code::busy, state.directory +
                                  ": the purge is done, but another command reads the case, so "
                                  "that SQLite's log still holds what is gone; end it (also "
                                  "`maillon serve`), then purge again or import: that cleans it");
    }
  }
  TRY_OK(state.db.execute("DELETE FROM purge_left"));
  return {};
}

}  // namespace maillon::store
