// What lists of other agencies say of the selectors on a page (`list import`).
#pragma once

#include <cstdint>
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

// Of the pictures of a post or network, how many hash lists name.
struct PictureMarks {
  uint64_t listed = 0;
  uint64_t restricted = 0;  // of abuse of children, or shown the same as such a one: not shown
};
// "3 known to hash lists, 1 of them never shown: abuse of children"; "" if there are none.
std::string marks_text(const PictureMarks& marks);
// Members "pictures_listed" and "pictures_restricted" of an open object.
void write_marks(JsonWriter& json, const PictureMarks& marks);

// "on the list partner (review): stix, by Example Agency ..." each on a line, with the selector
// before it if the page has several.
std::string listed_text(const std::vector<ListedLine>& lines, const Style& style, bool with_id);
// A member "listed" of an open object.
void write_listed(JsonWriter& json, const std::vector<ListedLine>& lines);

}  // namespace maillon::report
