// Finds where records begin and end in a stream of text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "collect/plan.h"

namespace maillon::collect {

// What stands at the beginning of a text. [begin, end) is what it is about, as
// offsets in that text; the next piece begins at `next` (> 0 unless more is needed).
struct Piece {
  enum class Kind : uint8_t {
    need_more,  // the text must go on before this can be told
    record,
    structure,  // a header, brackets and commas between records, blank lines
    bad,        // for the quarantine, with the reason
  };
  Kind kind = Kind::need_more;
  std::size_t begin = 0, end = 0, next = 0;
  std::string reason = {};
};

// One pass over a stream. What it says of a text does not depend on how much of
// the stream stands behind the piece, so chunks do not matter.
class Splitter {
 public:
  virtual ~Splitter() = default;
  // The first piece of `text`, which begins where the last piece ended. `last`:
  // nothing follows. REQUIRES: text is not empty. With `last`, or with
  // kMaxRecordBytes or more, an answer other than need_more means progress; a
  // need_more with that many bytes means that a record is too long.
  virtual Piece next(std::string_view text, bool last) = 0;
  // Called after next() found the record too long, first with the same text, then
  // with what follows, until `done`: how many bytes belong to that record.
  virtual std::size_t skip(std::string_view text, bool& done) = 0;
};

std::unique_ptr<Splitter> make_splitter(const ReadPlan& plan);

std::unique_ptr<Splitter> make_csv_splitter(const ReadPlan& plan);
std::unique_ptr<Splitter> make_lines_splitter();
std::unique_ptr<Splitter> make_array_splitter(const ReadPlan& plan);
std::unique_ptr<Splitter> make_chat_splitter(const ReadPlan& plan);

// Looking the same bytes over again after a broken quote or bracket must not make
// a hostile file quadratic: wasted work may be this much, and a few times the file.
class RescanBudget {
 public:
  void consumed(std::size_t bytes) { allowed_ += 4 * static_cast<uint64_t>(bytes); }
  void wasted(std::size_t bytes) { spent_ += bytes; }
  bool left() const { return spent_ <= allowed_; }

 private:
  uint64_t allowed_ = 256ULL << 20;
  uint64_t spent_ = 0;
};

}  // namespace maillon::collect
