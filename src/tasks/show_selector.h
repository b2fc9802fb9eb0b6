// `show +17755550100`: everything tied to a selector, directly or through the
// selectors that its posts carry.
#pragma once

#include "report/selector_page.h"
#include "tasks/show_case.h"

namespace maillon::tasks {

// `selector` counts along Selectors. A number that posts give as a phone and for
// a messenger is one page: all selectors of that kind and value.
report::SelectorPage build_selector_page(const OpenedCase& from, uint32_t selector);

}  // namespace maillon::tasks
