// The bytes that a pack's networks rest on: of each post every sighting, as it stands in its source
// file, or the source files whole.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "tasks/pack/pack_files.h"
#include "tasks/show_case.h"

namespace maillon::tasks {

// Adds records/records.jsonl, records/<sha256>.bytes and, with `whole`, originals/<sha256>. Posts
// that show what a list classes as abuse of children are left out, and so is a source file that
// one of them stands in; `left_out` gets a sentence for each kind. The case must outlive `to`.
Result<void> add_records(const OpenedCase& from, std::span<const uint32_t> networks, bool whole,
                         PackFiles& to, std::vector<std::string>& left_out);

}  // namespace maillon::tasks
