// A case: one directory with everything in it. docs/formats/case.md draws it.
//
//   CASE/case.db     what cannot be rebuilt: acts (imports, decisions, network
//                    numbers) and their undoing, settings, quarantine, the log
//   CASE/originals/  <sha256>.mblk: source files as they came, bit for bit
//   CASE/derived/    what `maillon link` can rebuild: safe to delete
//   CASE/tmp/        files of an import that is running; cleaned by the next writer
//   CASE/lock        held by the one writer
//
// Nothing is overwritten: an import or a decision is an act that is appended,
// and to undo it appends the inverse act. One process writes at a time; any
// number read (and append to the log) meanwhile. One thread at a time per Case,
// except for the readers that it hands out.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/id.h"
#include "base/records.h"
#include "base/result.h"
#include "store/block_file.h"
#include "store/bundle.h"
#include "store/import_writer.h"
#include "store/log.h"

namespace maillon::store {

enum class Access { read, write };

// Every act has a number; an import's id is the number of its act, and
// undo(number) takes it back.
using ActId = uint32_t;

struct ImportedFile {
  std::string name;                       // as the user gave it
  Sha256 sha256{};                        // of the bytes as they came
  uint64_t raw_size = 0, plain_size = 0;  // as they came; decompressed
  uint64_t records = 0, quarantined = 0;
  bool has_plain = false;  // the source was packed: its plain bytes are in derived/plain/
  std::string plan;        // ReadPlan as JSON
  std::string notes;       // as given to end_file
};

struct Import {
  ImportId id{};
  int64_t time = 0;
  std::string actor;
  std::string notes;
  uint32_t segments = 0;  // record bundles: derived/records/<id>-<n>.mbun
  uint64_t records = 0, quarantined = 0;
  bool active = true;   // not undone, not purged
  bool purged = false;  // its files and records are gone: store/purge.h
  std::vector<ImportedFile> files;
};

struct QuarantineEntry {
  ImportId import{};
  uint32_t file = 0;           // index into Import::files
  std::string_view file_name;  // valid during the call
  QuarantineRow row;
};

// A person's decision; an input of the network step. The kinds are text, so
// that new ones need no new format: same, different, hub, not_hub, label ...
struct Decision {
  ActId id = 0;
  std::string kind{}, a{}, b{}, value{}, reason{};
  std::string actor{};
  int64_t time = 0;
  bool active = true;
};

// The import or decision that was undone last and is not in force.
struct Redoable {
  ActId act = 0;    // 0: there is none
  ActId newer = 0;  // an import or decision that was first done after that undoing; 0: none
};

// With a network's number: the post was in it last and is in none now, or is not in the case.
inline constexpr uint32_t kWasIn = 0x80000000;

// The number of the network of each post that is in one, or was, sorted by key.
struct Identities {
  std::vector<Key128> key;
  std::vector<uint32_t> network;
  uint32_t next_network = 1;  // never given before: numbers are not used twice
  friend bool operator==(const Identities&, const Identities&) = default;
};

// One link act: when, and what merged and split (JSON as given).
struct IdentityAct {
  ActId id = 0;
  int64_t time = 0;
  std::string actor;
  uint64_t changed = 0;  // posts whose network changed
  std::string changes;
};

// What a derived step was made from. It is kept in derived/, so that deleting
// the directory makes every step stale.
struct StepStamp {
  std::string step;
  std::string input_hash, version, settings_hash;
  int64_t time = 0;
  uint64_t rows = 0;
  double seconds = 0;
  std::vector<std::string> bundles;  // names that the step wrote: verify checks them
  std::vector<uint64_t> checksums;   // of those bundles; filled in by set_stamp
};

class Case {
 public:
  ~Case();
  Case(Case&&) noexcept;
  Case& operator=(Case&&) noexcept;

  // Makes a case in a directory that is not there, is empty, or holds a case
  // whose making was cut short. Code::invalid_input if it is a file, is a case
  // already, or holds other things. Open for writing.
  static Result<Case> create(const std::string& directory, const By& by);
  // Code::not_found: no such directory; Code::invalid_input: a file, or not a
  // case; Code::unsupported: made by a newer Maillon; Code::busy: another
  // writer; Code::corrupt. A case of an older version is migrated. Opening for
  // writing clears what a killed import left behind.
  static Result<Case> open(const std::string& directory, Access access);
  static Result<Case> open_or_create(const std::string& directory, const By& by);
  // True if there is a case (whole, not half made) in the directory.
  static bool exists(const std::string& directory);

  const std::string& directory() const;
  bool writable() const;

