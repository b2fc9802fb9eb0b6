// How an import becomes visible:
//
//   1. While it runs, everything is in CASE/tmp/, but for rows of the quarantine
//      table whose act does not exist yet: no reader sees them.
//   2. commit: the files are synced; their final paths are written to the table
//      `pending`; they are renamed; one transaction appends the act and empties
//      `pending`.
//   3. Killed before that transaction: the next writer removes what is in tmp/,
//      what is listed in `pending` and not known to an import, and the rows.
//
// So files that are only found in originals/ and nowhere in case.db are never
// removed: they may belong to a newer case.db than the one that is there.
#include "store/import_writer.h"

#include <optional>
#include <utility>
#include <vector>

#include "base/check.h"
#include "store/block_file.h"
#include "store/case_state.h"
#include "store/file.h"
#include "store/purge_state.h"

namespace maillon::store {

namespace {

constexpr std::size_t kQuarantineBatch = 8192;

// Small: a folder may hold many thousands of files.
struct EndedFile {
  ImportedFile facts;
  std::string acquired;
  std::string raw_tmp, plain_tmp;  // plain_tmp empty: the source was not packed
  uint32_t first_segment = 0;      // segments there were when it began
};

}  // namespace

struct ImportWriter::State {
  Case::State* store = nullptr;
  ImportId id{};
  bool committed = false;
  uint64_t names = 0;  // of temporary files given so far

  bool in_file = false;
  EndedFile current;
  std::optional<BlockWriter> raw, plain;
  std::vector<EndedFile> ended;
  std::vector<QuarantineRow> quarantine;  // of the current file, not in the table yet
  uint64_t quarantine_written = 0;        // of the current file, in the table

  bool in_segment = false;
  std::vector<std::string> segments;  // temporary files

