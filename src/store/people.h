// Who may open cases through `maillon serve --people DIR`: accounts, what each may do in
// which case, second factors, tokens of programs. They stand in DIR/people.db, apart from
// any case: a case is handed over without them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/log.h"
#include "store/role.h"
#include "store/verify.h"

namespace maillon::store {

class Case;

// Names one case wherever it is moved or copied to: 32 hexadecimal figures of the first leaf of
// its log, which is salted.
Result<std::string> case_identity(Case& file);

struct Membership {
  std::string case_id, case_name;  // the name is what it was called when the role was given
  Role role = Role::none;
};
struct Account {
  std::string name;
  bool is_administrator = false, is_disabled = false, has_second_factor = false;
  int64_t created = 0, locked_until = 0;
  std::vector<Membership> cases;  // by case_id
};
// Of a program: what it may ask, until when.
struct ApiToken {
  int64_t id = 0;
  std::string name, scope;  // "match"
  int64_t expires = 0;
  bool is_revoked = false;
};

enum class LogIn : uint8_t {
  let_in,
  refused,  // name, password or code is wrong, or the account is disabled: which is not said
  locked,   // too many failures: nothing was looked at
};

// After so many failures in a row an account is locked for a minute, then for twice as long
// after each, an hour at most.
inline constexpr int64_t kFailuresAllowed = 5, kFirstLock = 60, kLongestLock = 3600;

// For several threads. Changes are entries of a log of its own (store/log.h).
class People {
 public:
  // Makes the directory (mode 0700) and the file if they are not there.
  static Result<People> open(const std::string& directory);
  ~People();
  People(People&&) noexcept;
  People& operator=(People&&) noexcept;

  // Letters, figures, - _ . and @, up to 64. Code::invalid_input: another name, one that is
  // taken, or a password that is too short.
  Result<void> add(const std::string& name, std::string_view password, bool is_administrator,
                   const By& by);
  // What follows: Code::not_found if there is no such account.
  Result<void> set_password(const std::string& name, std::string_view password, const By& by);
  Result<void> set_disabled(const std::string& name, bool is_disabled, const By& by);
  // Role::none takes it away. Code::invalid_input for an administrator.
  Result<void> set_role(const std::string& name, const Membership& membership, const By& by);
  // Gives the secret of a new second factor, which log_in() asks for from now on.
  Result<std::string> make_second_factor(const std::string& name, const By& by);
  Result<void> drop_second_factor(const std::string& name, const By& by);
  Result<std::vector<Account>> accounts() const;  // by name
  // Each change, oldest first. `report` gets what the recomputed tree says of them.
  Result<std::vector<LogEntry>> log(VerifyReport& report, Progress& progress) const;
  Result<Role> role(const std::string& name, const std::string& case_id) const;

  // Takes as long for a name that is not there. `code` may be empty where there is no second
  // factor.
  Result<LogIn> log_in(const std::string& name, std::string_view password, std::string_view code,
                       int64_t now);

  // Gives the token, which is kept as its SHA-256 only.
  Result<std::string> make_token(const std::string& name, std::string_view scope, int64_t expires,
                                 const By& by);
  Result<void> revoke_token(int64_t id, const By& by);
  Result<std::vector<ApiToken>> tokens() const;  // by id
  // Its name, if it is one that counts now.
  Result<std::optional<std::string>> find_token(std::string_view token, std::string_view scope,
                                                int64_t now) const;

 private:
  struct State;
  explicit People(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace maillon::store
