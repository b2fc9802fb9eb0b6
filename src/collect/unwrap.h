// Packed sources as streams of their plain bytes.
#pragma once

#include <memory>

#include "base/result.h"
#include "collect/byte_source.h"
#include "collect/plan.h"

namespace maillon::collect {

// The decompressed bytes of a gzip or zstd stream (several members or frames one
// after another included), or the rows of an XLSX workbook's first sheet as CSV.
// A truncated or damaged stream gives its bytes up to there and then
// Code::corrupt; a decompression bomb Code::invalid_input. `plain` gives `raw` back.
Result<std::unique_ptr<ByteSource>> unwrap(std::unique_ptr<ByteSource> raw, Container container);

}  // namespace maillon::collect
