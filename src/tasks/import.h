// Import: files -> originals, record segments and quarantine, as one act.
#pragma once

#include <memory>

#include "base/result.h"
#include "collect/byte_source.h"
#include "store/case.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

// The decompressed bytes of an imported file as a stream (REQUIRES: has its plain
// bytes, or was not packed).
std::unique_ptr<collect::ByteSource> stream_of(store::BlockReader reader);

// Reads an import's originals again and writes the segments (and decompressed
// sources) that are gone. The same records come out, since reading is a pure
// function of the bytes and the plan.
Result<void> rebuild_segments(store::Case& open_case, const store::Import& import);

}  // namespace maillon::tasks
