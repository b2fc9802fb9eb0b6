// Four eyes: acts that wait for a second person, by the setting of the case.
//
//   asked ── confirmed ── within a day the asker may do it, as asked and no other way
//     │  └── refused                   (a state or the setting itself takes effect at once)
//     └───── expired, after a week without an answer
//
// Nobody answers their own request. On the command line a person is a name that the system gives:
// who may write to the case may write any name. It is the accounts of `serve --people` that hold.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil_time.h"
#include "store/requests.h"

namespace maillon::tasks {

// The acts that a case can have wait.
//   referred   a network set to that state
//   export     a table, a document for other programs, a report, the quarantined rows, a copy
//   share      a pack for others
//   purge      what goes for good
// Two other kinds of request always wait: four_eyes, that fewer acts wait; and unmask, that a
// viewer reads all selectors.
inline constexpr std::array<std::string_view, 4> kFourEyesActs = {"referred", "export", "share",
                                                                  "purge"};
inline constexpr std::string_view kReferredAct = "referred", kFourEyesSetting = "four_eyes",
                                  kUnmaskAct = "unmask", kUnmaskAll = "all selectors of the case";

inline constexpr int64_t kRequestOpenFor = 7 * kDay;  // without an answer
inline constexpr int64_t kAllowedFor = kDay;          // from the confirmation on

// Which acts wait in this case, in the order above. None where it was never set.
Result<std::vector<std::string>> four_eyes_acts(const store::Case& file);
// Whether that act waits.
Result<bool> waits_for_second_person(const store::Case& file, std::string_view act);
// "on", "off", or some of the acts -> those. Code::invalid_input for another word.
Result<std::vector<std::string>> parse_four_eyes(const std::vector<std::string>& words);
// "referred,export"; "off".
std::string four_eyes_text(const std::vector<std::string>& acts);
// Where it was never set, all acts wait from now on. Opens the case for writing if need be.
Result<void> begin_four_eyes(const std::string& case_path, const store::By& by);

enum class RequestState : uint8_t { open, confirmed, refused, expired };
std::string_view to_name(RequestState state);  // "open"
// `expired`: a week passed without an answer, or a day since it was allowed.
RequestState state_of(const store::SecondPersonRequest& request, int64_t now);
// Until when it may be answered, or done once it was confirmed; 0: neither any more.
int64_t until_of(const store::SecondPersonRequest& request, int64_t now);

// May it be done now?
struct Permission {
  bool is_granted = false;
  store::ActId request = 0;  // that grants it, or that waits; 0: none is needed, or none is there
};
// `act` and `what` are compared with what was asked for by the same person.
Result<Permission> find_permission(const store::Case& file, std::string_view act,
                                   std::string_view what, const store::By& by);
// The same, and asks where nothing was asked yet. Code::invalid_input without a reason.
Result<Permission> ask_permission(store::Case& file, const store::Wanted& wanted,
                                  const store::By& by);

// For verbs: true to go on, which is logged if a request granted it. False: it waits, which was
// said on standard error.
Result<bool> second_person_agrees(const std::string& case_path, const store::Wanted& wanted,
                                  const store::By& by);
// The same for a case that is open for writing.
Result<bool> second_person_agrees(store::Case& file, const store::Wanted& wanted,
                                  const store::By& by);
// Logs that what a request granted is done now.
Result<void> log_granted(store::Case& file, const Permission& permission, std::string_view what,
                         const store::By& by);

}  // namespace maillon::tasks
