// Which selectors of a list stand in a case, and what the list says of them.
#pragma once

#include <string>
#include <vector>

#include "share/selector_list.h"
#include "tasks/output.h"
#include "tasks/show_case.h"

namespace maillon::tasks {

// A selector of the case that a list names.
struct ListedHit {
  uint32_t selector = 0;                             // of the case
  uint64_t posts = 0;                                // that carry it
  std::vector<std::string> networks;                 // of those posts, most posts first, at most 20
  std::vector<const share::ListedSelector*> listed;  // in the list, which must live
};
// By selector of the case. Nothing is logged.
std::vector<ListedHit> find_in_case(const CaseData& data, const share::SelectorList& list);

struct SearchListSettings {
  std::string case_path, folder, name;
};
// `search CASE --list NAME`. Outcome::empty if the case has none of them. Code::not_found: there is
// no such list of selectors.
Result<Outcome> search_list(const SearchListSettings& settings, const Context& context,
                            Output& out);
// The same of a case that is open.
Result<Outcome> search_list(const OpenedCase& opened, const SearchListSettings& settings,
                            const Context& context, Output& out);

}  // namespace maillon::tasks
