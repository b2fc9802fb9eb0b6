#include "report/origin.h"

#include <array>

#include <fmt/format.h>

#include "report/nouns.h"

namespace maillon::report {
namespace {

constexpr std::array<std::string_view, 6> kNames = {"column", "key",   "message",
                                                    "page",   "given", "text"};
constexpr std::size_t kPlacesNamed = 4;

std::string kind_words(const Origin& origin) {
  std::string columns;
  for (const std::string& column : origin.columns)
    columns += fmt::format("{}{}", columns.empty() ? "" : ", ", column);
  switch (origin.kind) {
    case OriginKind::column:
      return "column " + columns;
    case OriginKind::key:
      return "key " + columns;
    case OriginKind::message:
      return "the message";
    case OriginKind::page:
      return "the saved page";
    case OriginKind::given:
      return "stated at the import";
    case OriginKind::text:
      return "recognised in the text";
  }
  return "";
}

std::string places_words(const Origin& origin) {
  std::string text;
  for (std::size_t i = 0; i < origin.places.size() && i < kPlacesNamed; ++i) {
    const TextPlace& place = origin.places[i];
    text += fmt::format("{}{} {}–{}", i == 0 ? "" : ", ", field_words(place.field), place.begin,
                        place.end);
  }
  if (origin.places.size() > kPlacesNamed)
    text += fmt::format(" and {} more", origin.places.size() - kPlacesNamed);
  return text;
}

}  // namespace

std::string_view to_name(OriginKind kind) {
  return kNames[static_cast<std::size_t>(kind)];
}

void write_json(JsonWriter& json, const TextPlace& place) {
  json.begin_object().member("field", to_name(place.field));
  json.member("begin", place.begin).member("end", place.end).end_object();
}

std::string origins_text(const std::vector<Origin>& origins, const Style& style) {
  TextTable table({{"field"}, {"from", TextTable::Align::left, 60}, {"the texts say the same at"}});
  for (const Origin& origin : origins) {
    table.add_row(
        {std::string(field_words(origin.field)), kind_words(origin), places_words(origin)});
  }
  return table.empty() ? "" : table.to_text(style, 2);
}

void write_json(JsonWriter& json, const Origin& origin) {
  json.begin_object().member("field", to_name(origin.field));
  json.member("from", to_name(origin.kind)).member("columns", origin.columns);
  write_list(json, "places", origin.places);
  json.end_object();
}

}  // namespace maillon::report
