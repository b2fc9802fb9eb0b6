// What the match service was asked, in counts: a signed digest for each interval, never a request.
// In the log of the case that is served, else in the file log.jsonl beside the lists; there also
// who exported a list. docs/match-service.md says what they tell.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/log.h"
#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

// Counts from `begin` to `end` (Unix seconds). Nothing of what was asked, or of the answers.
struct MatchInterval {
  struct Endpoint {
    std::string route;  // "GET /m/lookup"
    uint64_t answered = 0, refused = 0, failed = 0;
    uint64_t p50_us = 0, p90_us = 0, p99_us = 0, most_us = 0;
  };
  struct List {
    std::string name;  // a list's; "" for the texts of the case
    uint64_t matched = 0, not_matched = 0;
  };
  struct Client {
    std::string account, token;  // names; neither: the token of the server, or none
    uint64_t requests = 0;
  };
  int64_t begin = 0, end = 0;
  std::vector<Endpoint> endpoints;
  std::vector<List> lists;
  std::vector<Client> clients;
  uint64_t requests() const;
};

enum class MatchState : uint8_t { begun, interval, ended };

// One run of the service writes here: `begun` once, intervals, and `ended` if nothing killed it.
// One thread at a time.
class MatchLog {
 public:
  // `case_path` "": beside the lists. `actor`: who started the service.
  static Result<MatchLog> open(const std::string& case_path, const std::string& lists_folder,
                               const std::string& actor);
  // The latest run before this one did not come to its end: its last interval is not counted.
  bool was_cut() const { return was_cut_; }
  Result<void> append(MatchState state, const MatchInterval& interval);

 private:
  Result<void> append_to_case(const std::string& members, int64_t now);

  std::string case_path_, lists_folder_, actor_, run_;
  bool was_cut_ = false;
  std::optional<Sha256> previous_;  // in the case
};

// Says in the lists' log that a list was exported. Code::io: the log cannot be written.
Result<void> log_list_export(const std::string& lists_folder, const std::string& list,
                             const std::string& format, uint64_t entries, const store::By& by);

struct ListLogSettings {
  std::string folder;
  uint64_t limit = 20;  // the latest; 0: all
};
// `list log`: prints that log, checked. Outcome::damaged: a line is not what was signed.
Result<Outcome> show_list_log(const ListLogSettings& settings, const Context& context, Output& out);

}  // namespace maillon::tasks
