// Acts that wait for a second person: who asked for what and why, and who answered. Each step is
// an act of its own in case.db and an entry of the log; nothing is overwritten. What may be asked
// for, who may answer, and until when is tasks/four_eyes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "store/case.h"

namespace maillon::store {

enum class Answer : uint8_t { none, confirmed, refused };

// What is asked for. `kind` is an act that needs a second person; `what` says it whole, for people
// and to compare; `detail` is what the kind needs to do it.
struct Wanted {
  std::string kind{}, what{}, detail{}, reason{};
};

struct SecondPersonRequest {
  ActId id = 0;
  Wanted wanted;
  std::string actor;
  int64_t time = 0;
  // What came of it; the rest is empty while there is no answer.
  Answer answer = Answer::none;
  std::string second, answer_reason;
  int64_t answered = 0;
};

// Appends the request. REQUIRES: Access::write.
Result<ActId> ask_second_person(Case& to, const Wanted& wanted, const By& by);

// In order of their asking. Only those after which nobody answered, if `only_open`.
Result<std::vector<SecondPersonRequest>> second_person_requests(const Case& from,
                                                                bool only_open = false);
// The number of the latest step of any request; 0: there is none. Grows with each.
Result<ActId> latest_request_step(const Case& from);

// What a confirmation puts into effect, in one transaction with it.
struct TakesEffect {
  std::optional<Decision> decision;
  std::optional<std::pair<std::string, std::string>> setting;
};
// Appends the answer, and what takes effect; gives the number of that act, else of the answer.
// Code::not_found: no such request; Code::invalid_input: it was answered, or `by` asked for it.
Result<ActId> answer_request(Case& to, ActId request, Answer answer, const std::string& reason,
                             const TakesEffect& effect, const By& by);

}  // namespace maillon::store
