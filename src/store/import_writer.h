// One running import. Files and records go to CASE/tmp/ as they stream; commit()
// makes all of it visible at once. Dropped without commit(), or killed, it
// leaves the case as it was.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "base/id.h"
#include "base/records.h"
#include "base/result.h"
#include "store/bundle.h"
#include "store/log.h"

namespace maillon::store {

// Use, for each source file:
//   begin_file(name); { write_raw(bytes); write_plain(bytes); add_quarantine(rows);
//   begin_segment() ... end_segment() }...; end_file(plan, records)
// and at the end commit(). The Case must outlive it. One thread at a time.
// After any failure other calls fail too, or do no harm: drop the writer.
class ImportWriter {
 public:
  ~ImportWriter();
  ImportWriter(ImportWriter&&) noexcept;
  ImportWriter& operator=(ImportWriter&&) noexcept;

  // The number that the import has once it is committed.
  ImportId id() const;

  Result<void> begin_file(std::string_view name);
  // The bytes of the file as they came.
  Result<void> write_raw(std::string_view bytes);
  // Only for packed sources (gzip, zstd, xlsx): the bytes that ranges mean.
  Result<void> write_plain(std::string_view bytes);
  // Bad rows of the current file.
  Result<void> add_quarantine(std::span<const QuarantineRow> rows);
  // SHA-256 of what write_raw got. `plan` and `notes` are stored as they are.
  Result<Sha256> end_file(std::string_view plan, uint64_t records, std::string_view notes = {});
  // Forgets the current file, begun or just ended (say, it is in the case
  // already): its bytes and quarantine. Segments begun since begin_file go too.
  Result<void> drop_file();

  // A bundle of arrays of records; what is in it is the caller's business.
  // Segments are numbered from 0. At most one is open; it may span files.
  Result<BundleWriter> begin_segment(uint32_t version = 1);
  Result<void> end_segment(BundleWriter segment, uint64_t rows);

  uint32_t file_count() const;  // ended and not dropped

  // After a crash the import is there whole, or not at all. Fails with
  // Code::invalid_input if there is no file.
  Result<ImportId> commit(std::string_view notes, const By& by);

 private:
  friend class Case;
  struct State;
  explicit ImportWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace maillon::store
