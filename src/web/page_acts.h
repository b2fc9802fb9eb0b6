// Acts as the page shows them.
#pragma once

#include <string>

#include "store/case.h"
#include "tasks/undo.h"

namespace maillon::web {

// Act of ui/src/api.ts.
std::string act_json(const tasks::UndoableAct& act);
std::string act_json(const store::Decision& decision);

}  // namespace maillon::web
