#include "report/listed.h"

#include <fmt/format.h>

#include "base/printable.h"

namespace maillon::report {

std::string listed_text(const std::vector<ListedLine>& lines, const Style& style, bool with_id) {
  std::string text;
  for (const ListedLine& line : lines) {
    const std::string on = fmt::format("on the list {} ({}): ", line.list, line.role);
    text +=
        fmt::format("{}{}{}\n", with_id ? fmt::format("  {} {} ", line.id, to_name(line.kind)) : "",
                    yellow(style, on), printable(line.text));
  }
  return text;
}

void write_listed(JsonWriter& json, const std::vector<ListedLine>& lines) {
  json.key("listed").begin_array();
  for (const ListedLine& line : lines) {
    json.begin_object().member("id", line.id).member("kind", to_name(line.kind));
    json.member("list", line.list).member("role", line.role).member("text", line.text);
    json.end_object();
  }
  json.end_array();
}

}  // namespace maillon::report
