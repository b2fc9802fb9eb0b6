#include "report/template_page.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "base/printable.h"

namespace maillon::report {
namespace {

// More slots do not fit on a terminal; --json and export have them all.
constexpr std::size_t kMaxSlotColumns = 6;

std::string slots_text(const TemplatePage& page, const Style& style) {
  TextTable table({{}, {}, {.align = TextTable::Align::right}, {.max_width = 70}});
  for (std::size_t i = 0; i < page.slots.size(); ++i) {
    const TemplateSlot& slot = page.slots[i];
    table.add_row({fmt::format("{{{}}}", i + 1), slot.kind,
                   fmt::format("{} in {}", count_of(slot.distinct, "value", "values"),
                               count_of(slot.filled, "post", "posts")),
                   tallies_text(slot.values, 5)});
  }
  return table.to_text(style, 2);
}

std::string fills_text(const TemplatePage& page, const Style& style) {
  const std::size_t slots = std::min(page.slots.size(), kMaxSlotColumns);
  std::vector<TextTable::Column> columns(3 + slots);
  columns[2].max_width = 20;
  for (std::size_t i = 0; i < slots; ++i) {
    columns[3 + i].name = fmt::format("{{{}}}", i + 1);
    columns[3 + i].max_width = 24;
  }
  TextTable table(std::move(columns));
  for (const FillLine& line : page.fills) {
    std::vector<std::string> cells = {line.post.id, format_date(line.post.posted_at),
                                      place_name(line.post.city, line.post.country)};
    for (std::size_t i = 0; i < slots && i < line.fills.size(); ++i) cells.push_back(line.fills[i]);
    table.add_row(std::move(cells));
  }
  std::string text = table.to_text(style, 2);
  if (page.asked.slot == 0 && page.posts > page.fills.size() && !page.fills.empty()) {
    text += fmt::format("  … {} more\n", thousands(page.posts - page.fills.size()));
  }
  return text;
}

}  // namespace

std::string to_text(const TemplatePage& page, const Style& style) {
  std::string text = fmt::format("{}   {}, {}\n\n", bold(style, printable(page.id)),
                                 count_of(page.posts, "post", "posts"),
                                 count_of(page.slots.size(), "slot", "slots"));
  text += facts_text({{"seen", format_dates(page.first, page.last)},
                      {"networks", tallies_text(page.networks, 12)},
                      {"near misses", near_text(page.near_misses)}},
                     style);
  text += annotations_text(page.annotations, page.id, style);
  text += heading("wording", style) + template_text(page.text, style, 2);
  if (!page.slots.empty()) text += heading("slots", style) + slots_text(page, style);
  const std::string title =
      page.asked.slot == 0
          ? "posts"
          : fmt::format("{} of {} read with “{}” in {{{}}}", thousands(page.fills.size()),
                        thousands(page.read), printable(page.asked.value, 60), page.asked.slot);
  if (!page.fills.empty()) text += heading(title, style) + fills_text(page, style);
  return text;
}

std::string to_json(const TemplatePage& page) {
  JsonWriter json;
  json.begin_object();
  json.member("id", std::string_view(page.id));
  json.member("text", std::string_view(page.text));
  json.member("posts", page.posts);
  json.member("read", page.read);
  write_time(json, "first", page.first);
  write_time(json, "last", page.last);
  json.key("slots").begin_array();
  for (const TemplateSlot& slot : page.slots) {
    json.begin_object();
    json.member("kind", std::string_view(slot.kind));
    json.member("filled", slot.filled);
    json.member("distinct", slot.distinct);
    write_list(json, "values", slot.values);
    json.end_object();
  }
  json.end_array();
  write_list(json, "networks", page.networks);
  json.key("fills").begin_array();
  for (const FillLine& line : page.fills) {
    json.begin_object().key("post");
    write_json(json, line.post);
    json.member("fills", line.fills).key("places").begin_array();
    for (const SlotPlace& place : line.places) {
      json.begin_object().member("slot", place.slot).member("field", to_name(place.place.field));
      json.member("begin", place.place.begin).member("end", place.place.end).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().key("near_misses");
  write_json(json, page.near_misses);
  write_annotations(json, page.annotations, false);
  json.end_object();
  return json.take();
}

}  // namespace maillon::report
