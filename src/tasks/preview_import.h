// `import --dry-run`: how files would be read, and their first records.
#pragma once

#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

// Reads the beginning of each file (of a folder: of each file in it) and changes
// nothing. Fails as the import would: on what cannot be opened or understood.
Result<Outcome> preview_import(const ImportSettings& settings, const Context& context, Output& out);

}  // namespace maillon::tasks
