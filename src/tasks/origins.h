// Where the values of a post's fields come from: by the plan that its file was read by, and by
// where its own texts say the same.
#pragma once

#include <string_view>
#include <vector>

#include "base/records.h"
#include "collect/plan.h"
#include "report/origin.h"

namespace maillon::tasks {

// Of one record that was read by the plan: an origin for each stated field that says something, in
// the order of Field. `language` is the post's, "" if nobody knows.
std::vector<report::Origin> find_origins(const collect::ReadPlan& plan, const RecordBatch& record,
                                         std::string_view language);

// Where the value stands in the text, letter by letter and not inside a longer word or number: at
// most kMostPlaces.
inline constexpr std::size_t kMostPlaces = 50;
std::vector<report::TextPlace> find_value(Field field, std::string_view text,
                                          std::string_view value);

}  // namespace maillon::tasks
