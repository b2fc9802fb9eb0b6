// How the files of an import were come by: a record for each, JSON as given. It is part of the
// import's act, and so under the digest that the log commits to.
#pragma once

#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "store/case.h"

namespace maillon::store {

// The record of the file that the running import ends next.
void set_acquired(Case& open_case, std::string record);
// What the log's entry of the running import gets besides: members of a JSON object.
void set_stated(Case& open_case, std::string members);

// The records of an import's files, in their order; "" for files of before there were any.
Result<std::vector<std::string>> acquired_of(const Case& open_case, ImportId id);

}  // namespace maillon::store
