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

std::string marks_text(const PictureMarks& marks) {
  if (marks.listed == 0) return "";
  std::string text = fmt::format("{} known to hash lists", thousands(marks.listed));
  if (marks.restricted > 0)
    text += fmt::format(", {} of them never shown: abuse of children", thousands(marks.restricted));
  return text;
}

void write_marks(JsonWriter& json, const PictureMarks& marks) {
  json.member("pictures_listed", marks.listed).member("pictures_restricted", marks.restricted);
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
