// `show CASE ID`: the page of a network, template, selector or post.
#pragma once

#include <cstdint>
#include <string>

#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct OpenedCase;

struct ShowSettings {
  std::string case_path, id;
  std::string country{};  // for phones in national form, ISO 3166-1 alpha-2
  uint32_t slot = 0;      // of a template: only the posts that have `value` in slot {1} ...
  std::string value{};
  bool latin = false;  // of a post: its texts in Latin letters, too
};
// Several answers: shows the likeliest and names the others on standard error.
Result<Outcome> show(const ShowSettings& settings, const Context& context, Output& out);
// The same of a case that is open already; `case_path` is only what it is called.
Result<Outcome> show(const OpenedCase& opened, const ShowSettings& settings, const Context& context,
                     Output& out);

}  // namespace maillon::tasks
