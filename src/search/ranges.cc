#include "search/ranges.h"

#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "base/printable.h"

namespace maillon::search {
namespace {

// The span of time that 2026, 2026-03 or 2026-03-01 means.
std::optional<std::pair<int64_t, int64_t>> parse_date(std::string_view text) {
  std::array<int, 3> parts = {0, 1, 1};
  std::size_t count = 0;
  for (std::size_t at = 0; count < 3;) {
    const std::size_t end = std::min(text.find('-', at), text.size());
    const std::string_view digits = text.substr(at, end - at);
    int& part = parts[count++];
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), part);
    const bool whole = stop == digits.data() + digits.size();
    if (error != std::errc() || !whole || digits.size() != (count == 1 ? 4U : 2U)) return {};
    at = end + 1;
    if (end == text.size()) break;
    if (count == 3) return {};
  }
  const auto begin = to_unix(parts[0], parts[1], parts[2]);
  if (!begin) return {};
  if (count == 3) return std::pair(*begin, *begin + 86400);
  const bool next_year = count == 1 || parts[1] == 12;
  const auto end = next_year ? to_unix(parts[0] + 1, 1, 1) : to_unix(parts[0], parts[1] + 1, 1);
  if (!end) return {};
  return std::pair(*begin, *end);
}

QueryNode date_node(Filter filter, std::string_view value, int64_t time) {
  QueryNode node;
  node.op = QueryOp::filter;
  node.filter = filter;
  node.value = value;
  node.time = time;
  return node;
}

Result<Part> make_date_range(std::string_view value, std::string_view from, std::string_view to) {
  const auto begin = parse_date(from), end = parse_date(to);
  if ((!from.empty() && !begin) || (!to.empty() && !end)) {
    return fail(Code::invalid_input,
                fmt::format("date: {} is no range of dates: write 2026-01..2026-03, or leave one "
                            "end out, as 2026-01..",
                            show(value)));
  }
  Part part;
  part.node.op = QueryOp::all;
  if (begin) part.node.children.push_back(date_node(Filter::after, value, begin->first));
  if (end) part.node.children.push_back(date_node(Filter::before, value, end->second));
  part.said = fmt::format("a date within {}", printable(value, 40));
  return part;
}

}  // namespace

std::string show(std::string_view text) {
  return "“" + printable(text, 80) + "”";
}

std::optional<std::pair<std::string_view, std::string_view>> split_range(std::string_view value) {
  const std::size_t dots = value.find("..");
  if (dots == value.npos || value.size() == 2) return {};
  return std::pair(value.substr(0, dots), value.substr(dots + 2));
}

Result<Part> make_price_range(std::string_view value) {
  TRY(const PriceRange range, read_price_range(value));
  Part part;
  part.node.op = QueryOp::filter;
  part.node.filter = Filter::price_range;
  part.node.value = to_text(range);
  part.node.prices = range;
  part.said = fmt::format("a price within {}", part.node.value);
  return part;
}

Result<Part> make_date(std::string_view field, Filter filter, std::string_view value) {
  const auto range = split_range(value);
  if (range && field == "date") return make_date_range(value, range->first, range->second);
  const auto span = parse_date(value);
  if (!span) {
    return fail(
        Code::invalid_input,
        fmt::format("{}: {} is no date: write 2026, 2026-03 or 2026-03-01", field, show(value)));
  }
  QueryNode node = date_node(filter, value, span->first);
  if (field != "date") {
    const char* relation = filter == Filter::after ? "from" : "before";
    return Part{std::move(node), fmt::format("a date {} {}", relation, format_date(span->first))};
  }
  QueryNode end = node;
  end.filter = Filter::before;
  end.time = span->second;
  Part part;
  part.node.op = QueryOp::all;
  part.node.children = {std::move(node), std::move(end)};
  part.said = fmt::format("a date in {}", printable(value, 20));
  return part;
}

}  // namespace maillon::search
