// `export CASE --format graphml`: networks in the formats of other programs.
#pragma once

#include <optional>
#include <string>

#include "share/exchange/exchange.h"
#include "tasks/output.h"
#include "tasks/show_case.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

// What left the document, because a list classes it as abuse of children.
struct LeftOut {
  uint64_t pictures = 0;  // that are selectors
  uint64_t posts = 0;     // whose addresses were taken off them
};

// Writes all networks, or the one with that place in Networks (not its number), with the posts
// that are in them and what those name. Of a picture that a list classes as abuse of children, or
// that shows the same as such a one, nothing is written, nor the address of a post that shows it,
// nor the web addresses that such a post names. Names that authors sign with are left out too. The
// same case gives the same bytes. Logs nothing.
Result<LeftOut> write_exchange(const OpenedCase& from, std::optional<uint32_t> network,
                               share::ExchangeFormat format, Output& out);

struct ExchangeSettings {
  std::string case_path;
  share::ExchangeFormat format = share::ExchangeFormat::graphml;
  std::string network;  // as N-17; "" = all
  std::string reason;   // for a second person, where the case asks for one
};
Result<Outcome> export_exchange(const ExchangeSettings& settings, const Context& context,
                                Output& out);
// The same of a case that is open already; `case_path` is not looked at.
Result<Outcome> export_exchange(const OpenedCase& opened, const ExchangeSettings& settings,
                                const Context& context, Output& out);

}  // namespace maillon::tasks
