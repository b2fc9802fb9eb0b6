// Settings with who made them and when: what a case is for, how long it keeps, what is held.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/case.h"

namespace maillon::store {

struct SettingAct {
  ActId act = 0;
  std::string key, value, actor;
  int64_t time = 0;
};

// Every act that set a key that begins so, in order; the latest of a key counts.
Result<std::vector<SettingAct>> setting_acts(const Case& from, std::string_view prefix);

}  // namespace maillon::store
