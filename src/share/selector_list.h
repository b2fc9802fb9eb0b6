// Lists of selectors (phones, e-mail addresses, accounts ...) that documents of other agencies
// name: what is kept of each, and how a document brings a list up to date.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/records.h"
#include "base/result.h"

namespace maillon::share {

// One selector as one object of a document names it.
struct ListedSelector {
  SelectorKind kind = SelectorKind::phone;
  Service service = Service::none;  // none: not said, or of none that is known here
  std::string value;                // canonical, as extraction has it
  std::string written;              // as the document has it
  std::string format;               // stix, ftm, misp
  std::string object;               // the document's own identifier of what names it
  std::string source;               // who says so, as the document names them
  std::string label, comment;
  std::string tlp;     // clear, green, amber, amber+strict, red; "" = the document says nothing
  std::string to_ids;  // MISP: yes, no; "" = not said
  int64_t first_seen = kNoTime, last_seen = kNoTime;
  int64_t modified = kNoTime;  // of the object
  uint64_t import = 0;         // that brought it as it is
  friend bool operator==(const ListedSelector&, const ListedSelector&) = default;
};

// What is kept of it besides the selector and the import, by the names and in the order in which
// files, exports and JSON have it.
struct ListedText {
  std::string_view name;
  std::string ListedSelector::*member;
};
inline constexpr std::array<ListedText, 8> kListedTexts = {{{"written", &ListedSelector::written},
                                                            {"format", &ListedSelector::format},
                                                            {"object", &ListedSelector::object},
                                                            {"source", &ListedSelector::source},
                                                            {"label", &ListedSelector::label},
                                                            {"comment", &ListedSelector::comment},
                                                            {"tlp", &ListedSelector::tlp},
                                                            {"to_ids", &ListedSelector::to_ids}}};
struct ListedTime {
  std::string_view name;
  int64_t ListedSelector::*member;
};
inline constexpr std::array<ListedTime, 3> kListedTimes = {
    {{"first_seen", &ListedSelector::first_seen},
     {"last_seen", &ListedSelector::last_seen},
     {"modified", &ListedSelector::modified}}};

// "stix, by Example Agency, Report 7, TLP:AMBER, seen 2026-01-02 to 2026-02-01, email-addr--..."
std::string describe_listed(const ListedSelector& listed);
// The stricter of two markings; "" is the least.
const std::string& stricter_tlp(const std::string& a, const std::string& b);

struct SelectorCounts {
  uint64_t added = 0, updated = 0, unchanged = 0, removed = 0;
  uint64_t repeated = 0;  // by the same object of the same document
  uint64_t older = 0;     // the list has a newer version of the object
  friend bool operator==(const SelectorCounts&, const SelectorCounts&) = default;
};

// One reading of a document, and what it did.
struct SelectorImport {
  uint64_t id = 0;  // 0: nothing was changed and nothing is kept of it
  int64_t time = 0;
  std::string actor, file, sha256, format;
  bool replaced = false;                      // what the document lacks was removed
  std::map<std::string, SelectorCounts> did;  // by the name of the kind
  uint64_t withdrawn = 0;                     // objects that the document revokes or deletes
  uint64_t rejected = 0;
  std::map<std::string, uint64_t> reasons;   // of the rejected
  std::map<std::string, uint64_t> left_out;  // objects that hold no selector, by their type
  friend bool operator==(const SelectorImport&, const SelectorImport&) = default;
};

// What could be no selector, and where it stands.
struct SelectorReject {
  uint64_t import = 0, place = 0;
  std::string object, reason;
  friend bool operator==(const SelectorReject&, const SelectorReject&) = default;
};
inline constexpr std::size_t kSelectorRejectsKept = 1000;  // of one import

// What a document says, ready to go into a list.
struct SelectorUpdate {
  std::vector<ListedSelector> selectors;
  std::vector<ListedSelector> withdrawn;  // no more than format, object and modified
  std::vector<SelectorReject> rejects;    // at most kSelectorRejectsKept of those in `about`
  SelectorImport about;                   // all but what it did
};

struct SelectorList {
  std::string role = "review";  // block, review or allow
  std::vector<SelectorImport> imports;
  std::vector<SelectorReject> rejects;  // of the latest ten imports
  std::vector<ListedSelector> entries;  // by (kind, value, service, format, object)
  // Objects ("misp 1111...") that were withdrawn, with the version that said so: an older document
  // does not bring them back.
  std::map<std::string, int64_t> gone;

  // Brings the list up to date and says what it did. An entry is known again by its object and
  // its selector. What an object of the update no longer names goes, unless the list has a newer
  // version of the object; with `replace` all goes that the update lacks. Nothing is kept of an
  // update that changes nothing, if it is known or sets nothing aside.
  SelectorImport apply(SelectorUpdate update, bool replace);

  // The entries of one selector. A service that the list does not say is any.
  std::vector<const ListedSelector*> find(SelectorKind kind, Service service,
                                          std::string_view value) const;
};

// A list as a file: a line of JSON for the head, each import, each reject, each entry
// (docs/formats/lists.md). Code::corrupt, with what to do, for what is none or breaks off.
std::string write_selector_list(const SelectorList& list);
Result<SelectorList> read_selector_list(std::string_view bytes);

}  // namespace maillon::share
