// Families of wording -> templates with slots, for people to read.
#pragma once

#include <span>
#include <string>

#include "base/progress.h"
#include "base/result.h"
#include "store/case.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

// Fills families.text from a sample of each family's texts, read once. Families whose text is
// in `known` (beside families, "" = not known; may be shorter) keep that.
Result<void> build_templates(const store::Case& open_case, const Posts& posts,
                             std::span<const std::string> known, Families& families,
                             Progress& progress);

}  // namespace maillon::tasks
