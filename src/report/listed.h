// What lists of other agencies say of the selectors on a page (`list import`).
#pragma once

#include <string>
#include <vector>

#include "base/json_writer.h"
#include "base/records.h"
#include "report/style.h"

namespace maillon::report {

// One entry of a list that names a selector of the case.
struct ListedLine {
  std::string id;  // S-... of the case
  SelectorKind kind = SelectorKind::phone;
  std::string list, role;  // block, review, allow
  std::string text;        // who says so, as what, how it may be passed on
};

// "on the list partner (review): stix, by Example Agency ..." each on a line, with the selector
// before it if the page has several.
std::string listed_text(const std::vector<ListedLine>& lines, const Style& style, bool with_id);
// A member "listed" of an open object.
void write_listed(JsonWriter& json, const std::vector<ListedLine>& lines);

}  // namespace maillon::report
