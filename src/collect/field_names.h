// Which field a column is, told from its name.
#pragma once

#include <optional>
#include <string_view>

#include "base/records.h"

namespace maillon::collect {

struct NamedField {
  Field field;
  int rank;  // 0: the field's own name; the smallest rank of a file wins
};

// "desc" -> body, "ad_id" -> id, "Дата" -> posted_at, "location.city" -> city.
// Nothing if the name is none of those that are known.
std::optional<NamedField> find_named_field(std::string_view column);

}  // namespace maillon::collect
