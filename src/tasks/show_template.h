// `show T-4f09c2`: the wording of a family, with its slots, and what stands in them.
#pragma once

#include "report/template_page.h"
#include "tasks/show_case.h"

namespace maillon::tasks {

// `family` counts along Families. The template is aligned anew from a sample of
// the family's posts, spread evenly over time, so that it can say what each has
// in each slot. With `asked` its fills are all posts of the sample that have that value in that
// slot.
report::TemplatePage build_template_page(const OpenedCase& from, uint32_t family,
                                         const report::SlotValue& asked = {});

}  // namespace maillon::tasks
