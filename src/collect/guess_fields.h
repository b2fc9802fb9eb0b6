// Which columns make which fields, and how their dates are written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "collect/plan.h"

namespace maillon::collect {

// Columns and some of their values.
struct Sample {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  // as wide as columns
  bool named = true;                           // false: the columns are only numbers
};

// Fills plan.columns, seen_columns, fields, date_order, decimal_comma and adds notes. Fails if the
// user names a column that is not there, or if nothing makes a title or a body.
Result<void> guess_fields(const Sample& sample, const UserMapping& user, ReadPlan& plan);

// Date order and time zone from the values of posted_at.
void guess_dates(const std::vector<std::string_view>& dates, const UserMapping& user,
                 ReadPlan& plan);

}  // namespace maillon::collect
