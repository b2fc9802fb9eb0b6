// Settings that are kept with a case.
#pragma once

#include <string>

#include "tasks/verbs.h"

namespace maillon::tasks {

// The country for phones in national form of posts that state none (ISO 3166-1
// alpha-2, any case; "none" = no country). Code::invalid_input if it is neither.
Result<void> keep_country(const std::string& case_path, std::string country,
                          const Context& context);

}  // namespace maillon::tasks
