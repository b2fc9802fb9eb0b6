// Reads hash lists in the formats in which they are exchanged.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "share/hash_list.h"

namespace maillon::share {

// Stored by name.
enum class ListFormat : uint8_t {
  csv,             // with or without a header; columns by name, or hashes by their length
  lines,           // "signal_type signal", as python-threatexchange's local files
  threatexchange,  // Meta's threat_updates: {"data": [...]}, an array, or one a line
  ncmec,           // NCMEC hash sharing v2, XML
  vics,            // Project VIC's data model, 1.x and 2.0, JSON
};
std::string_view to_name(ListFormat format);
std::optional<ListFormat> parse_list_format(std::string_view name);
// By the first bytes (64 KiB are enough). What is nothing else is CSV.
ListFormat guess_list_format(std::string_view head);
// What the numbers that a sink gets count: "line" or "record".
std::string_view place_name(ListFormat format);

// Takes what is read. `place` counts lines or records, from 1.
class ListSink {
 public:
  virtual ~ListSink() = default;
  virtual void add(ListEntry&& entry, uint64_t place) = 0;
  // What could not be an entry, and why; a constant text without the bad bytes.
  virtual void reject(uint64_t place, std::string_view reason) = 0;
};

struct ReadListOptions {
  HashKind kind_of_64 = HashKind::pdq;  // of 64 hex digits where nothing names their kind
  RestrictionRule restriction;
};

// Reads a whole list. Bad records go to the sink; Code::corrupt or Code::invalid_input
// for a file that is not of the format or breaks off (JSON, XML). Linear in the bytes.
Result<void> read_list(std::string_view bytes, ListFormat format, const ReadListOptions& options,
                       ListSink& sink);

}  // namespace maillon::share
