#include "report/networks_table.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/printable.h"

namespace maillon::report {
namespace {

// Of offers and control the level and the indicators tell enough.
std::string kind_of(const NetworkLine& line) {
  const bool is_told =
      line.kind == "plain" || line.kind == "deceptive_offer" || line.kind == "coercion";
  std::string kind = is_told ? "" : line.kind;
  std::replace(kind.begin(), kind.end(), '_', ' ');
  return kind;
}

// The first few, then how many more.
std::string first_of(const std::vector<std::string>& items, std::size_t limit) {
  std::string text;
  for (std::size_t i = 0; i < items.size() && i < limit; ++i) {
    text += (i > 0 ? ", " : "") + items[i];
  }
  return items.size() > limit ? text + fmt::format(" +{}", items.size() - limit) : text;
}

// Nothing for networks that nobody has looked at, so that a case without triage has no column.
std::string triage_of(const NetworkLine& line) {
  return line.annotations.triage.time == kNoTime ? "" : line.annotations.triage.state;
}

std::string learned_of(const NetworkLine& line) {
  return line.learned < 0 ? "" : fmt::format("{:.2f}", line.learned);
}

std::string notes_of(const NetworkLine& line) {
  return line.annotations.notes.empty() ? "" : thousands(line.annotations.notes.size());
}

// "3", or "3 (1 of abuse)".
std::string known_pictures_of(const NetworkLine& line) {
  const PictureMarks& marks = line.pictures;
  if (marks.listed == 0) return "";
  return marks.restricted == 0 ? thousands(marks.listed)
                               : fmt::format("{} ({} of abuse)", thousands(marks.listed),
                                             thousands(marks.restricted));
}

}  // namespace

std::string to_text(const NetworksTable& table, const Style& style) {
  if (table.networks.empty()) return "no networks\n";
  const auto right = TextTable::Align::right;
  TextTable rows({{.name = "network"},
                  {.name = "posts", .align = right},
                  {.name = "seen"},
                  {.name = "places", .max_width = 34},
                  {.name = "languages", .max_width = 16},
                  {.name = "selectors", .align = right},
                  {.name = "wordings", .align = right},
                  {.name = "read as"},
                  {.name = "level"},
                  {.name = "indicators", .max_width = 30},
                  {.name = "learned", .align = right},
                  {.name = "triage"},
                  {.name = "labels", .max_width = 24},
                  {.name = "notes", .align = right},
                  {.name = "known pictures", .align = right},
                  {.name = "mostly", .max_width = 34}});
  for (const NetworkLine& line : table.networks) {
    std::string places = first_of(line.cities, 3);
    if (!line.countries.empty())
      places += (places.empty() ? "" : " · ") + first_of(line.countries, 3);
    rows.add_row({line.id, thousands(line.posts), format_dates(line.first_seen, line.last_seen),
                  std::move(places), first_of(line.languages, 3), thousands(line.selectors),
                  thousands(line.templates), kind_of(line), line.level,
                  first_of(line.indicator_labels, 2), learned_of(line), triage_of(line),
                  first_of(line.annotations.labels, 3), notes_of(line), known_pictures_of(line),
                  line.top});
  }
  std::string text = rows.to_text(style);
  text += fmt::format("\n{}", count_of(table.total, "network", "networks"));
  if (table.networks.size() < table.total) {
    text += fmt::format(", {} shown", thousands(table.networks.size()));
  }
  if (table.posts > 0) {
    text += fmt::format("; {} of {} are in one", thousands(table.posts_in_networks),
                        count_of(table.posts, "post", "posts"));
  }
  text += "\n";
  if (table.asking_for_help > 0) {
    text +=
        wrap(fmt::format("in {} somebody may be asking for help: `maillon networks {} --read-as "
                         "help_seeking` lists them, `maillon show ID` says whom to call",
                         count_of(table.asking_for_help, "network", "networks"),
                         printable(table.case_name)),
             style.text_width(), 0);
  }
  return text;
}

std::string to_json(const NetworksTable& table) {
  JsonWriter json;
  json.begin_object();
  json.member("total", table.total);
  json.member("posts", table.posts);
  json.member("posts_in_networks", table.posts_in_networks);
  json.key("networks").begin_array();
  for (const NetworkLine& line : table.networks) {
    json.begin_object();
    json.member("id", std::string_view(line.id));
    json.member("posts", line.posts);
    write_time(json, "first_seen", line.first_seen);
    write_time(json, "last_seen", line.last_seen);
    json.member("countries", line.countries);
    json.member("cities", line.cities);
    json.member("languages", line.languages);
    json.member("selectors", line.selectors);
    json.member("templates", line.templates);
    json.member("indicators", line.indicators);
    json.member("level", std::string_view(line.level));
    json.member("kind", std::string_view(line.kind));
    json.key("learned");
    if (line.learned < 0) {
      json.null();
    } else {
      json.value(line.learned);
    }
    json.member("top", std::string_view(line.top));
    json.key("triage");
    write_json(json, line.annotations.triage);
    json.member("labels", line.annotations.labels);
    json.member("notes", uint64_t{line.annotations.notes.size()});
    write_marks(json, line.pictures);
    json.end_object();
  }
  json.end_array().end_object();
  return json.take();
}

}  // namespace maillon::report
