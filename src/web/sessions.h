// Who is logged in: sessions of people with an account, in memory only. A stop of the server
// ends them all.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/result.h"

namespace maillon::web {

// A session ends after so many seconds without a request, and after so many in all.
inline constexpr int64_t kSessionIdle = 30 * 60, kSessionLongest = 12 * 60 * 60;

class Sessions {
 public:
  // The secret of a new session; never one that was given before, so that nobody can be
  // made to use one that another knows (session fixation).
  Result<std::string> begin(const std::string& name, int64_t now);
  // The name; "" if there is no such session or it has ended. Counts as a request.
  std::string find(std::string_view secret, int64_t now);
  void end(std::string_view secret);
  void end_all_of(const std::string& name);

 private:
  struct Session {
    Sha256 secret{};  // its hash: compared without telling how much of it is right
    std::string name;
    int64_t begun = 0, seen = 0;
  };
  std::mutex mutex_;
  std::vector<Session> sessions_;  // by age: the oldest goes where there are too many
};

}  // namespace maillon::web
