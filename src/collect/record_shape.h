// Posts have a text; short records have columns instead: names, addresses, dates,
// codes. Which of the two a table holds shows in its columns.
#pragma once

#include <vector>

#include "collect/guess_fields.h"

namespace maillon::collect {

// Fills plan.record if the table is one of short records: several columns of short
// values, none of them a text, a picture or a web address, and the user has named
// no text. Such a record keeps id, source and place as fields; what else was taken
// for a field by its name (a title, an author, a date) is compared as a column.
void find_record_shape(const Sample& sample, const UserMapping& user, ReadPlan& plan,
                       std::vector<bool>& used);

}  // namespace maillon::collect
