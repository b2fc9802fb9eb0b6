// `log CASE`: who did and saw what, and the proofs of it.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "base/records.h"
#include "store/log.h"
#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct LogSettings {
  std::string case_path;
  std::vector<std::string> actions, actors;  // only these; none = all
  int64_t since = kNoTime, until = kNoTime;  // until is exclusive
  uint64_t below = UINT64_MAX;               // entries before this number
  uint64_t limit = 100;                      // the latest so many; 0 = all
};
// What `log` prints: the latest `entries` of `total`.
void print_log(const std::deque<store::LogEntry>& entries, uint64_t total, const Context& context,
               Output& out);
// The entries, oldest first. Outcome::empty if none fits.
Result<Outcome> list_log(const LogSettings& settings, const Context& context, Output& out);

struct HeadSettings {
  std::string case_path;
  bool new_key = false;  // with a key made for it
  std::string
      timestamp_request;  // a .tsq (RFC 3161) for the head's bytes is written there; "" = no
};
// Signs the head of the log as it is now and writes it.
Result<Outcome> write_head(const HeadSettings& settings, const Context& context, Output& out);
// Checks the response of an authority to such a request, and keeps it in the log.
Result<Outcome> keep_timestamp(const std::string& case_path, const std::string& response_file,
                               const std::string& ca_file, const Context& context, Output& out);
// The text of an entry, its salt, and the path from its leaf to the root of a signed head.
Result<Outcome> prove_entry(const std::string& case_path, uint64_t seq, const Context& context,
                            Output& out);
// Does the log still continue what the head in the file says? Outcome::damaged if not.
Result<Outcome> prove_continued(const std::string& case_path, const std::string& head_file,
                                const Context& context, Output& out);

}  // namespace maillon::tasks
