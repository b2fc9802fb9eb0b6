// Record segments made anew from the originals.
#pragma once

#include "base/result.h"
#include "store/case.h"

namespace maillon::tasks {

// Reads an import's originals again and writes the segments (and decompressed
// sources) that are gone. The same records come out, since reading is a pure
// function of the bytes and the plan.
Result<void> rebuild_segments(store::Case& open_case, const store::Import& import);

}  // namespace maillon::tasks