  ~State();
  Result<std::string> temporary(std::string_view extension);
  Result<void> flush_quarantine();
  Result<void> forget(const EndedFile& file);
  std::vector<std::pair<std::string, std::string>> moves() const;
  Result<void> note_pending();
  Result<void> publish_files();
  Result<void> write_rows(std::string_view notes, const By& by);
};

ImportWriter::State::~State() {
  store->importing = false;
  if (committed) return;
  // What cannot be removed now (a full disk), the next import or writer removes.
  raw.reset();
  plain.reset();
  for (const EndedFile& file : ended) {
    if (!file.raw_tmp.empty()) (void)remove_file(file.raw_tmp);
    if (!file.plain_tmp.empty()) (void)remove_file(file.plain_tmp);
  }
  for (const std::string& segment : segments) (void)remove_file(segment);
  (void)clear_unfinished(*store);
}

Result<std::string> ImportWriter::State::temporary(std::string_view extension) {
  return store->temporary(std::to_string(id.value) + "-" + std::to_string(names++) + "." +
                          std::string(extension));
}

// In transactions of their own, short ones, so that a bad file of any size needs
// little memory and readers can append to the log meanwhile.
Result<void> ImportWriter::State::flush_quarantine() {
  if (quarantine.empty()) return {};
  Database& db = store->db;
  TRY(Transaction transaction, Transaction::begin(db));
  TRY(Statement insert,
      db.prepare("INSERT INTO quarantine (act, file, row, line, begin_byte, end_byte, reason) "
                 "VALUES (?,?,?,?,?,?,?)"));
  insert.bind(1, int64_t{id.value}).bind(2, static_cast<int64_t>(ended.size()));
  for (const QuarantineRow& row : quarantine) {
    insert.bind(3, static_cast<int64_t>(quarantine_written++));
    insert.bind(4, static_cast<int64_t>(row.line));
    insert.bind(5, static_cast<int64_t>(row.begin)).bind(6, static_cast<int64_t>(row.end));
    insert.bind(7, row.reason);
    TRY_OK(insert.run());
  }
  quarantine.clear();
  return transaction.commit();
}

ImportWriter::ImportWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
ImportWriter::~ImportWriter() = default;
ImportWriter::ImportWriter(ImportWriter&&) noexcept = default;
ImportWriter& ImportWriter::operator=(ImportWriter&&) noexcept = default;

Result<ImportWriter> Case::begin_import() {
  CHECK(state_->writable);
  TRY_OK(state_->ready_for_act());
  TRY_OK(clear_unfinished(*state_));  // an import before may have failed to
  TRY(const ActId id, state_->next_act());
  auto state = std::make_unique<ImportWriter::State>();
  state->store = state_.get();
  state->id = {id};
  state_->importing = true;
  return ImportWriter(std::move(state));
}

ImportId ImportWriter::id() const {
  return state_->id;
}
uint32_t ImportWriter::file_count() const {
  return static_cast<uint32_t>(state_->ended.size());
}

// ---- Files ------------------------------------------------------------------

Result<void> ImportWriter::begin_file(std::string_view name) {
  State& s = *state_;
  CHECK(!s.in_file);
  s.current = {};
  s.current.facts.name = name;
  s.current.first_segment = static_cast<uint32_t>(s.segments.size());
  s.quarantine_written = 0;
  TRY(const std::string path, s.temporary("raw"));
  TRY(s.raw, BlockWriter::create_at(
                 path, path, {.level = 1, .sha256 = true, .sync = false, .key = s.store->key}));
  s.in_file = true;
  return {};
}

Result<void> ImportWriter::write_raw(std::string_view bytes) {
  CHECK(state_->in_file);
  return state_->raw->append(bytes);
}

Result<void> ImportWriter::write_plain(std::string_view bytes) {
  State& s = *state_;
  CHECK(s.in_file);
  if (!s.plain) {
    TRY(const std::string path, s.temporary("plain"));
    TRY(s.plain,
        BlockWriter::create_at(path, path,
                               {.level = 1, .sha256 = false, .sync = false, .key = s.store->key}));
  }
  return s.plain->append(bytes);
}

Result<void> ImportWriter::add_quarantine(std::span<const QuarantineRow> rows) {
  State& s = *state_;
  CHECK(s.in_file);
  s.current.facts.quarantined += rows.size();
  for (const QuarantineRow& row : rows) {
    s.quarantine.push_back(row);
    if (s.quarantine.size() >= kQuarantineBatch) TRY_OK(s.flush_quarantine());
  }
  return {};
}

Result<Sha256> ImportWriter::end_file(std::string_view plan, uint64_t records,
                                      std::string_view notes) {
  State& s = *state_;
  CHECK(s.in_file);
  TRY_OK(s.flush_quarantine());
  TRY_OK(s.raw->finish());
  if (s.plain) TRY_OK(s.plain->finish());
  ImportedFile& facts = s.current.facts;
  facts.sha256 = s.raw->sha256();
  facts.raw_size = s.raw->size();
  facts.plain_size = s.plain ? s.plain->size() : facts.raw_size;
  facts.has_plain = s.plain.has_value();
  facts.records = records;
  facts.plan = plan;
  facts.notes = notes;
  s.current.acquired = std::exchange(s.store->next_acquired, {});
  s.current.raw_tmp = s.raw->release();
  // What a purge took out of a source does not come back with the same file.
  TRY(const auto kept, kept_instead(s.store->db, facts.sha256));
  if (kept) TRY_OK(remove_file(std::exchange(s.current.raw_tmp, {})));
  if (s.plain) s.current.plain_tmp = s.plain->release();
  s.raw.reset();
  s.plain.reset();
  s.in_file = false;
  const Sha256 hash = facts.sha256;
  s.ended.push_back(std::move(s.current));
  return hash;
}

Result<void> ImportWriter::State::forget(const EndedFile& file) {
  TRY(Statement rows, store->db.prepare("DELETE FROM quarantine WHERE act=? AND file=?"));
  rows.bind(1, int64_t{id.value}).bind(2, static_cast<int64_t>(ended.size()));
  TRY_OK(rows.run());
  while (segments.size() > file.first_segment) {
    TRY_OK(remove_file(segments.back()));
    segments.pop_back();
  }
  if (!file.raw_tmp.empty()) TRY_OK(remove_file(file.raw_tmp));
  if (!file.plain_tmp.empty()) TRY_OK(remove_file(file.plain_tmp));
  return {};
}

Result<void> ImportWriter::drop_file() {
  State& s = *state_;
  CHECK(!s.in_segment);
  s.quarantine.clear();
  if (s.in_file) {
    s.raw.reset();
    s.plain.reset();
    s.in_file = false;
    return s.forget(s.current);
  }
  CHECK(!s.ended.empty());
  const EndedFile last = std::move(s.ended.back());
  s.ended.pop_back();
  return s.forget(last);
}

// ---- Segments ---------------------------------------------------------------

Result<BundleWriter> ImportWriter::begin_segment(uint32_t version) {
  State& s = *state_;
  CHECK(!s.in_segment);
  TRY(const std::string path, s.temporary("segment"));
  TRY(BundleWriter segment, BundleWriter::create_at(path, path, version, false, s.store->key));
  s.in_segment = true;
  return segment;
}

Result<void> ImportWriter::end_segment(BundleWriter segment, uint64_t rows) {
  State& s = *state_;
  CHECK(s.in_segment);
  s.in_segment = false;
  segment.set_attribute("import", std::to_string(s.id.value));
  segment.set_attribute("segment", std::to_string(s.segments.size()));
  segment.set_attribute("rows", std::to_string(rows));
  TRY_OK(segment.finish());
  s.segments.push_back(segment.release());
  return {};
}

// ---- Commit -----------------------------------------------------------------

// From temporary name to path in the case.
std::vector<std::pair<std::string, std::string>> ImportWriter::State::moves() const {
  std::vector<std::pair<std::string, std::string>> moves;
  for (const EndedFile& file : ended) {
    if (!file.raw_tmp.empty()) moves.emplace_back(file.raw_tmp, original_path(file.facts.sha256));
    if (!file.plain_tmp.empty()) moves.emplace_back(file.plain_tmp, plain_path(file.facts.sha256));
  }
  for (std::size_t i = 0; i < segments.size(); ++i) {
    moves.emplace_back(segments[i], segment_path(id.value, static_cast<uint32_t>(i)));
  }
  return moves;
}

Result<void> ImportWriter::State::note_pending() {
  const auto files = moves();
  std::vector<std::string> written;
  for (const auto& [from, to] : files) written.push_back(from);
  TRY_OK(sync_files(written));
  TRY(Transaction transaction, Transaction::begin(store->db));
  TRY(Statement insert, store->db.prepare("INSERT OR IGNORE INTO pending (path) VALUES (?)"));
  for (const auto& [from, to] : files) {
    insert.bind(1, to);
    TRY_OK(insert.run());
  }
  return transaction.commit();
}

// The same original twice (in one import, or from an undone one) is renamed over
// itself: the bytes are the same by their hash, and a damaged copy is healed.
Result<void> ImportWriter::State::publish_files() {
  const auto files = moves();
  TRY_OK(make_directory(store->path("originals")));
  TRY_OK(make_directory(store->path("derived/plain")));
  TRY_OK(make_directory(store->path("derived/records")));
  for (const auto& [from, to] : files) TRY_OK(move_file(from, store->path(to), false));
  TRY_OK(sync_directory(store->path("originals")));
  TRY_OK(sync_directory(store->path("derived/plain")));
  return sync_directory(store->path("derived/records"));
}

Result<void> ImportWriter::State::write_rows(std::string_view notes, const By& by) {
  Database& db = store->db;
  TRY(Transaction transaction, Transaction::begin(db));
  {
    TRY(Statement insert, db.prepare("INSERT INTO imports (act, segments, notes) VALUES (?,?,?)"));
    insert.bind(1, int64_t{id.value}).bind(2, static_cast<int64_t>(segments.size()));
    insert.bind(3, notes);
    TRY_OK(insert.run());
  }
  TRY(Statement insert,
      db.prepare("INSERT INTO import_files (act, file, name, sha256, raw_size, plain_size, "
                 "records, quarantined, has_plain, plan, notes, acquired) "
                 "VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"));
  uint64_t records = 0, quarantined = 0;
  for (std::size_t i = 0; i < ended.size(); ++i) {
    const ImportedFile& f = ended[i].facts;
    records += f.records;
    quarantined += f.quarantined;
    insert.bind(1, int64_t{id.value}).bind(2, static_cast<int64_t>(i)).bind(3, f.name);
    insert.bind_blob(4, as_bytes(f.sha256)).bind(5, static_cast<int64_t>(f.raw_size));
    insert.bind(6, static_cast<int64_t>(f.plain_size)).bind(7, static_cast<int64_t>(f.records));
    insert.bind(8, static_cast<int64_t>(f.quarantined)).bind(9, int64_t{f.has_plain});
    insert.bind(10, f.plan).bind(11, f.notes).bind(12, ended[i].acquired);
    TRY_OK(insert.run());
  }
  std::string summary = "\"files\":" + std::to_string(ended.size()) +
                        ",\"records\":" + std::to_string(records) +
                        ",\"quarantined\":" + std::to_string(quarantined);
  if (!store->stated.empty()) summary.append(",").append(std::exchange(store->stated, {}));
  TRY_OK(append_act(*store, {.id = id.value, .kind = "import", .by = by}, "import", summary));
  TRY_OK(db.execute("DELETE FROM pending"));
  return transaction.commit();
}

Result<ImportId> ImportWriter::commit(std::string_view notes, const By& by) {
  State& s = *state_;
  CHECK(!s.in_file && !s.in_segment && !s.committed);
  if (s.ended.empty()) return fail(Code::invalid_input, "there is nothing to import");
  TRY_OK(s.note_pending());
  TRY_OK(s.publish_files());
  TRY_OK(s.write_rows(notes, by));
  s.committed = true;
  s.store->importing = false;
  return s.id;
}

}  // namespace maillon::store
