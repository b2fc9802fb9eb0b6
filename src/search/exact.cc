// Terms that a field says as a whole: author="Anna".
#include <optional>
#include <string>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/printable.h"
#include "search/ranges.h"
#include "search/terms.h"

namespace maillon::search {
namespace {

bool is_whole(Filter filter) {
  switch (filter) {
    case Filter::city:
    case Filter::country:
    case Filter::language:
    case Filter::source:
    case Filter::author:
    case Filter::price:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool is_whole_field(std::string_view name) {
  const std::optional<Filter> filter = find_filter(to_lower(name));
  return filter && is_whole(*filter);
}

Result<Part> make_exact_term(std::string_view field, std::string_view value, bool quoted) {
  const std::string name = to_lower(field);
  if (value.empty() && !quoted) {
    return fail(Code::invalid_input,
                fmt::format("{0}= has no value: write {0}=\"what it says\", letter by letter, or "
                            "{0}=\"\" where it is not stated",
                            name));
  }
  Part part;
  part.node.op = QueryOp::filter;
  part.node.filter = *find_filter(name);
  part.node.value = value;
  part.node.exact = true;
  part.said = value.empty() ? fmt::format("no {}", name)
                            : fmt::format("{} that is just {}", name, show(value));
  return part;
}

}  // namespace maillon::search
