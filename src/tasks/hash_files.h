// The verb `hash`: the hashes of pictures, as hash lists and matching services carry them.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct HashSettings {
  std::vector<std::string> files;  // files, folders, "-"
  bool forms = false;              // the eight dihedral hashes as well
};

// Prints file,pdq,quality,md5,sha1,sha256, in the order of the files given; what lies in a
// folder in the order of names. A file that is no picture, or a broken one, has empty pdq
// and quality, and its reason is said on standard error. Outcome::damaged if none of the
// files could be hashed.
Result<Outcome> hash_files(const HashSettings& settings, const Context& context, Output& out);

}  // namespace maillon::tasks
