// Which words of a post say most for the kind that it was read as.
#pragma once

#include <string>
#include <vector>

#include "base/records.h"
#include "rank/combine.h"
#include "store/case.h"

namespace maillon::tasks {

// The words, pairs and runs of characters of record 0 that weigh most, as they are written, the
// heaviest first, none within another. Empty where nothing speaks for the kind, or it cannot be
// asked (a catalogue file of the case's that is gone).
std::vector<std::string> wording_words(const store::Case& of, const RecordBatch& record,
                                       rank::PostKind kind);

}  // namespace maillon::tasks
