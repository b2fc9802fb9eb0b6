// Takes the wrapping off: gzip, zstd, and XLSX (as the CSV text of its sheet).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "collect/byte_source.h"
#include "collect/plan.h"

namespace maillon::collect {

// A file that grows more than this many times, beyond kBombFloor, is refused.
inline constexpr uint64_t kBombRatio = 200;
inline constexpr uint64_t kBombFloor = 1ULL << 30;
// An XLSX file is held in memory (its directory stands at the end).
inline constexpr uint64_t kMaxXlsxBytes = 256ULL << 20;

// The plain bytes as a stream. Reading fails where the wrapped bytes are damaged,
// cut off (after all that could be unpacked was given) or grow absurdly.
// Several gzip members or zstd frames one after another are read as one.
Result<std::unique_ptr<ByteSource>> unwrap(std::unique_ptr<ByteSource> raw, Container container);

// The first bytes of the plain text, from the first bytes of the wrapped file:
// at most max_bytes, fewer where the head ends. For XLSX the head is the file.
Result<std::string> unwrap_head(std::string_view head, Container container, std::size_t max_bytes);

}  // namespace maillon::collect
