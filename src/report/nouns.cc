#include "report/nouns.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "base/printable.h"
#include "base/utf8.h"

namespace maillon::report {
namespace {

// A longer route is shown by its two ends.
constexpr std::size_t kMaxStays = 30;

void add_more(std::string& text, std::size_t indent, uint64_t left, const Style& style) {
  if (left == 0) return;
  text += std::string(indent, ' ') + dim(style, fmt::format("… {} more", thousands(left))) + "\n";
}

}  // namespace

std::string_view field_words(Field field) {
  return field == Field::image_text ? "read from a picture" : to_name(field);
}

std::string place_name(std::string_view city, std::string_view country) {
  if (city.empty()) return std::string(country);
  return country.empty() ? std::string(city) : fmt::format("{}, {}", city, country);
}

std::string stays_text(const std::vector<Stay>& stays, const Style& style, std::size_t indent) {
  const auto rows = [&](std::size_t from, std::size_t to) {
    TextTable table(
        {{.align = TextTable::Align::right}, {}, {}, {.align = TextTable::Align::right}});
    for (std::size_t i = from; i < to; ++i) {
      const Stay& stay = stays[i];
      std::string place = place_name(stay.city, stay.country);
      table.add_row({std::to_string(i + 1), place.empty() ? "(no place stated)" : std::move(place),
                     format_dates(stay.first, stay.last), count_of(stay.posts, "post", "posts")});
    }
    return table.to_text(style, indent);
  };
  if (stays.size() <= kMaxStays) return rows(0, stays.size());
  std::string text = rows(0, kMaxStays / 2);
  add_more(text, indent, stays.size() - kMaxStays, style);
  return text + rows(stays.size() - kMaxStays / 2, stays.size());
}

std::string selector_name(SelectorKind kind, Service service, std::string_view value) {
  std::string name(to_name(service));
  if (!name.empty()) name += " ";
  return fmt::format("{}{} {}", name, to_name(kind), printable(value));
}

std::string selectors_text(const std::vector<SelectorLine>& lines, const Style& style,
                           std::size_t indent, std::size_t limit) {
  TextTable table(
      {{}, {.max_width = 60}, {.align = TextTable::Align::right}, {}, {.max_width = 60}, {}});
  const std::size_t shown = std::min(limit, lines.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const SelectorLine& line = lines[i];
    std::string posts = count_of(line.posts, "post", "posts");
    if (line.posts_in_case > line.posts) posts += " of " + thousands(line.posts_in_case);
    table.add_row({line.id, selector_name(line.kind, line.service, line.value), std::move(posts),
                   format_dates(line.first, line.last), line.note});
  }
  std::string text = table.to_text(style, indent);
  add_more(text, indent, lines.size() - shown, style);
  return text;
}

std::string posts_text(const std::vector<PostLine>& lines, uint64_t of, const Style& style,
                       std::size_t indent) {
  if (lines.empty()) return "";
  TextTable table({{}, {.max_width = 30}, {}, {.max_width = 24}, {.max_width = 50}});
  for (const PostLine& line : lines) {
    table.add_row({line.id, line.name, format_date(line.posted_at),
                   place_name(line.city, line.country), line.title});
  }
  std::string text = table.to_text(style, indent);
  add_more(text, indent, of > lines.size() ? of - lines.size() : 0, style);
  return text;
}

std::string tallies_text(const std::vector<Tally>& tallies, std::size_t limit) {
  std::string text;
  const std::size_t shown = std::min(limit, tallies.size());
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += ", ";
    text += fmt::format("{} {}", printable(tallies[i].what, 40), thousands(tallies[i].posts));
  }
  if (tallies.size() > shown) text += fmt::format(", … {} more", thousands(tallies.size() - shown));
  return text;
}

std::string heading(std::string_view text, const Style& style) {
  return "\n" + bold(style, text) + "\n";
}

std::string facts_text(const std::vector<Fact>& facts, const Style& style) {
  std::size_t label_width = 0;
  for (const Fact& fact : facts) {
    if (!fact.value.empty()) label_width = std::max(label_width, display_width(fact.label));
  }
  std::string text;
  for (const Fact& fact : facts) {
    const std::string lines = wrap(fact.value, style.text_width(), label_width + 2);
    if (lines.empty()) continue;
    text += dim(style, fact.label);
    text += std::string(label_width - display_width(fact.label), ' ');
    text += lines.substr(label_width);
  }
  return text;
}

std::string template_text(std::string_view text, const Style& style, std::size_t indent) {
  std::string lines = wrap(printable(text), style.text_width(), indent);
  if (!style.colors) return lines;
  std::string out;
  for (std::size_t i = 0; i < lines.size();) {
    const std::size_t end = lines[i] == '{' ? lines.find('}', i) : std::string::npos;
    const bool is_slot = end != std::string::npos && end > i + 1 &&
                         lines.find_first_not_of("0123456789", i + 1) == end;
    if (!is_slot) {
      out.push_back(lines[i++]);
      continue;
    }
    out += cyan(style, std::string_view(lines).substr(i, end + 1 - i));
    i = end + 1;
  }
  return out;
}

std::string near_text(const NearCount& near) {
  if (near.pairs == 0) return "";
  return fmt::format("{} in {}: `{}`", count_of(near.pairs, "pair", "pairs"),
                     count_of(near.groups, "group", "groups"), near.command);
}

void write_time(JsonWriter& json, std::string_view key, int64_t unix_seconds) {
  json.key(key);
  if (unix_seconds == kNoTime) {
    json.null();
  } else {
    json.value(std::string_view(format_time(unix_seconds)));
  }
}

void write_json(JsonWriter& json, const Stay& stay) {
  json.begin_object();
  json.member("city", std::string_view(stay.city));
  json.member("country", std::string_view(stay.country));
  write_time(json, "first", stay.first);
  write_time(json, "last", stay.last);
  json.member("posts", stay.posts);
  json.end_object();
}

void write_json(JsonWriter& json, const SelectorLine& line) {
  json.begin_object();
  json.member("id", std::string_view(line.id));
  json.member("kind", to_name(line.kind));
  json.member("service", to_name(line.service));
  json.member("value", std::string_view(line.value));
  json.member("posts", line.posts);
  json.member("posts_in_case", line.posts_in_case);
  write_time(json, "first", line.first);
  write_time(json, "last", line.last);
  json.member("note", std::string_view(line.note));
  json.key("said");
  write_json(json, line.said);
  json.end_object();
}

void write_json(JsonWriter& json, const Tally& tally) {
  json.begin_object();
  json.member("what", std::string_view(tally.what));
  json.member("posts", tally.posts);
  json.end_object();
}

void write_json(JsonWriter& json, const PostLine& line) {
  json.begin_object();
  json.member("id", std::string_view(line.id));
  json.member("name", std::string_view(line.name));
  write_time(json, "posted_at", line.posted_at);
  json.member("city", std::string_view(line.city));
  json.member("country", std::string_view(line.country));
  json.member("title", std::string_view(line.title));
  json.member("network", std::string_view(line.network));
  json.end_object();
}

void write_json(JsonWriter& json, const TemplateLine& line) {
  json.begin_object();
  json.member("id", std::string_view(line.id));
  json.member("text", std::string_view(line.text));
  json.member("posts", line.posts);
  json.end_object();
}

void write_json(JsonWriter& json, const NearCount& near) {
  json.begin_object().member("pairs", near.pairs).member("groups", near.groups).end_object();
}

}  // namespace maillon::report
