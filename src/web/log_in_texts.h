// What the log-in pages say, in the six languages of the program. Marked for review by native
// speakers, like the texts of the page.
#pragma once

#include <string_view>

namespace maillon::web {

struct LogInTexts {
  std::string_view language, direction;
  std::string_view log_in, name, password, code, code_hint;
  std::string_view refused, locked, ended;
  std::string_view account, role, log_out, change, next_password, short_password, to_case,
      no_member;
};

// The first language that `accept` (the header Accept-Language) names and there is; English.
const LogInTexts& log_in_texts(std::string_view accept);

}  // namespace maillon::web
