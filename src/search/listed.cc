#include "search/listed.h"

#include <fmt/format.h>

#include "base/ascii.h"

namespace maillon::search {
namespace {

std::string to_words(std::string_view value) {
  if (same_ignoring_case(value, kListedYes)) return "a picture that hash lists know";
  if (same_ignoring_case(value, kListedRestricted))
    return "a picture that is never shown, since a hash list classes it as abuse of children";
  return fmt::format("a picture that is on the hash list {}", show(value));
}

}  // namespace

Part make_listed(std::string_view value) {
  Part part;
  part.node.op = QueryOp::filter;
  part.node.filter = Filter::listed;
  part.node.value = value;
  part.said = to_words(value);
  return part;
}

}  // namespace maillon::search
