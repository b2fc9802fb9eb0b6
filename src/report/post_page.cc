#include "report/post_page.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "base/printable.h"
#include "base/utf8.h"

namespace maillon::report {
namespace {

// Longer fields are cut on the terminal; --json has them whole.
constexpr std::size_t kMaxFieldBytes = 20000;

// The marks of one field that do not overlap: the earlier, longer one wins.
// Marks outside the text or inside a character are left out.
std::vector<const Mark*> marks_of(const PostPage& page, Field field, std::string_view text) {
  std::vector<const Mark*> marks;
  for (const Mark& mark : page.marks) {
    const bool fits = mark.begin < mark.end && mark.end <= text.size() &&
                      utf8_prefix(text, mark.begin) == mark.begin &&
                      utf8_prefix(text, mark.end) == mark.end;
    if (mark.field == field && fits) marks.push_back(&mark);
  }
  std::stable_sort(marks.begin(), marks.end(), [](const Mark* a, const Mark* b) {
    return a->begin != b->begin ? a->begin < b->begin : a->end > b->end;
  });
  std::vector<const Mark*> kept;
  for (const Mark* mark : marks) {
    if (kept.empty() || mark->begin >= kept.back()->end) kept.push_back(mark);
  }
  return kept;
}

// The text with each selector as [[as written]], line breaks kept.
std::string marked_text(const PostPage& page, Field field, std::string_view text) {
  std::string out;
  std::size_t at = 0;
  const auto copy_to = [&](std::size_t end) {
    while (at < end) {
      const std::size_t line = std::min(end, text.find('\n', at));
      out += printable(text.substr(at, line - at));
      at = line;
      if (at < end) {
        out.push_back('\n');
        ++at;
      }
    }
  };
  const std::string_view shown = text.substr(0, utf8_prefix(text, kMaxFieldBytes));
  for (const Mark* mark : marks_of(page, field, shown)) {
    copy_to(mark->begin);
    out += "[[" + printable(text.substr(mark->begin, mark->end - mark->begin)) + "]]";
    at = mark->end;
  }
  copy_to(shown.size());
  if (shown.size() < text.size()) out += fmt::format(" … ({} in all)", format_size(text.size()));
  return out;
}

// Made safe line by line, and cut.
std::string text_lines(std::string_view text) {
  return marked_text({}, Field::body, text);
}

// Lines wrapped one by one; the marks coloured where colours are on.
std::string field_text(const std::string& marked, const Style& style) {
  std::string text;
  for (std::size_t at = 0; at <= marked.size();) {
    const std::size_t end = std::min(marked.find('\n', at), marked.size());
    const std::string lines =
        wrap(std::string_view(marked).substr(at, end - at), style.text_width(), 2);
    text += lines.empty() ? "\n" : lines;
    at = end + 1;
  }
  if (!style.colors) return text;
  std::string colored;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = std::string_view(text).substr(i, 2);
    if (rest == "[[") colored += "\x1b[36m";
    colored.push_back(text[i]);
    if (i > 0 && std::string_view(text).substr(i - 1, 2) == "]]") colored += "\x1b[0m";
  }
  return colored;
}

std::string sightings_text(const PostPage& page, const Style& style) {
  std::string text;
  for (const Sighting& s : page.sightings) {
    text += fmt::format("  {}  line {}  bytes {} to {}", printable(s.file), thousands(s.line),
                        thousands(s.begin), thousands(s.end));
    if (s.version > 1) text += fmt::format("  version {}", s.version);
    const std::string date = format_time(s.imported_at);
    if (!date.empty()) text += "  imported " + date;
    text += "\n    " + dim(style, "sha256 " + printable(s.sha256)) + "\n";
  }
  return text;
}

std::string selectors_of(const PostPage& page, const Style& style) {
  TextTable table({{.max_width = 70}, {}, {.align = TextTable::Align::right}});
  for (const Mark& mark : page.marks) {
    table.add_row({selector_name(mark.kind, mark.service, mark.value),
                   std::string(field_words(mark.field)),
                   fmt::format("{}–{}", mark.begin, mark.end)});
  }
  return table.to_text(style, 2);
}

std::string neighbors_text(const PostPage& page, const Style& style) {
  TextTable table({{},
                   {.max_width = 30},
                   {.align = TextTable::Align::right},
                   {.align = TextTable::Align::right},
                   {.max_width = 60}});
  for (const Neighbor& n : page.neighbors) {
    table.add_row({n.post.id, n.post.name, format_bits(n.bits) + " bits",
                   format_percent(n.posterior), n.why});
  }
  std::string text = table.to_text(style, 2);
  if (page.neighbors_total > page.neighbors.size()) {
    text += fmt::format("  … {} more\n", thousands(page.neighbors_total - page.neighbors.size()));
  }
  return text;
}

}  // namespace

