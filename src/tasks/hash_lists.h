// The folder of hash lists, and the verb `list`.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "store/hash_list.h"
#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct NamedList {
  std::string name;
  store::HashList list;
};

// Where lists are if nobody says: MAILLON_LISTS, else maillon/lists where the user's data is.
std::string default_lists_folder();
// Makes another the default of this process and of those that it starts. Before there are threads
// that read it.
void set_lists_folder(const std::string& folder);

// The lists of a folder, by name; all, or the one that is named. Code::not_found if
// there is no such list (all: none is no error).
Result<std::vector<NamedList>> open_lists(const std::string& folder, const std::string& only);
// A name becomes a folder's name: letters, digits, - and _, up to 64.
Result<std::string> list_folder(const std::string& folder, const std::string& name);

struct ListImportSettings {
  std::string folder, name, file;
  std::string format;  // "" = guessed; of a list or of a document (tasks/lists/)
  std::string role;    // "" = as kept (at first block)
  int radius = -1;     // -1 = as kept (at first 31)
  std::string kind_of_64 = "pdq";
  bool restricted = false;  // all of the list is abuse of children; kept
  std::string harmless;     // classifications that are not, by comma; "" = as kept
  bool replace = false;     // what the file lacks is removed from the list
  std::string country;      // of phones in national form, in documents; "" = none
  std::string called;       // what the file is called for people; "" = as `file`

  const std::string& file_name() const { return called.empty() ? file : called; }
};
// What is kept with a list, with what the words of the verb change of it.
Result<store::ListSettings> wanted_settings(const ListImportSettings& settings,
                                            store::ListSettings kept);
// Reads a list file into a list, which is made if it is not there. Outcome::damaged if
// nothing of the file could be read.
Result<Outcome> import_list(const ListImportSettings& settings, const Context& context,
                            Output& out);

struct ListExportSettings {
  std::string folder, name;
  std::string format;            // "" = csv, or selectors if the list has no hashes
  bool for_spreadsheet = false;  // selectors: what a spreadsheet takes for a formula is made safe
};
// Writes a list without what is classed as abuse of children, and says how much that is.
Result<Outcome> export_list(const ListExportSettings& settings, const Context& context,
                            Output& out);

struct ListShowSettings {
  std::string folder, name;  // name "": the lists
  std::string what;          // "": the list; else an entry's number, its source id or a hash
  uint64_t limit = 20;       // of entries and rejected places
};
Result<Outcome> show_lists(const ListShowSettings& settings, const Context& context, Output& out);

// What a list says of an entry, without how to get at its picture: for show and match.
std::string describe_entry(const store::StoredEntry& entry);
// The duty that comes with an entry that is classed as abuse of children.
extern const char* const kReportingDuty;

}  // namespace maillon::tasks
