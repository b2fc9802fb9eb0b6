// Terms that a field says as a whole: author="Anna".
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/printable.h"
#include "search/ranges.h"
#include "search/terms.h"

namespace maillon::search {
namespace {

struct WholeField {
  std::string_view name;
  Filter filter;
};

constexpr std::array<WholeField, 9> kWholeFields = {{
    {"city", Filter::city},
    {"country", Filter::country},
    {"language", Filter::language},
    {"lang", Filter::language},
    {"source", Filter::source},
    {"site", Filter::source},
    {"author", Filter::author},
    {"name", Filter::author},
    {"price", Filter::price},
}};

auto find_whole_field(std::string_view name) {
  return std::find_if(kWholeFields.begin(), kWholeFields.end(),
                      [lower = to_lower(name)](const WholeField& f) { return f.name == lower; });
}

}  // namespace

bool is_whole_field(std::string_view name) {
  return find_whole_field(name) != kWholeFields.end();
}

Result<Part> make_exact_term(std::string_view field, std::string_view value, bool quoted) {
  const WholeField& known = *find_whole_field(field);
  if (value.empty() && !quoted) {
    return fail(Code::invalid_input,
                fmt::format("{0}= has no value: write {0}=\"what it says\", letter by letter, or "
                            "{0}=\"\" where it is not stated",
                            known.name));
  }
  Part part;
  part.node.op = QueryOp::filter;
  part.node.filter = known.filter;
  part.node.value = value;
  part.node.exact = true;
  part.said = value.empty() ? fmt::format("no {}", known.name)
                            : fmt::format("{} that is just {}", known.name, show(value));
  return part;
}

}  // namespace maillon::search
