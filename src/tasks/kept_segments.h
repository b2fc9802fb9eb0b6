// What is made of each record segment by itself and kept in derived/, so that of a case that grows
// only the new records are read: bundles "words/12-0", "signs/12-0".
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "store/case.h"

namespace maillon::tasks {

struct KeptSegments {
  std::string folder;    // "words"
  uint32_t version = 0;  // of the bundles
  std::string program;   // what one depends on beside its records and their pictures

  std::string name(ImportId import, uint32_t segment) const;
  // Its attribute "made_with": what one depends on, by the checksum of its records.
  std::string made_with(const store::Case& from, ImportId import, uint64_t checksum) const;
  // True if it is there and fits the records and this program.
  bool is_kept(const store::Case& from, ImportId import, uint32_t segment, uint64_t checksum) const;
};

struct MissingSegments {
  std::vector<std::pair<ImportId, uint32_t>> segments;
  uint64_t records = 0;  // in all of them
};
// Those of the active imports that are to be made; drops those of undone imports.
Result<MissingSegments> find_missing(store::Case& open_case, const KeptSegments& kept);

}  // namespace maillon::tasks
