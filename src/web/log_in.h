// The pages on which people with accounts log in, out, and set another password: plain HTML
// that needs no script.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "web/gate.h"
#include "web/router.h"

namespace maillon::web {

// Writes to the case's log who came and went: "log_in", "log_in_refused", "log_in_locked",
// "log_out", "password_set", with the name that was typed.
using LogInLog = std::function<Result<void>(std::string_view action, const std::string& name)>;

// GET and POST /login, POST /logout, GET and POST /account. `gate` must outlive the router.
void add_log_in_routes(Router& router, Gate& gate, LogInLog log);

// Where to log in, for who comes to "/" and is nobody yet.
Reply to_log_in();
// Who is logged in and no member of this case is told so there.
Reply to_account();

}  // namespace maillon::web
