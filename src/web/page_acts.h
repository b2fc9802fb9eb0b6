// Acts as the page shows them.
#pragma once

#include <string>

#include "tasks/acts.h"

namespace maillon::web {

// Act of ui/src/api.ts.
std::string act_json(const tasks::ActLine& act);

}  // namespace maillon::web
