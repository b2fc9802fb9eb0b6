// What hash lists say of a case's pictures: kept with the case (store/listings.h), looked up anew
// where lists or imports changed since, and true of all that show the same.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "store/case.h"
#include "store/log.h"
#include "tasks/case_data.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

// The hash lists of this machine and their states, a line each; "": there are none.
std::string state_of_lists();

// Why pictures are to be looked up, a sentence; "": all were, in the lists as they are.
Result<std::string> why_look_up(const store::Case& open_case);

// Looks up what why_look_up() means, keeps what was found, and takes thumbnails and texts of what
// is restricted away. For whoever holds the case's lock, once imports are committed.
Result<ListingCounts> look_up_pictures(store::Case& open_case, const store::By& by,
                                       Progress& progress);

// What is known of the pictures of active imports, without looking anything up.
Result<ListingCounts> count_listed(const store::Case& open_case);

// Keeps what shows the same as a restricted picture, or a part, as such; with the groups of a link.
// How many are new.
Result<uint64_t> keep_likes(store::Case& open_case, const Pictures& grouped, const store::By& by);

// Takes over what another case knows.
Result<void> take_listings(const store::Case& from, store::Case& into, const store::By& by);

// What the restrictions are, for what depends on them; "" if there are none.
Result<std::string> state_of_restrictions(const store::Case& open_case);

// Fills `pictures.listed` and `pictures.restricted`: from what is kept, and where that is behind
// from the lists themselves.
Result<void> mark_listed(const store::Case& open_case, Pictures& pictures);

// Reports, packs and documents for others are not made while pictures have yet to be looked up:
// Code::invalid_input, with why.
Result<void> may_leave(const store::Case& open_case);
// The lines of `pictures.listed`.
std::vector<std::string> listed_lines(const Pictures& pictures, uint32_t picture);

}  // namespace maillon::tasks
