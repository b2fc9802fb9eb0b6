// `show N-17`: fills the page of one network.
#pragma once

#include "report/network_page.h"
#include "tasks/show_case.h"

namespace maillon::tasks {

// `index` counts along Networks (not the stable number).
report::NetworkPage build_network_page(const OpenedCase& from, uint32_t index, int64_t now);

}  // namespace maillon::tasks
