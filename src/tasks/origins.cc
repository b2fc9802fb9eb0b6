#include "tasks/origins.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/utf8.h"
#include "extract/text/language.h"
#include "search/tokenizer.h"

namespace maillon::tasks {
namespace {

using report::Origin;
using report::OriginKind;

constexpr std::array kSaidInText = {Field::author, Field::city, Field::price};
constexpr std::array kTexts = {Field::title, Field::body, Field::image_text};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool goes_on(char32_t c) {
  return search::is_word_char(c) && !search::is_unspaced(c);
}

char32_t before(std::string_view text, std::size_t at) {
  std::size_t begin = at - 1;
  while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
  return decode_utf8(text, begin).value;
}

// Is there one word or number on both sides of `at`? 1,200 is one.
bool is_inside(std::string_view text, std::size_t at) {
  if (at == 0 || at >= text.size()) return false;
  if (goes_on(before(text, at)) && goes_on(decode_utf8(text, at).value)) return true;
  const auto is_mark = [](char c) { return c == '.' || c == ','; };
  return (is_digit(text[at - 1]) && is_mark(text[at]) && at + 1 < text.size() &&
          is_digit(text[at + 1])) ||
         (is_digit(text[at]) && is_mark(text[at - 1]) && at > 1 && is_digit(text[at - 2]));
}

OriginKind kind_of(const collect::ReadPlan& plan) {
  switch (plan.format) {
    case collect::Format::csv:
      return OriginKind::column;
    case collect::Format::json_lines:
    case collect::Format::json_array:
      return OriginKind::key;
    case collect::Format::whatsapp:
    case collect::Format::telegram:
      return OriginKind::message;
    case collect::Format::pages:
      return OriginKind::page;
  }
  return OriginKind::column;
}

std::vector<std::string> columns_of(const collect::ReadPlan& plan, Field field) {
  std::vector<std::string> names;
  if (plan.format == collect::Format::pages) return names;
  // The body of a short record is made of all that it states.
  const bool is_made = field == Field::body && plan.has_records();
  for (const uint32_t column : is_made ? plan.record : plan.field(field))
    names.push_back(plan.columns[column]);
  return names;
}

std::optional<Origin> origin_of(const collect::ReadPlan& plan, Field field, std::string_view value,
                                std::string_view language) {
  Origin origin{field, kind_of(plan), {}, {}};
  if (field == Field::language && extract::parse_language(value) == 0) {
    if (language.empty()) return std::nullopt;
    origin.kind = OriginKind::text;
    return origin;
  }
  if (value.empty()) return std::nullopt;
  // A row that states its source and says what was said at the import says nothing else.
  const bool is_given = field == Field::source && value == plan.default_source;
  if (is_given) {
    origin.kind = OriginKind::given;
  } else {
    origin.columns = columns_of(plan, field);
  }
  return origin;
}

}  // namespace

std::vector<report::TextPlace> find_value(Field field, std::string_view text,
                                          std::string_view value) {
  std::vector<report::TextPlace> places;
  if (value.empty()) return places;
  for (std::size_t at = text.find(value); at != std::string_view::npos;
       at = text.find(value, at + value.size())) {
    const std::size_t end = at + value.size();
    if (is_inside(text, at) || is_inside(text, end)) continue;
    places.push_back({field, static_cast<uint32_t>(at), static_cast<uint32_t>(end)});
    if (places.size() == kMostPlaces) break;
  }
  return places;
}

std::vector<report::Origin> find_origins(const collect::ReadPlan& plan, const RecordBatch& record,
                                         std::string_view language) {
  std::vector<Origin> origins;
  if (record.size() == 0) return origins;
  for (std::size_t f = 0; f < kFieldCount; ++f) {
    const auto field = static_cast<Field>(f);
    if (!is_stated(field)) continue;
    const std::string_view value = record.field(field, 0);
    std::optional<Origin> origin = origin_of(plan, field, value, language);
    if (!origin) continue;
    if (std::find(kSaidInText.begin(), kSaidInText.end(), field) != kSaidInText.end()) {
      for (const Field text : kTexts) {
        const auto places = find_value(text, record.field(text, 0), value);
        origin->places.insert(origin->places.end(), places.begin(), places.end());
      }
    }
    origins.push_back(*std::move(origin));
  }
  return origins;
}

}  // namespace maillon::tasks
