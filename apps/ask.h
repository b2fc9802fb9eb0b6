// What is asked on a terminal and not shown.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace maillon::apps {

bool is_asking_possible();
// A line from the terminal, not shown while it is typed; without a terminal the next line that is
// sent. Code::invalid_input if there is none.
Result<std::string> ask_secret(std::string_view prompt);
// Asked twice on a terminal. Code::invalid_input if the two differ.
Result<std::string> ask_new_passphrase();

}  // namespace maillon::apps
