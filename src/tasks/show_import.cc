#include "tasks/show_import.h"

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/printable.h"
#include "store/case.h"
#include "tasks/hash_lists.h"
#include "tasks/pictures/copies.h"

namespace maillon::tasks {

namespace {

using report::count_of;
using report::thousands;
using Align = report::TextTable::Align;

void write_members(JsonWriter& json, const ListingCounts& counts) {
  json.member("pictures_listed", counts.listed).member("pictures_restricted", counts.restricted);
}

void import_json(const ImportReport& report, const store::Import& import, Output& out) {
  JsonWriter json;
  json.begin_object().member("import", report.import).member("files", report.files);
  json.member("files_known", report.files_known).member("records", report.records);
  json.member("quarantined", report.quarantined).member("new_posts", report.new_posts);
  json.member("pictures", report.pictures);
  json.member("pictures_quarantined", report.pictures_quarantined);
  write_members(json, report.listings);
  json.member("seen_again", report.seen_again)
      .member("notes", report.notes)
      .key("imported")
      .begin_array();
  for (const store::ImportedFile& file : import.files) {
    json.begin_object().member("name", file.name).member("sha256", to_hex(file.sha256));
    json.member("bytes", file.raw_size).member("records", file.records);
    json.member("quarantined", file.quarantined).end_object();
  }
  json.end_array().end_object();
  out.write(json.take() + "\n");
}

void import_text(const ImportReport& report, const store::Import& import,
                 const ImportSettings& settings, const Context& context, Output& out) {
  const report::Style style{context.color, static_cast<std::size_t>(context.width)};
  report::TextTable table({{"file", Align::left, 60},
                           {"size", Align::right},
                           {"records", Align::right},
                           {"quarantined", Align::right}});
  for (const store::ImportedFile& file : import.files) {
    table.add_row({file.name, report::format_size(file.raw_size), thousands(file.records),
                   thousands(file.quarantined)});
  }
  if (!table.empty()) out.write(table.to_text(style) + "\n");
  for (const std::string& note : report.notes) out.write("  " + printable(note) + "\n");
  if (!report.notes.empty()) out.write("\n");
  const std::string name = printable(settings.case_path);
  if (report.import == 0) {
    out.write("nothing was added\n");
    return;
  }
  out.write(fmt::format(
      "{}, {} (act {})\n", count_of(report.new_posts, "new post", "new posts"),
      count_of(report.seen_again, "sighting of a known post", "sightings of known posts"),
      report.import));
  if (report.pictures > 0)
    out.write(fmt::format("{} kept\n", count_of(report.pictures, "picture", "pictures")));
  if (report.pictures_quarantined > 0) {
    out.write(fmt::format("{} missing or not readable: `maillon quarantine {}` says why\n",
                          count_of(report.pictures_quarantined, "picture is", "pictures are"),
                          name));
  }
  out.write(listings_text(report.listings, name, style));
  if (report.quarantined > 0) {
    out.write(fmt::format("{} could not be read: `maillon quarantine {}` says why\n",
                          count_of(report.quarantined, "row", "rows"), name));
  }
  if (report.records > 0) {
    out.write(
        fmt::format("next: `maillon link {}`; to take this back: `maillon undo {}`\n", name, name));
  }
}

void print_steps(const LinkReport& report, const report::Style& style, Output& out) {
  report::TextTable table({{"step"},
                           {"wall", Align::right},
                           {"CPU", Align::right},
                           {"rows", Align::right},
                           {"peak", Align::right}});
  for (const StepTime& step : report.steps) {
    table.add_row({std::string(static_cast<std::size_t>(step.depth) * 2, ' ') + step.name,
                   fmt::format("{:.2f} s", step.wall_seconds),
                   fmt::format("{:.2f} s", step.cpu_seconds),
                   step.rows == 0 ? "" : thousands(step.rows),
                   step.peak_bytes == 0 ? "" : report::format_size(step.peak_bytes)});
  }
  out.write("\n" + table.to_text(style));
}

void link_json(const LinkReport& report, Output& out) {
  JsonWriter json;
  json.begin_object().member("fresh", report.fresh).member("posts", report.posts);
  json.member("selectors", report.selectors).member("hubs", report.hubs);
  json.member("templates", report.families).member("template_posts", report.family_posts);
  json.member("links", report.links).member("networks", report.networks);
  json.member("network_posts", report.network_posts).member("grew", report.grew);
  json.member("pictures_not_compared", report.not_compared);
  write_members(json, report.listings);
  json.key("steps").begin_array();
  for (const StepTime& step : report.steps) {
    json.begin_object().member("name", step.name).member("depth", step.depth);
    json.member("wall_seconds", step.wall_seconds).member("cpu_seconds", step.cpu_seconds);
    json.member("rows", step.rows).member("peak_bytes", step.peak_bytes).end_object();
  }
  json.end_array().end_object();
  out.write(json.take() + "\n");
}

}  // namespace

std::string listings_text(const ListingCounts& counts, std::string_view case_name,
                          const report::Style& style) {
  std::string text;
  if (!counts.problem.empty()) {
    text += report::wrap(fmt::format("hash lists could not be asked: {}; pictures that were not "
                                     "looked up are not shown, and `maillon link {}` asks again",
                                     printable(counts.problem), case_name),
                         style.text_width(), 0);
  }
  if (counts.listed > 0) {
    text += report::wrap(
        fmt::format("{} known to hash lists; `maillon search {} 'listed:yes'` finds the posts",
                    count_of(counts.listed, "picture is", "pictures are"), case_name),
        style.text_width(), 0);
  }
  if (counts.restricted > 0) {
    const std::string newly =
        counts.fresh > 0 ? fmt::format(" ({} newly)", thousands(counts.fresh)) : "";
    text += report::wrap(fmt::format("{}{} never shown, or show the same as such a one: {}",
                                     count_of(counts.restricted, "picture is", "pictures are"),
                                     newly, kReportingDuty),
                         style.text_width(), 0);
  }
  return text;
}

Result<Outcome> print_import(const ImportReport& report, const ImportSettings& settings,
                             const Context& context, Output& out) {
  store::Import import;
  if (report.import != 0) {
    TRY(const store::Case file, store::Case::open(settings.case_path, store::Access::read));
    TRY(import, file.import(ImportId{report.import}));
  }
  if (context.json) {
    import_json(report, import, out);
  } else {
    import_text(report, import, settings, context, out);
  }
  return report.records == 0 && report.quarantined > 0 ? Outcome::damaged : Outcome::done;
}

void print_link(const LinkReport& report, const LinkSettings& settings, const Context& context,
                Output& out) {
  if (context.json) return link_json(report, out);
  const report::Style style{context.color, static_cast<std::size_t>(context.width)};
  const std::string name = printable(settings.case_path);
  if (report.fresh) {
    out.write("nothing has changed since the last link; --force links again all the same\n");
  } else {
    out.write(fmt::format("{} with {}, {} of them hubs\n", count_of(report.posts, "post", "posts"),
                          count_of(report.selectors, "selector", "selectors"),
                          thousands(report.hubs)));
    out.write(fmt::format("{} of wording with {}\n",
                          count_of(report.families, "template", "templates"),
                          count_of(report.family_posts, "post", "posts")));
    out.write(fmt::format("{} that stand\n", count_of(report.links, "link", "links")));
    out.write(fmt::format("{} with {}\n", count_of(report.networks, "network", "networks"),
                          count_of(report.network_posts, "post", "posts")));
    if (report.not_compared > 0) {
      out.write(fmt::format(
          "{} compared as a whole only: crops, frames and collages are looked "
          "for among at most {} different pictures\n",
          count_of(report.not_compared, "picture", "pictures"), thousands(kMostCompared)));
    }
    if (report.grew) {
      out.write(fmt::format("{} linked by what was known of words; --force weighs all anew\n",
                            count_of(report.new_posts, "new post", "new posts")));
    }
  }
  out.write(listings_text(report.listings, name, style));
  if (settings.perf && !report.steps.empty()) print_steps(report, style, out);
  if (!report.fresh) out.write(fmt::format("next: `maillon networks {}`\n", name));
}

}  // namespace maillon::tasks