  // ---- Imports (begin, undo: REQUIRES Access::write) ----
  // One import at a time: Code::busy while another writer object lives.
  Result<ImportWriter> begin_import();
  // In order of their acts; undone ones too.
  Result<std::vector<Import>> imports() const;
  Result<Import> import(ImportId id) const;  // Code::not_found
  // The active import that holds this file read by this plan.
  Result<std::optional<ImportId>> find_file(const Sha256& sha256, std::string_view plan) const;
  // Takes back an import or a decision. Code::not_found: no such act;
  // Code::invalid_input: undone already, or an act that cannot be undone.
  Result<void> undo(ActId act, const By& by);
  // Takes back the undoing of an import or a decision: it is in force again, with its number,
  // time and actor. Code::not_found: no such act; Code::invalid_input: it is in force.
  Result<void> redo(ActId act, const By& by);
  // The act in force that was done (or done again) last of those that can be undone.
  Result<std::optional<ActId>> last_undoable() const;
  Result<Redoable> last_redoable() const;

  // Rows in order of (import, file, row), until `each` returns false. All
  // active imports, or the one given (active or not).
  Result<void> quarantine(std::optional<ImportId> import,
                          const std::function<bool(const QuarantineEntry&)>& each) const;

  // ---- Sources ----
  // The bytes as they came / the decompressed bytes that records' ranges mean. Of a source of
  // which records were purged both give the latter, with blanks (store/purge.h).
  // Code::not_found if the file is not there: for open_plain of a packed source
  // the message says that `maillon link` rebuilds it.
  Result<BlockReader> open_original(const Sha256& sha256) const;
  Result<BlockReader> open_plain(const Sha256& sha256) const;
  // Rebuilds derived/plain/<sha256>.mblk of a packed source.
  Result<BlockWriter> write_plain(const Sha256& sha256);

  // ---- Records: segment bundles of an import, 0 .. Import::segments-1 ----
  // Code::not_found "... to be rebuilt by `maillon link`" if it is not there.
  Result<BundleReader> open_segment(ImportId import, uint32_t segment) const;
  bool has_segment(ImportId import, uint32_t segment) const;
  Result<BundleWriter> rewrite_segment(ImportId import, uint32_t segment);

  // ---- Derived bundles: derived/<name>.mbun; names are [a-z0-9_/-]+ ----
  // Writing or dropping a bundle removes the stamp that lists it: the step is stale.
  Result<BundleWriter> write_bundle(std::string_view name, uint32_t version = 1);
  Result<BundleReader> read_bundle(std::string_view name) const;
  bool has_bundle(std::string_view name) const;
  Result<void> drop_derived(std::string_view name);  // no error if it is not there
  // Bundles that belong together are staged while they are made and take their places at
  // once: who reads meanwhile, or after a kill, gets the old ones. read_bundle() does not
  // see them before.
  Result<BundleWriter> stage_bundle(std::string_view name, uint32_t version = 1);
  Result<BundleReader> read_staged(std::string_view name) const;  // if not staged: read_bundle
  void stage_drop(std::string_view name);
  Result<void> publish_staged();
  // Is somebody putting bundles in their places right now, as far as can be told? Who reads
  // meanwhile may see some of either state: look again in a moment.
  bool is_publishing() const;
  Result<std::vector<StepStamp>> stamps() const;  // by step name; none if derived/ is gone
  Result<std::optional<StepStamp>> stamp(std::string_view step) const;
  Result<void> set_stamp(StepStamp stamp);  // replaces the one of the same step

  // ---- Decisions ----
  Result<ActId> decide(const Decision& decision, const By& by);  // id, actor, time are not read
  Result<std::vector<Decision>> decisions() const;               // active ones, in order
  Result<std::vector<Decision>> all_decisions() const;           // undone ones too

  // ---- Network numbers ----
  Result<Identities> load_identities() const;
  // Appends what changed against the latest. `now` must be sorted by key, keys
  // once (CHECK). `changes` is JSON: merges and splits. Nothing changed and no
  // changes: no act, gives 0.
  Result<ActId> append_identities(const Identities& now, std::string_view changes, const By& by);
  Result<std::vector<IdentityAct>> identity_acts() const;

  // ---- Settings: key -> value; appended, the latest counts ----
  Result<std::optional<std::string>> setting(std::string_view key) const;
  Result<void> set_setting(std::string_view key, std::string_view value, const By& by);

  // SHA-256 over the effective state: the files and plans of active imports (in
  // an order of their own) and the active decisions in order. Acts and their
  // undoing give the same hash back; so does importing in another order.
  Result<Sha256> state_hash() const;

  // ---- Log ----
  // An entry for reading (show, search, export ...); no wait for the disk, so
  // it costs well under 5 ms; a power loss may lose the last ones. Works
  // beside another process that writes. `detail`: a JSON object or "".
  Result<void> log(std::string_view action, std::string_view detail, const By& by);
  Log& log_tree();

  // For store's own files.
  struct State;
  // As open(), of a directory in which there is a case, also one that is still being copied.
  static Result<Case> open_found(const std::string& directory, Access access);
  State& state() { return *state_; }
  const State& state() const { return *state_; }

 private:
  explicit Case(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace maillon::store
