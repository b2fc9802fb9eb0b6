// `search CASE --batch FILE`: a list of selectors, one a line, or a document of another agency,
// each looked up in the case.
#pragma once

#include <string>
#include <vector>

#include "base/json_writer.h"
#include "share/intake/document.h"
#include "tasks/output.h"
#include "tasks/show_case.h"

namespace maillon::tasks {

inline constexpr std::size_t kMostInBatch = 10'000;

struct BatchRow {
  std::string typed;
  std::string kind, service, value;   // as it was understood; "": it reads as no selector
  std::string id;                     // S-..., "" if the case does not have it
  uint64_t posts = 0;                 // that carry it, in whatever spelling
  std::vector<std::string> networks;  // of those posts, most posts first, at most 20
};

// A row for each value, in order. Nothing is logged.
std::vector<BatchRow> look_up_selectors(const OpenedCase& from,
                                        const std::vector<std::string>& values,
                                        const std::string& country);
void write_json(JsonWriter& json, const BatchRow& row);

// The selectors of a document of another agency (STIX, FollowTheMoney, MISP), to be looked up.
struct Batch {
  std::string format;
  std::vector<share::ListedSelector> selectors;  // each once, by kind, service and value
  uint64_t set_aside = 0, withdrawn = 0, hashes = 0;
};
// Code::invalid_input for more than kMostInBatch; else as gather_document.
Result<Batch> parse_batch_document(std::string_view bytes, share::DocumentFormat format,
                                   const std::string& country);
// A row for each selector, in order; `typed` is what the document writes. Nothing is logged.
std::vector<BatchRow> look_up_batch(const OpenedCase& from, const Batch& batch);
void write_json(JsonWriter& json, const Batch& batch);

struct BatchSettings {
  std::string case_path, file;  // "-": standard input
  std::string country;          // of phones in national form
};
// The file is a list of selectors, or such a document. Blank lines are passed over.
// Code::invalid_input: more than kMostInBatch. Outcome::empty if the case has none of them.
Result<Outcome> search_batch(const BatchSettings& settings, const Context& context, Output& out);

}  // namespace maillon::tasks
