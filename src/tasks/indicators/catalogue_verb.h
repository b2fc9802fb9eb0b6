// `maillon catalogue check|show|try`: the indicators as data.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "store/case.h"
#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct CatalogueSettings {
  std::vector<std::string> overlays;  // files or folders, beside the built-in catalogue
};

// Every fault of the files (and of the built-in catalogue with them), a line each; Outcome::damaged
// if there is one.
Result<Outcome> check_catalogue(const CatalogueSettings& settings, const Context& context,
                                Output& out);
// All indicators, or one by its id: what it means, its sources, strengths and phrases.
// Outcome::empty if there is none of that id.
Result<Outcome> show_catalogue(const CatalogueSettings& settings, const std::string& id,
                               const Context& context, Output& out);
// Reads texts and says what the catalogue sees in them. `file`: JSON lines with `body` (and
// `title`, `id`), or plain text, a text a line; "-" is standard input.
Result<Outcome> try_catalogue(const CatalogueSettings& settings, const std::string& file,
                              const Context& context, Output& out);
// The same of one text, as the case reads its own posts: by its catalogue, overlays included.
Result<Outcome> try_text(const store::Case& of, const std::string& text, const Context& context,
                         Output& out);

}  // namespace maillon::tasks
