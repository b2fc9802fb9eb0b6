// `maillon serve`: the verb. Opens what was asked for, prints the address, serves until
// it is told to stop.
#pragma once

#include <string>

#include "base/result.h"
#include "tasks/output.h"
#include "tasks/verbs.h"
#include "web/tls.h"

namespace maillon::web {

// HMA's port, so that its clients find the service where they expect it.
inline constexpr uint16_t kDefaultPort = 5100;

struct ServeSettings {
  std::string case_path;  // "": none; then texts are not matched
  std::string lists;      // folder of hash lists; "": none
  std::string host = "127.0.0.1";
  uint16_t port = kDefaultPort;  // 0: any free one
  std::string names;             // others to answer to, as in a.example,b.example
  std::string token_file;        // whose first line is the token of programs
  bool no_token = false;         // programs need none; on loopback only
  std::string people;            // folder of accounts; "": whoever opens the printed address
  TlsFiles tls;
  int digest_minutes = 15;  // of the match service, to the log
  int threads = 0;
};

// Code::invalid_input for settings that would let strangers in: no token beyond loopback,
// or a token of less than 16 characters.
Result<std::string> read_token(const ServeSettings& settings);

// Returns when SIGINT or SIGTERM came and what was under way has been answered; a second
// signal ends the process at once.
Result<tasks::Outcome> serve(const ServeSettings& settings, const tasks::Context& context,
                             tasks::Output& out);

}  // namespace maillon::web
