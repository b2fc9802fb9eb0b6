// One picture that is in no case: its hashes, and what the lists of this machine say of them.
#pragma once

#include <string>

#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

// {"pdq","quality","md5","sha1","sha256","total","too_plain","matches":[...]}, as `hash` and
// `match` print them, whatever the context says. The picture is decoded in a sandboxed process.
// Code::invalid_input: it is no picture, or cannot be decoded; the message says why.
Result<Outcome> look_up_picture(const std::string& path, const std::string& lists_folder,
                                const Context& context, Output& out);

}  // namespace maillon::tasks
