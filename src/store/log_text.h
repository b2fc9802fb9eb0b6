// What a leaf of the log is made of, for whoever proves it.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "store/case.h"

namespace maillon::store {

struct LogText {
  std::string salt, text;  // log_leaf(salt, text)
};
// Code::not_found: the log has no such entry.
Result<LogText> read_log_text(const Case& from, uint64_t seq);

}  // namespace maillon::store
