// Forgetting. A purge is an act: what it took away is gone from the case's files and from case.db,
// and the act says what, when, who and why, with the SHA-256 of what stood there. What is left
// can still be proven: docs/formats/case.md draws the rows.
//
// Two things can be purged. A whole import: its original files (those that no other import has),
// its bad rows and all that was derived. And ranges of a source file, one for each record: what is
// kept from then on is the file's plain bytes with those ranges blanked, named by its own SHA-256.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "store/case.h"

namespace maillon::store {

struct ByteRange {
  uint64_t begin = 0, end = 0;
  friend auto operator<=>(const ByteRange&, const ByteRange&) = default;
};

// A source file of which records were purged: Case::open_original and Case::open_plain both give
// its plain bytes as they are kept, whatever the source was packed with.
struct PurgedSource {
  Sha256 kept{};                  // of the bytes that are kept
  uint64_t size = 0;              // of them
  std::vector<ByteRange> ranges;  // all that were blanked, in order
};
// Nothing: the file is as it came (or is not there any more).
Result<std::optional<PurgedSource>> purged_source(const Case& from, const Sha256& sha256);

struct PurgeAct {
  struct Range {
    Sha256 source{};
    ByteRange place;
    Sha256 gone{};  // of the bytes that stood there
  };
  ActId id = 0;
  int64_t time = 0;
  std::string actor, what, reason;
  std::vector<ActId> imports;  // that are gone
  std::vector<Sha256> files;   // of them, that are not kept for another import
  std::vector<Range> ranges;   // blanked
  std::vector<ActId> blanked;  // other acts that lost words or bad rows
};
Result<std::vector<PurgeAct>> purge_acts(const Case& from);  // in order

// One purge in the making. Nothing is gone before commit(); after it a kill cannot bring anything
// back: the next opening for writing goes on. REQUIRES: a case open for writing that outlives it,
// no import running.
class PurgeWriter {
 public:
  ~PurgeWriter();
  PurgeWriter(PurgeWriter&&) noexcept;
  PurgeWriter& operator=(PurgeWriter&&) noexcept;
  static Result<PurgeWriter> begin(Case& from);

  // Overwrites the bytes of a range in place.
  using Blank = std::function<void(std::string& bytes)>;
  // Blanks these ranges (in order, without overlap) of a source's plain bytes. Gives the bytes as
  // they will be kept. Once for each source.
  Result<BlockReader> blank(const Sha256& source, const std::vector<ByteRange>& ranges,
                            const Blank& fill);
  // Takes away an import that is not purged yet. Not together with blank() for one source.
  void remove_import(ImportId import);
  // Takes value and reason of a decision away.
  void blank_decision(ActId decision);
  // A file in uploads/ that goes with the rest.
  void remove_upload(std::string path);

  // `what` says it in words for who reads the acts. Code::busy after it is done if another process
  // reads case.db all the time: the next opening for writing then cleans its log of what is gone.
  Result<ActId> commit(std::string_view what, std::string_view reason, const By& by);

 private:
  struct State;
  explicit PurgeWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace maillon::store
