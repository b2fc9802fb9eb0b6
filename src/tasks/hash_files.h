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
  bool video_frames = false;       // of one video, the lines of its frames instead
  double seconds_per_hash = 1;     // of a video; 0 = every frame
};

// Prints file,pdq,quality,md5,sha1,sha256, in the order of the files given; what lies in a
// folder in the order of names. A video has empty pdq and quality, since its frames have
// hashes of their own: JSON has them. A file that is neither, or a broken one, has empty pdq
// and quality too, and its reason is said on standard error. Outcome::damaged if none of the
// files could be hashed.
Result<Outcome> hash_files(const HashSettings& settings, const Context& context, Output& out);

}  // namespace maillon::tasks
