// A case written down again elsewhere.
#pragma once

#include <string>

#include "base/result.h"
#include "store/case.h"

namespace maillon::store {

// Writes the acts and the originals down in a folder that is not there or empty, without what can
// be derived; originals as second names of the same bytes where the disk allows it.
// Code::invalid_input: the folder is not empty.
Result<void> copy_case(const Case& open_case, const std::string& directory);

}  // namespace maillon::store
