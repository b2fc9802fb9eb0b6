// A case written down again elsewhere.
#pragma once

#include <cstdint>
#include <string>

#include "base/progress.h"
#include "base/result.h"
#include "store/case.h"

namespace maillon::store {

// Writes the acts and the originals down in a folder that is not there or empty, without what can
// be derived; originals as second names of the same bytes where the disk allows it.
// Code::invalid_input: the folder is not empty.
Result<void> copy_case(const Case& open_case, const std::string& directory);

struct CaseCopy {
  uint64_t files = 0, bytes = 0;  // all that was written
  bool has_derived = true;        // false: links kept running meanwhile; to be made anew
  uint64_t originals = 0, log_entries = 0;
  std::string log_root;  // of the copy, hex
};

// Code::invalid_input if something is there, or it would lie within the case.
Result<void> check_copy_place(const std::string& case_path, const std::string& directory);

// A whole copy, with bytes of its own, of a case that others may read and write meanwhile: what
// it held at one moment. Encrypted files are copied as they are, under the same key. Both logs get
// an entry, that of the copy goes on from that of the case. The copy is verified before it can be
// opened: until then open() refuses the folder. After any failure nothing is left of it.
// Code::invalid_input: as check_copy_place(); Code::io: too little room; Code::busy: a purge or an
// encryption came between; Code::corrupt: the copy has damage.
Result<CaseCopy> copy_whole_case(Case& from, const std::string& directory, const By& by,
                                 Progress& progress);

}  // namespace maillon::store
