// `four-eyes`, `requests`, `confirm`, `refuse`: the setting of a case, what waits for a second
// person, and the answers.
#pragma once

#include <string>
#include <vector>

#include "base/json_writer.h"
#include "tasks/four_eyes/four_eyes.h"
#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct CaseData;

struct FourEyesSettings {
  std::string case_path;
  std::vector<std::string> words;  // on, off, some of the acts; none: say what is set
  std::string reason;              // that fewer acts wait needs one
};
// Outcome::empty: it waits for a second person.
Result<Outcome> four_eyes(const FourEyesSettings& settings, const Context& context, Output& out);

struct RequestsSettings {
  std::string case_path;
  bool all = false;  // those that have an answer or are too old, too
};
// Outcome::empty: there are none.
Result<Outcome> list_requests(const RequestsSettings& settings, const Context& context,
                              Output& out);

struct AnswerSettings {
  std::string case_path;
  uint32_t request = 0;
  store::Answer answer = store::Answer::confirmed;
  std::string reason;  // a refusal needs one
};
Result<Outcome> answer(const AnswerSettings& settings, const Context& context, Output& out);

// ---- For the page ----
// {"request","act","what","reason","actor","time","state","until","second","answer","answered"}
void write_json(JsonWriter& json, const store::SecondPersonRequest& request, int64_t now);
// The answer of a person who has the case open; `data` is looked at for what the request is
// about. Gives the act that took effect, else that of the answer.
Result<store::ActId> give_answer(const AnswerSettings& settings, const CaseData* data,
                                 const store::By& by);

// A decision as the detail of a request, and what it says for people.
store::Wanted wanted_of(const store::Decision& decision);

}  // namespace maillon::tasks
