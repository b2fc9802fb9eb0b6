// Acts that people did in another case and that are taken over: in force as done by whom and when
// they were, while the log says who took them over, when, and from where.
#pragma once

#include <optional>
#include <string>

#include "store/case.h"

namespace maillon::store {

struct Origin {
  std::string from;  // what the other case is called
  By by;             // who takes over, and when
};
// For the imports, decisions and settings that are appended from now on; nothing: they are this
// case's own again. The `By` of each is then that of the act in the other case.
void set_origin(Case& to, std::optional<Origin> origin);

}  // namespace maillon::store
