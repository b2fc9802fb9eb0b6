// What shows the same as a picture that is not to be shown, or a part of it.
#pragma once

#include <vector>

#include "store/listings.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

// Sets `pictures.restricted` to Pictures::kNeverShown where it holds; `own` is what is known of
// each picture by itself. A group as a whole; and what a part of it, or it a part of, was found to
// show. From what lists class one step, so that a chain of collages does not withhold the case;
// what was alike once stays so, and its group with it.
void restrict_likes(const std::vector<store::Restriction>& own, Pictures& pictures);

}  // namespace maillon::tasks
