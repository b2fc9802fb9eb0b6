// From records to what links them: selectors, tokens of the wording, language.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/records.h"

namespace maillon::extract {

struct ExtractSettings {
  // ISO 3166-1 alpha-2, for phone numbers of posts that state no country; "" = none.
  std::string default_country;
};

// What was found in the records of one batch; row numbers are the batch's.
struct Signals {
  // Ordered by (row, field, begin). Scanned are title, body and what the
  // pictures say; an author is a
  // handle of service `account` at [0, size), and a selector besides if it is a
  // phone number or an e-mail address (chat exports). Until validate_phones has
  // run, a phone's value is a candidate in an internal spelling, and candidates
  // of one place may overlap.
  SelectorTable selectors;
  // Title, kSentenceBreak, body. See tokens.h.
  TokenTable tokens;
  // Two lower-case ASCII letters (ISO 639-1), the first in the high byte; 0 =
  // unknown. The stated language where there is one, else detected from the text.
  std::vector<uint16_t> language;
};

// Single-threaded and pure: callers spread batches over threads. Linear in the
// size of the text. Broken UTF-8 does no harm.
Signals extract_signals(const RecordBatch& batch, const ExtractSettings& settings);

// Turns phone candidates into E.164 with libphonenumber, asked once per
// distinct (candidate, region) of all batches, in parallel. Candidates that
// are no valid number are dropped; of overlapping ones the best is kept.
void validate_phones(std::span<Signals> batches, const ExtractSettings& settings);

// Of what is asked besides our own code (ICU, the numbering plans): if it changes, the same
// text may have other signals.
std::string library_versions();

// "fr" for 0x6672, "" for 0.
std::string to_language_code(uint16_t language);

}  // namespace maillon::extract
