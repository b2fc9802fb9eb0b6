// Lists of selectors on disk: what the verb `list` does with documents of other agencies, beside
// the hash lists of tasks/hash_lists.h.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json_writer.h"
#include "base/result.h"
#include "share/intake/document.h"
#include "share/selector_list.h"
#include "tasks/hash_lists.h"

namespace maillon::tasks {

struct NamedSelectorList {
  std::string name;
  share::SelectorList list;
};

// The selector lists of a folder, by name: all, or the one that is named. Code::not_found if there
// is no such list (all: none is no error).
Result<std::vector<NamedSelectorList>> open_selector_lists(const std::string& folder,
                                                           const std::string& only);
bool has_selector_list(const std::string& folder, const std::string& name);
bool has_hash_list(const std::string& folder, const std::string& name);

// A document into the list: its hashes into the hash list of that name, its selectors into the
// selector list; either is made if it is not there and the document has something for it.
// `country`: ISO 3166-1 alpha-2 of phones in national form, "" = none. Outcome::damaged if nothing
// of the document could be read.
Result<Outcome> import_document(const ListImportSettings& settings, std::string_view bytes,
                                share::DocumentFormat format, const Context& context, Output& out);

// The part of a list's page that says which selectors are on it, as text or as members of an open
// object of JSON.
std::string selector_list_text(const share::SelectorList& list, uint64_t most_rejects,
                               const Context& context);
void write_selector_list_json(JsonWriter& json, const share::SelectorList& list,
                              uint64_t most_rejects);
// "12 red, 3 amber": what is counted, by name.
std::string counts_words(const std::map<std::string, uint64_t>& counts);
// "12 phone, 3 email"; "" if there is none. Entries, not distinct selectors.
std::string listed_kinds(const share::SelectorList& list);

// Entries of the selector (in any spelling) or of the document's object that is asked for.
std::vector<const share::ListedSelector*> find_listed(const share::SelectorList& list,
                                                      const std::string& what);
void write_json(JsonWriter& json, const share::ListedSelector& entry);
// "phone", "telegram handle"
std::string kind_words(const share::ListedSelector& entry);

// Kind, value and provenance of all entries as CSV, for a spreadsheet if it is to be one.
void export_selectors(const share::SelectorList& list, bool for_spreadsheet, Output& out);

}  // namespace maillon::tasks