std::string to_text(const PostPage& page, const Style& style) {
  const auto field = [&](Field f) {
    return std::string_view(page.fields[static_cast<std::size_t>(f)]);
  };
  std::string text =
      fmt::format("{}   {}\n\n", bold(style, printable(page.post.id)), printable(page.post.name));
  text += facts_text({{"posted", format_time(page.post.posted_at)},
                      {"place", printable(place_name(page.post.city, page.post.country))},
                      {"author", printable(field(Field::author), 200)},
                      {"url", printable(field(Field::url), 300)},
                      {"price", printable(field(Field::price), 200)},
                      {"language", printable(page.language)},
                      {"network", printable(page.post.network)},
                      {"template", printable(page.template_id)},
                      {"pictures", marks_text(page.pictures)}},
                     style);
  text += annotations_text(page.annotations, page.post.id, style);
  for (const Field f : {Field::title, Field::body, Field::image_text}) {
    if (field(f).empty()) continue;
    text += heading(field_words(f), style) + field_text(marked_text(page, f, field(f)), style);
  }
  for (const auto& [f, latin] : page.latin) {
    text +=
        heading(fmt::format("{}, transliterated by a machine (not a translation)", field_words(f)),
                style) +
        field_text(text_lines(latin), style);
  }
  if (page.has_latin && page.latin.empty())
    text += heading("transliteration", style) + "  all texts are in Latin letters\n";
  const auto section = [&](std::string_view title, const std::string& body) {
    if (!body.empty()) text += heading(title, style) + body;
  };
  text += to_text(page.signs, style);
  text += to_text(page.learned, style);
  section("selectors", selectors_of(page, style));
  section("where the values come from", origins_text(page.origins, style));
  section("where it was seen", sightings_text(page, style));
  section("linked with", neighbors_text(page, style));
  return text;
}

std::string to_json(const PostPage& page) {
  JsonWriter json;
  json.begin_object().key("post");
  write_json(json, page.post);
  json.member("language", std::string_view(page.language));
  json.member("template", std::string_view(page.template_id));
  json.key("fields").begin_object();
  for (std::size_t f = 0; f < kFieldCount; ++f) {
    if (page.fields[f].empty()) continue;
    json.member(to_name(static_cast<Field>(f)), std::string_view(page.fields[f]));
  }
  json.end_object();
  if (page.has_latin) {
    json.key("latin").begin_object();
    for (const auto& [field, latin] : page.latin) json.member(to_name(field), latin);
    json.end_object();
  }
  json.key("selectors").begin_array();
  for (const Mark& mark : page.marks) {
    json.begin_object();
    json.member("kind", to_name(mark.kind));
    json.member("service", to_name(mark.service));
    json.member("value", std::string_view(mark.value));
    json.member("field", to_name(mark.field));
    json.member("begin", mark.begin);
    json.member("end", mark.end);
    json.end_object();
  }
  json.end_array();
  write_list(json, "origins", page.origins);
  json.key("sightings").begin_array();
  for (const Sighting& s : page.sightings) {
    json.begin_object();
    json.member("file", std::string_view(s.file));
    json.member("sha256", std::string_view(s.sha256));
    json.member("begin", s.begin);
    json.member("end", s.end);
    json.member("line", s.line);
    write_time(json, "imported_at", s.imported_at);
    json.member("version", s.version);
    json.end_object();
  }
  json.end_array().key("neighbors").begin_array();
  for (const Neighbor& n : page.neighbors) {
    json.begin_object().key("post");
    write_json(json, n.post);
    json.member("bits", n.bits);
    json.member("posterior", n.posterior);
    json.member("why", std::string_view(n.why));
    json.end_object();
  }
  json.end_array().member("neighbors_total", page.neighbors_total);
  write_signs(json, page.signs);
  write_learned(json, page.learned);
  write_annotations(json, page.annotations, false);
  write_marks(json, page.pictures);
  json.end_object();
  return json.take();
}

}  // namespace maillon::report
