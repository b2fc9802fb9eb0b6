// The part of the log that goes into a pack: a signed head, and of the entries those that say what
// was done to the case and who looked at the networks, each with its proof.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "store/tree_head.h"
#include "tasks/pack/pack_files.h"
#include "tasks/report_gather.h"

namespace maillon::tasks {

struct PackedLog {
  store::SignedTreeHead head;
  uint64_t entries = 0;
};

// Adds log/head.json and log/entries.jsonl. The head is that of the last entry which is no making
// of a pack, a proof or a head, and has its time: so the same case gives the same bytes.
// `ids`: what a reading entry must name.
Result<PackedLog> add_log(store::Case& from, const Names& ids, const store::SigningKey& key,
                          PackFiles& to);

}  // namespace maillon::tasks
