// What handlers of the page need where an act may wait for a second person.
#pragma once

#include <cstdint>

#include "store/requests.h"
#include "tasks/four_eyes/four_eyes.h"
#include "web/http.h"
#include "web/page_case.h"

namespace maillon::web {

// Of the body that asks for something to leave the case: a reason, escaped.
inline constexpr uint64_t kAskBytes = 1 << 15;

// Before something leaves the case: nothing if it may, else the refusal that says that it waits,
// or that it has to be asked for (POST to the same path). What a request granted is logged.
std::optional<Reply> refuse_leaving(PageCase& from, const store::Wanted& wanted);

// The reply to POST: asks, with the reason of the body, where nothing was asked for yet.
// {"granted":false,"request":12}
Result<std::string> ask_to_leave(PageCase& from, store::Wanted wanted, const Request& request);

// May it be done in the case at `path`? Asks a second person there, with the reason that `wanted`
// has, where nothing was asked for yet.
Result<tasks::Permission> permission_or_ask(const std::string& path, const store::Wanted& wanted,
                                            const store::By& by);

// A decision that waits: {"request":12,...} with the status 202.
Reply waiting_reply(Result<std::string> json);

}  // namespace maillon::web
