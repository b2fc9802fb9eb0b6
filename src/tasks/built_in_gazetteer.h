// The towns that are compiled in.
#pragma once

#include "collect/gazetteer.h"

namespace maillon::tasks {

// Without a town where the package that has them could not be had when the program was built.
const collect::Gazetteer& built_in_gazetteer();

}  // namespace maillon::tasks
