// listed:yes, listed:restricted, listed:NAME: posts with a picture that hash lists know.
#pragma once

#include <string_view>

#include "search/terms.h"

namespace maillon::search {

// Any of them; those that are not shown, since they are of abuse of children or show the same;
// those on the list of that name.
Part make_listed(std::string_view value);

}  // namespace maillon::search
