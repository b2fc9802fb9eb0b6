#include "store/requests.h"

#include "base/check.h"
#include "store/case_state.h"

namespace maillon::store {

namespace {

constexpr const char* kAsk = "ask";

struct Step {
  const char* name;
  ActId request;  // 0: this act is the request
  const Wanted& wanted;
};

// Within the open transaction.
Result<ActId> append_step(Case::State& state, const Step& step, const By& by) {
  TRY(const ActId id, state.next_act());
  const ActId request = step.request == 0 ? id : step.request;
  TRY(Statement insert,
      state.db.prepare("INSERT INTO requests (act, request, step, kind, what, detail, reason) "
                       "VALUES (?,?,?,?,?,?,?)"));
  insert.bind(1, int64_t{id}).bind(2, int64_t{request}).bind(3, step.name);
  insert.bind(4, step.wanted.kind).bind(5, step.wanted.what);
  insert.bind(6, step.wanted.detail).bind(7, step.wanted.reason);
  TRY_OK(insert.run());
  std::string summary = "\"request\":" + std::to_string(request);
  if (step.request == 0) summary += ",\"kind\":\"" + step.wanted.kind + "\"";
  TRY_OK(append_act(state, {.id = id, .kind = "request", .by = by},
                    step.request == 0 ? "request" : step.name, summary));
  return id;
}

// Who asked, if nobody has answered.
Result<std::string> asker_of(Database& database, ActId request) {
  TRY(Statement row,
      database.prepare("SELECT a.actor, (SELECT count(*) FROM requests s WHERE s.request = r.act "
                       "AND s.step <> 'ask') FROM requests r JOIN acts a ON a.id = r.act "
                       "WHERE r.act = ? AND r.step = 'ask'"));
  row.bind(1, int64_t{request});
  TRY(const bool is_there, row.step());
  if (!is_there)
    return fail(Code::not_found, "there is no request " + std::to_string(request) +
                                     "; `maillon requests CASE` lists them");
  if (row.integer(1) != 0)
    return fail(Code::invalid_input,
                "request " + std::to_string(request) + " has its answer already; ask again");
  return std::string(row.text(0));
}

}  // namespace

Result<ActId> ask_second_person(Case& to, const Wanted& wanted, const By& by) {
  CHECK(to.writable());
  Case::State& state = to.state();
  TRY_OK(state.ready_for_act());
  TRY(Transaction transaction, Transaction::begin(state.db));
  TRY(const ActId id, append_step(state, {kAsk, 0, wanted}, by));
  TRY_OK(transaction.commit());
  return id;
}

Result<std::vector<SecondPersonRequest>> second_person_requests(const Case& from, bool only_open) {
  std::string sql =
      "SELECT r.act, r.kind, r.what, r.detail, r.reason, a.actor, a.time, s.step, b.actor, "
      "s.reason, b.time FROM requests r JOIN acts a ON a.id = r.act "
      "LEFT JOIN requests s ON s.request = r.act AND s.step <> 'ask' "
      "LEFT JOIN acts b ON b.id = s.act WHERE r.step = 'ask' ";
  if (only_open) sql += "AND s.act IS NULL ";
  TRY(Statement rows, from.state().db.prepare(sql + "ORDER BY r.act"));
  std::vector<SecondPersonRequest> found;
  for (;;) {
    TRY(const bool row, rows.step());
    if (!row) return found;
    SecondPersonRequest one;
    one.id = static_cast<ActId>(rows.integer(0));
    one.wanted = {std::string(rows.text(1)), std::string(rows.text(2)), std::string(rows.text(3)),
                  std::string(rows.text(4))};
    one.actor = rows.text(5);
    one.time = rows.integer(6);
    const std::string_view step = rows.text(7);
    one.answer = step.empty()       ? Answer::none
                 : step == "refuse" ? Answer::refused
                                    : Answer::confirmed;
    one.second = rows.text(8);
    one.answer_reason = rows.text(9);
    one.answered = rows.integer(10);
    found.push_back(std::move(one));
  }
}

Result<ActId> latest_request_step(const Case& from) {
  TRY(const int64_t latest, from.state().db.integer("SELECT coalesce(max(act), 0) FROM requests"));
  return static_cast<ActId>(latest);
}

Result<ActId> answer_request(Case& to, ActId request, Answer answer, const std::string& reason,
                             const TakesEffect& effect, const By& by) {
  CHECK(to.writable() && answer != Answer::none);
  Case::State& state = to.state();
  TRY_OK(state.ready_for_act());
  TRY(Transaction transaction, Transaction::begin(state.db));
  TRY(const std::string asker, asker_of(state.db, request));
  if (asker == by.actor)
    return fail(Code::invalid_input,
                "request " + std::to_string(request) + " is your own; it waits for somebody else");
  const Wanted said{.reason = reason};
  const char* const name = answer == Answer::confirmed ? "confirm" : "refuse";
  TRY(ActId id, append_step(state, {name, request, said}, by));
  if (answer == Answer::confirmed && effect.decision) {
    TRY(id, append_decided(state, *effect.decision, by));
  }
  if (answer == Answer::confirmed && effect.setting) {
    TRY(id, append_setting(state, effect.setting->first, effect.setting->second, by));
  }
  TRY_OK(transaction.commit());
  return id;
}

}  // namespace maillon::store
