#include "tasks/people.h"

#include <charconv>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/civil_time.h"
#include "base/json_writer.h"
#include "store/case.h"
#include "store/passwords.h"
#include "store/people.h"
#include "store/verify.h"
#include "tasks/data_folder.h"
#include "tasks/log_verb.h"

namespace maillon::tasks {

namespace {

constexpr uint64_t kDaysMost = 365;

std::string marks_of(const store::Account& account, int64_t now) {
  std::string marks;
  if (account.is_administrator) marks += "  administrator";
  if (account.is_disabled) marks += "  disabled";
  if (account.has_second_factor) marks += "  second factor";
  if (account.locked_until > now) marks += "  waits until " + format_time(account.locked_until);
  return marks;
}

Result<Outcome> list_people(const store::People& people, const Context& context, Output& out) {
  TRY(const auto accounts, people.accounts());
  TRY(const auto tokens, people.tokens());
  if (context.json) {
    JsonWriter json;
    json.begin_object().key("accounts").begin_array();
    for (const store::Account& account : accounts) {
      json.begin_object().member("name", account.name);
      json.member("administrator", account.is_administrator);
      json.member("disabled", account.is_disabled);
      json.member("second_factor", account.has_second_factor);
      json.member("locked_until", account.locked_until > context.by.time
                                      ? format_time(account.locked_until)
                                      : std::string());
      json.key("cases").begin_array();
      for (const store::Membership& membership : account.cases) {
        json.begin_object().member("case", membership.case_id).member("name", membership.case_name);
        json.member("role", to_name(membership.role)).end_object();
      }
      json.end_array().end_object();
    }
    json.end_array().key("tokens").begin_array();
    for (const store::ApiToken& token : tokens) {
      json.begin_object().member("id", token.id).member("name", token.name);
      json.member("scope", token.scope).member("expires", format_time(token.expires));
      json.member("revoked", token.is_revoked).end_object();
    }
    json.end_array().end_object();
    out.write(json.take() + "\n");
    return Outcome::done;
  }
  if (accounts.empty()) out.write("no account yet: maillon people add NAME\n");
  for (const store::Account& account : accounts) {
    out.write(account.name + marks_of(account, context.by.time) + "\n");
    for (const store::Membership& membership : account.cases)
      out.write(fmt::format("  {:9} {}  ({})\n", to_name(membership.role), membership.case_name,
                            membership.case_id));
  }
  for (const store::ApiToken& token : tokens) {
    const bool is_over = token.expires <= context.by.time;
    out.write(fmt::format("token {}  {}  scope {}  {} {}{}\n", token.id, token.name, token.scope,
                          is_over ? "expired" : "until", format_time(token.expires),
                          token.is_revoked ? "  revoked" : ""));
  }
  return Outcome::done;
}

// What was changed, by whom and when; of `name`, what it did and what was done to it.
Result<Outcome> show_log(const store::People& people, const PeopleSettings& settings,
                         const Context& context, Output& out) {
  store::VerifyReport report;
  TRY(const auto entries, people.log(report, *context.progress));
  std::deque<store::LogEntry> fitting;
  for (const store::LogEntry& entry : entries) {
    // Whoever changed the log may have made anything of it: only a text is a name.
    auto detail = nlohmann::json::parse(entry.detail, nullptr, false);
    const bool is_about = detail.is_object() && detail["account"] == settings.name;
    if (settings.name.empty() || entry.actor == settings.name || is_about) fitting.push_back(entry);
  }
  print_log(fitting, fitting.size(), context, out);
  for (const store::Finding& finding : report.findings)
    say(finding.where + ": " + finding.what + "; " + finding.advice);
  if (report.damaged()) return Outcome::damaged;
  return fitting.empty() ? Outcome::empty : Outcome::done;
}

Result<std::string> set_role(store::People& people, const PeopleSettings& settings,
                             const Context& context) {
  const auto role = store::role_of(settings.role);
  if (!role) {
    return fail(
        Code::invalid_input,
        "a role is viewer, analyst, reviewer, exporter or none, not '" + settings.role + "'");
  }
  TRY(store::Case file, store::Case::open(settings.case_path, store::Access::read));
  TRY(const std::string id, store::case_identity(file));
  TRY_OK(people.set_role(settings.name, {id, settings.case_path, *role}, context.by));
  if (*role == store::Role::none)
    return "'" + settings.name + "' is no member of " + settings.case_path + " any more";
  return fmt::format("'{}' is {} in {}", settings.name, settings.role, settings.case_path);
}

Result<std::string> make_token(store::People& people, const PeopleSettings& settings,
                               const Context& context) {
  if (settings.days < 1 || settings.days > kDaysMost)
    return fail(Code::invalid_input, "a token lasts 1 to 365 days");
  const int64_t expires = context.by.time + static_cast<int64_t>(settings.days) * kDay;
  TRY(const std::string token, people.make_token(settings.name, "match", expires, context.by));
  return fmt::format(
      "{}\nThe program sends it as 'Authorization: Bearer ...' to the match service until {}. It "
      "is "
      "shown this once.",
      token, format_time(expires));
}

Result<std::string> second_factor(store::People& people, const PeopleSettings& settings,
                                  const Context& context) {
  if (settings.drop) {
    TRY_OK(people.drop_second_factor(settings.name, context.by));
    return "'" + settings.name + "' logs in without a second factor";
  }
  TRY(const std::string secret, people.make_second_factor(settings.name, context.by));
  return store::totp_address(settings.name, secret) +
         "\nGive it to the application on the telephone of '" + settings.name +
         "'. It is shown this once; from now on the log-in asks for its code.";
}

Result<std::string> revoke(store::People& people, const PeopleSettings& settings,
                           const Context& context) {
  int64_t id = 0;
  const char* const end = settings.name.data() + settings.name.size();
  if (std::from_chars(settings.name.data(), end, id).ptr != end || id <= 0)
    return fail(Code::invalid_input,
                "revoke takes the number of a token, as `maillon people list` "
                "shows it");
  TRY_OK(people.revoke_token(id, context.by));
  return fmt::format("token {} is revoked", id);
}

// What was done, in a sentence.
Result<std::string> change(store::People& people, const PeopleSettings& settings,
                           const Context& context) {
  const std::string& name = settings.name;
  if (settings.action == "add") {
    TRY(const std::string password, settings.ask_password());
    TRY_OK(people.add(name, password, settings.is_administrator, context.by));
    return "account '" + name + "' made" +
           (settings.is_administrator ? ": an administrator, who sees no case"
                                      : "; it sees a case once it has a role there: maillon people "
                                        "role " +
                                            name + " CASE analyst");
  }
  if (settings.action == "password") {
    TRY(const std::string password, settings.ask_password());
    TRY_OK(people.set_password(name, password, context.by));
    return "'" + name + "' has another password";
  }
  if (settings.action == "disable" || settings.action == "enable") {
    const bool is_disabled = settings.action == "disable";
    TRY_OK(people.set_disabled(name, is_disabled, context.by));
    return "'" + name + "' " + (is_disabled ? "cannot log in any more" : "can log in");
  }
  if (settings.action == "role") return set_role(people, settings, context);
  if (settings.action == "second-factor") return second_factor(people, settings, context);
  if (settings.action == "token") return make_token(people, settings, context);
  if (settings.action == "revoke") return revoke(people, settings, context);
  return fail(Code::invalid_input,
              "people takes list, log, add, password, disable, enable, role, "
              "second-factor, token or revoke, not '" +
                  settings.action + "'");
}

}  // namespace

std::string default_people_folder() {
  return data_folder("MAILLON_PEOPLE", "people");
}

Result<Outcome> people(const PeopleSettings& settings, const Context& context, Output& out) {
  TRY(store::People people, store::People::open(settings.folder));
  if (settings.action == "list") return list_people(people, context, out);
  if (settings.action == "log") return show_log(people, settings, context, out);
  if (settings.name.empty())
    return fail(Code::invalid_input, "say whose: maillon people " + settings.action + " NAME");
  TRY(const std::string done, change(people, settings, context));
  if (context.json) {
    JsonWriter json;
    json.begin_object().member("action", settings.action).member("done", done).end_object();
    out.write(json.take() + "\n");
  } else {
    out.write(done + "\n");
  }
  return Outcome::done;
}

}  // namespace maillon::tasks
