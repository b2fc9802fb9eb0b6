// How the files of an import came to who imported them: what was stated, and what the machine
// saw. Kept with each file of the import, and in the log with the import's act.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "store/case.h"
#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

// What the user states; kept with the import.
struct Acquisition {
  std::string by, at, with;               // who, when, with which tool; free text but for the date
  std::optional<int64_t> clock_offset_s;  // how far the source's clock was ahead
};

// As import_files() of verbs.h, which states nothing.
Result<ImportReport> import_files(const ImportSettings& settings, const Acquisition& acquired,
                                  const Context& context);

// What the user states, as JSON members; nothing if nothing is stated. Code::invalid_input if
// `at` is no date.
Result<std::string> stated_acquisition(const Acquisition& stated);

// The record of one file, as JSON: what was stated, this program's version, where the file was and
// when it was written last. `path` is not looked at for standard input and files sent to the page.
std::string acquisition_record(const std::string& stated, const std::string& path, bool is_sent);

// "I-7": the import of that act. Nothing if the text is no such name; pictures, whose names begin
// with I- too, have six digits or more.
std::optional<ImportId> parse_import_id(std::string_view text);

// The import's files, each with its record of acquisition; Outcome::empty if there is no such
// import.
Result<Outcome> show_import(store::Case& file, ImportId id, const Context& context, Output& out);

}  // namespace maillon::tasks
