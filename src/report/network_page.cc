#include "report/network_page.h"

#include <fmt/format.h>

#include "base/printable.h"

namespace maillon::report {
namespace {

constexpr std::size_t kMaxSelectors = 25, kMaxTemplates = 10, kMaxSplits = 8, kMaxParts = 6;

std::string seen_text(int64_t first, int64_t last) {
  std::string text = format_dates(first, last);
  if (first == kNoTime || last == kNoTime || last - first < 2 * 86400) return text;
  const auto days = static_cast<uint64_t>((last - first) / 86400);
  return text + fmt::format(" ({})", count_of(days, "day", "days"));
}

std::string join(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ", ") + printable(item);
  return text;
}

std::string split_text(const Split& split) {
  std::string text = "without " + printable(split.what) + ": ";
  text += split.parts.size() == 1 ? "one part of "
                                  : fmt::format("{} parts of ", thousands(split.parts.size()));
  for (std::size_t i = 0; i < split.parts.size() && i < kMaxParts; ++i) {
    text += (i > 0 ? ", " : "") + thousands(split.parts[i]);
  }
  if (split.parts.size() > kMaxParts) text += ", …";
  return text + " posts";
}

std::string links_text(const NetworkPage& page, const Style& style) {
  TextTable table({{},
                   {},
                   {.align = TextTable::Align::right},
                   {.align = TextTable::Align::right},
                   {.max_width = 70}});
  const auto add = [&](const char* name, const std::optional<NetworkLink>& link) {
    if (!link) return;
    table.add_row({name, link->a.id + " – " + link->b.id, format_bits(link->bits) + " bits",
                   format_percent(link->posterior), link->why});
  };
  add("strongest", page.strongest);
  add("weakest", page.weakest);
  return table.to_text(style, 2);
}

std::string templates_text(const std::vector<TemplateLine>& templates, const Style& style) {
  std::string text;
  for (std::size_t i = 0; i < templates.size(); ++i) {
    if (i == kMaxTemplates) {
      return text + fmt::format("  … {} more\n", thousands(templates.size() - i));
    }
    const TemplateLine& line = templates[i];
    text += fmt::format("  {}  {}\n", printable(line.id), count_of(line.posts, "post", "posts"));
    text += template_text(line.text, style, 6);
  }
  return text;
}

void write_json(JsonWriter& json, std::string_view key, const std::optional<NetworkLink>& link) {
  json.key(key);
  if (!link) {
    json.null();
    return;
  }
  json.begin_object().key("a");
  report::write_json(json, link->a);
  json.key("b");
  report::write_json(json, link->b);
  json.member("bits", link->bits);
  json.member("posterior", link->posterior);
  json.member("why", std::string_view(link->why));
  json.end_object();
}

}  // namespace

std::string to_text(const NetworkPage& page, const Style& style) {
  std::string text =
      fmt::format("{}   {}, {}\n\n", bold(style, printable(page.id)),
                  count_of(page.posts, "post", "posts"), count_of(page.links, "link", "links"));
  std::vector<Fact> facts{{"seen", seen_text(page.first_seen, page.last_seen)},
                          {"languages", tallies_text(page.languages, 12)},
                          {"sites", tallies_text(page.sources, 12)},
                          {"names used", tallies_text(page.names, 20)},
                          {"prices", tallies_text(page.prices, 12)},
                          {"pictures", marks_text(page.pictures)},
                          {"history", join(page.history)},
                          {"near misses", near_text(page.near_misses)}};
  for (Fact& fact : annotation_facts(page.annotations)) facts.push_back(std::move(fact));
  text += facts_text(facts, style) + notes_text(page.annotations, page.id, style);
  const auto section = [&](std::string_view title, const std::string& body) {
    if (!body.empty()) text += heading(title, style) + body;
  };
  text += to_text(page.signs, style);
  text += to_text(page.learned, style);
  section("route, in order of time", stays_text(page.route, style, 2));
  section("selectors", selectors_text(page.selectors, style, 2, kMaxSelectors));
  section("on lists of other agencies", listed_text(page.listed, style, true));
  section("wording", templates_text(page.templates, style));
  section("links", links_text(page, style));
  std::string splits;
  for (std::size_t i = 0; i < page.splits.size() && i < kMaxSplits; ++i) {
    splits += wrap(split_text(page.splits[i]), style.text_width(), 2);
  }
  section("what would split it", splits);
  section("hubs touched, not linked through", selectors_text(page.hubs, style, 2, kMaxSelectors));
  section("posts", posts_text(page.sample, page.posts, style, 2));
  return text;
}

std::string to_json(const NetworkPage& page) {
  JsonWriter json;
  json.begin_object();
  json.member("id", std::string_view(page.id));
  json.member("posts", page.posts);
  json.member("links", page.links);
  write_time(json, "first_seen", page.first_seen);
  write_time(json, "last_seen", page.last_seen);
  write_list(json, "route", page.route);
  write_list(json, "languages", page.languages);
  write_list(json, "sources", page.sources);
  write_list(json, "names", page.names);
  write_list(json, "prices", page.prices);
  write_list(json, "selectors", page.selectors);
  write_list(json, "templates", page.templates);
  write_json(json, "strongest", page.strongest);
  write_json(json, "weakest", page.weakest);
  json.key("splits").begin_array();
  for (const Split& split : page.splits) {
    json.begin_object();
    json.member("what", std::string_view(split.what)).key("said");
    write_json(json, split.said);
    json.key("parts").begin_array();
    for (const uint64_t part : split.parts) json.value(part);
    json.end_array().end_object();
  }
  json.end_array();
  write_list(json, "hubs", page.hubs);
  json.key("indicators").begin_array();
  for (const SignLine& line : page.signs.seen) json.value(std::string_view(line.id));
  json.end_array();
  write_signs(json, page.signs);
  write_learned(json, page.learned);
  json.member("history", page.history);
  write_list(json, "sample", page.sample);
  json.key("near_misses");
  report::write_json(json, page.near_misses);
  write_annotations(json, page.annotations, true);
  write_listed(json, page.listed);
  write_marks(json, page.pictures);
  json.end_object();
  return json.take();
}

}  // namespace maillon::report
