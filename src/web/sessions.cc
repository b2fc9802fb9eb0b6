#include "web/sessions.h"

#include "store/passwords.h"

namespace maillon::web {

namespace {

constexpr std::size_t kSessionsMost = 1000;

}  // namespace

Result<std::string> Sessions::begin(const std::string& name, int64_t now) {
  TRY(std::string secret, store::make_key());
  const std::lock_guard lock(mutex_);
  if (sessions_.size() >= kSessionsMost) sessions_.erase(sessions_.begin());
  sessions_.push_back({sha256(secret), name, now, now});
  return secret;
}

std::string Sessions::find(std::string_view secret, int64_t now) {
  const Sha256 wanted = sha256(secret);
  const std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [&](const Session& session) {
    return now - session.seen >= kSessionIdle || now - session.begun >= kSessionLongest;
  });
  std::string name;
  for (Session& session : sessions_) {
    if (session.secret != wanted) continue;
    session.seen = now;
    name = session.name;
  }
  return name;
}

void Sessions::end(std::string_view secret) {
  const Sha256 ended = sha256(secret);
  const std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [&](const Session& session) { return session.secret == ended; });
}

void Sessions::end_all_of(const std::string& name) {
  const std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [&](const Session& session) { return session.name == name; });
}

}  // namespace maillon::web
