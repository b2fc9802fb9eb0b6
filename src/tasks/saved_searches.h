// Searches that are kept with the case under a name, as acts (`undo` takes one back, `redo` gives
// it back), and those of them that are watched: `link` says how many new posts answer.
#pragma once

#include <string>
#include <vector>

#include "base/json_writer.h"
#include "tasks/search_case.h"
#include "tasks/show_case.h"

namespace maillon::tasks {

struct SavedSearch {
  store::ActId id = 0;  // of the act that saved it
  std::string name, query;
  bool watch = false;
  uint64_t hits = 0;  // posts that answer
  uint64_t fresh =
      0;  // of them, those that first came by an import after it was saved or looked at
  // Why it cannot be answered any more ("" if it can): what it asks for has left the catalogue.
  std::string trouble{};
};

// In the order in which they were saved, counted. With `watched_only`, the others are left out.
Result<std::vector<SavedSearch>> count_searches(const OpenedCase& from, bool watched_only,
                                                const Context& context);
// {"id","name","q","watch","hits","fresh"}; "trouble" where there is some
void write_json(JsonWriter& json, const SavedSearch& search);

// Code::invalid_input: the query is not understood, the name is taken or not fit.
Result<store::ActId> save_search(const std::string& case_path, const std::string& name,
                                 const std::string& query, bool watch, const Context& context);
// By its name or the number of its act. Code::not_found.
Result<store::ActId> forget_search(const std::string& case_path, const std::string& name,
                                   const Context& context);
// Notes that a person has looked at its answers: none of them is fresh any more. Leaves it if
// another writer has the case.
Result<void> mark_seen(const std::string& case_path, store::ActId search, const Context& context);

// ---- Verbs ----
// `searches CASE [--remove NAME]`
struct SearchesSettings {
  std::string case_path, remove;
};
Result<Outcome> list_searches(const SearchesSettings& settings, const Context& context,
                              Output& out);
// `search CASE QUERY --save NAME [--watch]`: searches, and saves the query.
Result<Outcome> search_and_save(const SearchSettings& settings, const std::string& name, bool watch,
                                const Context& context, Output& out);
// `search CASE --saved NAME`
Result<Outcome> search_saved(const SearchSettings& settings, const std::string& name,
                             const Context& context, Output& out);
// On standard error, at the end of `link`: how many new posts answer the watched searches.
Result<void> tell_watched(const std::string& case_path, const Context& context);
// At the end of `import`: that they will be looked at.
Result<void> tell_watched_later(const std::string& case_path);

}  // namespace maillon::tasks
