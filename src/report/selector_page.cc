#include "report/selector_page.h"

#include <fmt/format.h>

#include "base/printable.h"

namespace maillon::report {
namespace {

constexpr std::size_t kMaxOthers = 40;

std::string circle_text(const Circle& circle, const Style& style) {
  std::string text = facts_text({{"posts", thousands(circle.posts)},
                                 {"seen", format_dates(circle.first, circle.last)},
                                 {"sites", tallies_text(circle.sources, 12)},
                                 {"names used", tallies_text(circle.names, 20)},
                                 {"prices", tallies_text(circle.prices, 12)},
                                 {"languages", tallies_text(circle.languages, 12)},
                                 {"networks", tallies_text(circle.networks, 12)}},
                                style);
  const std::string stays = stays_text(circle.route, style, 2);
  if (!stays.empty()) text += dim(style, "places, in order of time") + "\n" + stays;
  const std::string posts = posts_text(circle.sample, circle.posts, style, 2);
  if (!posts.empty()) text += dim(style, "posts") + "\n" + posts;
  return text;
}

void write_json(JsonWriter& json, std::string_view key, const Circle& circle) {
  json.key(key).begin_object();
  json.member("posts", circle.posts);
  write_time(json, "first", circle.first);
  write_time(json, "last", circle.last);
  write_list(json, "route", circle.route);
  write_list(json, "sources", circle.sources);
  write_list(json, "names", circle.names);
  write_list(json, "prices", circle.prices);
  write_list(json, "languages", circle.languages);
  write_list(json, "networks", circle.networks);
  write_list(json, "sample", circle.sample);
  json.end_object();
}

std::string pictures_text(const std::vector<PictureLine>& pictures, const Style& style) {
  constexpr std::size_t kShown = 12;
  using Align = TextTable::Align;
  TextTable table({{"", Align::left},
                   {"", Align::left, 40},
                   {"", Align::right},
                   {"", Align::right},
                   {"", Align::right}});
  std::string listed;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    const PictureLine& p = pictures[i];
    if (i < kShown) {
      table.add_row({"  " + p.id, printable(p.name), fmt::format("{} x {}", p.width, p.height),
                     p.frames > 0 ? "video, " + count_of(p.frames, "frame", "frames")
                                  : fmt::format("quality {}", p.quality),
                     count_of(p.posts, "post", "posts")});
    }
    for (const std::string& line : p.listed)
      listed += yellow(style, "  " + p.id + ": ") + printable(line) + "\n";
  }
  std::string text = table.to_text(style);
  if (pictures.size() > kShown) text += fmt::format("  and {} more\n", pictures.size() - kShown);
  return text + listed;
}

void write_pictures(JsonWriter& json, const std::vector<PictureLine>& pictures) {
  json.key("pictures").begin_array();
  for (const PictureLine& p : pictures) {
    json.begin_object().member("id", p.id).member("name", p.name).member("width", p.width);
    json.member("height", p.height).member("quality", p.quality).member("posts", p.posts);
    json.member("frames", p.frames)
        .member("pdq", p.pdq)
        .member("sha256", p.sha256)
        .member("listed", p.listed)
        .member("restricted", p.restricted)
        .end_object();
  }
  json.end_array();
}

}  // namespace

std::string to_text(const SelectorPage& page, const Style& style) {
  const SelectorLine& selector = page.selector;
  std::string text =
      fmt::format("{}   {}\n", bold(style, printable(selector.id)),
                  bold(style, selector_name(selector.kind, selector.service, selector.value)));
  std::string note = printable(selector.note);
  text += facts_text({{"written as", tallies_text(page.spellings, 12)}, {"note", std::move(note)}},
                     style);
  if (!page.hub_note.empty()) {
    text += yellow(style, "hub: shown, but not linked through") + " (" +
            printable(page.hub_note.text) + ")\n";
  }
  text += listed_text(page.listed, style, false);
  text += annotations_text(page.annotations, selector.id, style);
  if (!page.pictures.empty())
    text += heading("pictures that show the same", style) + pictures_text(page.pictures, style);
  text += heading("directly: posts that carry it", style) + circle_text(page.direct, style);
  if (!page.shared.empty()) {
    text += heading("what those posts carry besides", style) +
            selectors_text(page.shared, style, 2, kMaxOthers);
  }
  if (page.indirect.posts > 0) {
    text += heading("through these: further posts", style) + circle_text(page.indirect, style);
  }
  if (!page.hubs.empty()) {
    text += heading("hubs on those posts, not followed", style) +
            selectors_text(page.hubs, style, 2, kMaxOthers);
  }
  return text;
}

std::string to_json(const SelectorPage& page) {
  JsonWriter json;
  json.begin_object().key("selector");
  report::write_json(json, page.selector);
  write_list(json, "spellings", page.spellings);
  write_pictures(json, page.pictures);
  json.member("hub_note", page.hub_note.text).key("hub_said");
  write_json(json, page.hub_note.said);
  write_json(json, "direct", page.direct);
  write_list(json, "shared", page.shared);
  write_json(json, "indirect", page.indirect);
  write_list(json, "hubs", page.hubs);
  write_annotations(json, page.annotations, false);
  write_listed(json, page.listed);
  json.end_object();
  return json.take();
}

}  // namespace maillon::report
