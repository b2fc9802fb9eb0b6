// Finds where records begin and end in a stream of raw bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "collect/plan.h"

namespace maillon::collect {

// A stretch of the stream that begins where the one before ended.
struct Piece {
  enum Kind : uint8_t { record, structure, bad } kind = record;
  std::size_t begin = 0, end = 0;  // what it is about, offsets in the given bytes
  std::size_t next = 0;            // where the next piece begins; > 0
  std::string reason;              // of a bad one
};

class Splitter {
 public:
  virtual ~Splitter() = default;
  // The first piece of `bytes`; `last`: no bytes come after these. Nothing: more
  // bytes are needed (never if `last` and bytes are left).
  virtual std::optional<Piece> next(std::string_view bytes, bool last) = 0;
};

std::unique_ptr<Splitter> make_splitter(const ReadPlan& plan);

// The formats' own (one file each).
std::unique_ptr<Splitter> make_csv_splitter(const ReadPlan& plan);
std::unique_ptr<Splitter> make_lines_splitter();
std::unique_ptr<Splitter> make_json_array_splitter();

}  // namespace maillon::collect
