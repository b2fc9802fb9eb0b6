#include "tasks/config.h"

#include <algorithm>

#include "base/ascii.h"
#include "store/case.h"

namespace maillon::tasks {

Result<void> keep_country(const std::string& case_path, std::string country,
                          const Context& context) {
  country = to_upper(country);
  if (country == "NONE") country.clear();
  const bool is_code =
      country.size() == 2 &&
      std::all_of(country.begin(), country.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!country.empty() && !is_code) {
    return fail(Code::invalid_input, "--country takes two letters, as in FR, or none");
  }
  TRY(store::Case file, store::Case::open(case_path, store::Access::write));
  TRY(const auto kept, file.setting("country"));
  if (kept.value_or("") == country) return {};
  return file.set_setting("country", country, context.by);
}

}  // namespace maillon::tasks
