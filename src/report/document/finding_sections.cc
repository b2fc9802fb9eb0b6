// Time and place, wording, selectors, photographs, decisions.
#include <algorithm>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "report/document/picture.h"
#include "report/document/pieces.h"
#include "report/document/timeline.h"

namespace maillon::report {

namespace {

constexpr std::size_t kLanes = 10, kStays = 150, kSelectorsShown = 150, kHubs = 50, kSlotValues = 8,
                      kHistory = 100;
constexpr std::size_t kLaneLabel = 28, kWordingBytes = 8'000, kSlotValueBytes = 120;

std::string cut_to(std::string_view text, std::size_t bytes) {
  const std::size_t cut = utf8_prefix(text, bytes);
  return std::string(text.substr(0, cut)) + (cut < text.size() ? "…" : "");
}

std::string more_html(const Page& page, std::size_t all, std::size_t shown) {
  if (all <= shown) return "";
  return page.paragraph("selectors.cut", {page.number(all - shown)});
}

// "A text of {1}": the slots set apart from the words.
std::string template_html(std::string_view text, bool mask) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == text.npos ? text.npos : text.find('}', open);
    const std::string_view inside =
        close == text.npos ? std::string_view() : text.substr(open + 1, close - open - 1);
    const bool is_slot =
        !inside.empty() && inside.size() <= 3 &&
        std::all_of(inside.begin(), inside.end(), [](char c) { return c >= '0' && c <= '9'; });
    const std::size_t end = is_slot ? open : (open == text.npos ? text.npos : open + 1);
    const std::string_view words = text.substr(0, end);
    append_html(out, mask ? std::string_view(scrubbed(words)) : words);
    if (end == text.npos) break;
    text.remove_prefix(words.size());
    if (!is_slot) continue;
    out += "<span class=\"slot\">" + std::string(inside) + "</span>";
    text.remove_prefix(inside.size() + 2);
  }
  return out;
}

std::string slots_html(const Page& page, const ReportWording& wording) {
  DataTable table(page, {"#column.slot", "column.kind", "column.values"});
  for (std::size_t i = 0; i < wording.page.slots.size(); ++i) {
    const TemplateSlot& slot = wording.page.slots[i];
    std::string values;
    // Values may be names and numbers of people: under a mask only how many there are.
    for (std::size_t v = 0; v < slot.values.size() && v < kSlotValues && !page.mask(); ++v) {
      values += isolated(cut_to(slot.values[v].what, kSlotValueBytes)) + " (" +
                page.number(slot.values[v].posts) + "); ";
    }
    values += page.say("wording.filled", {page.number(slot.filled), page.number(slot.distinct)});
    table.row({std::to_string(i + 1), page.kind(slot.kind), values});
  }
  return table.empty() ? "" : table.take();
}

std::string selector_cell(const Page& page, const SelectorLine& line) {
  std::string out = page.kind(to_name(line.kind));
  if (line.service != Service::none) out += " " + identifier(to_name(line.service));
  return out;
}

void add_selector(const Page& page, const SelectorLine& line, DataTable& table) {
  table.row({page.value(line.value), selector_cell(page, line), identifier(line.id),
             page.number(line.posts), page.number(line.posts_in_case), page.day(line.first),
             page.day(line.last), page.sentence(line.note, line.said)});
}

std::string selector_table(const Page& page, const std::vector<const SelectorLine*>& lines,
                           std::size_t most) {
  if (lines.empty()) return page.paragraph("selectors.none");
  DataTable table(page, {"column.value", "column.kind", "column.id", "#column.posts_here",
                         "#column.posts_case", "column.first", "column.last", "column.note"});
  for (std::size_t i = 0; i < std::min(most, lines.size()); ++i) {
    add_selector(page, *lines[i], table);
  }
  return table.take() + more_html(page, lines.size(), most);
}

std::vector<const SelectorLine*> pointers(const std::vector<SelectorLine>& lines) {
  std::vector<const SelectorLine*> out;
  for (const SelectorLine& line : lines) out.push_back(&line);
  return out;
}

}  // namespace

std::string time_html(const Page& page) {
  const NetworkReport& report = page.report();
  std::vector<Lane> lanes;
  for (const SelectorLine& line : report.page.selectors) {
    if (line.first == kNoTime || lanes.size() == kLanes) continue;
    lanes.push_back(
        {cut_to(page.mask() ? masked(line.value) : line.value, kLaneLabel), line.first, line.last});
  }
  std::string out = report.times.empty() ? page.paragraph("time.none")
                                         : page.paragraph("time.lead") +
                                               timeline_svg(report.times, lanes, page.texts());
  out += page.paragraph("time.route");
  DataTable table(page, {"#", "column.place", "column.first", "column.last", "#column.posts"});
  const std::vector<Stay>& route = report.page.route;
  for (std::size_t i = 0; i < std::min(kStays, route.size()); ++i) {
    std::string where = page.place(route[i].city, route[i].country);
    table.row({std::to_string(i + 1), where.empty() ? page.say("summary.not_stated") : where,
               page.day(route[i].first), page.day(route[i].last), page.number(route[i].posts)});
  }
  return out + table.take() + more_html(page, route.size(), kStays);
}

std::string wording_html(const Page& page) {
  const NetworkReport& report = page.report();
  if (report.wordings.empty()) return page.paragraph("wording.none");
  std::string out = page.paragraph("wording.lead");
  for (const ReportWording& wording : report.wordings) {
    out += "<h3>" + identifier(wording.page.id) + " · " +
           page.say("wording.posts",
                    {page.number(wording.posts_here), page.number(wording.page.posts)}) +
           "</h3>\n<div class=\"text\" dir=\"auto\">" +
           template_html(cut_to(wording.page.text, kWordingBytes), page.mask()) + "</div>\n" +
           slots_html(page, wording);
  }
  return out + more_html(page, report.page.templates.size(), report.wordings.size());
}

std::string selectors_html(const Page& page) {
  const NetworkPage& network = page.report().page;
  std::vector<const SelectorLine*> shared;
  for (const SelectorLine& line : network.selectors) {
    if (line.posts_in_case > line.posts) shared.push_back(&line);
  }
  std::string out = page.paragraph("selectors.lead") +
                    selector_table(page, pointers(network.selectors), kSelectorsShown);
  out += page.heading(3, "selectors.shared") + page.paragraph("selectors.shared_note") +
         selector_table(page, shared, kSelectorsShown);
  return out + page.heading(3, "selectors.hubs") + page.paragraph("selectors.hubs_note") +
         selector_table(page, pointers(network.hubs), kHubs);
}

std::string likeness_html(const Page& page, const ReportPicture& picture) {
  if (picture.restricted) return page.say("pictures.duty");
  const auto png = png_of_pgm(picture.likeness);
  if (!png) return page.say("pictures.no_likeness");
  return "<img class=\"likeness\" alt=\"\" src=\"data:image/png;base64," + base64(*png) + "\">";
}

std::string pictures_html(const Page& page) {
  const NetworkReport& report = page.report();
  if (report.pictures.empty()) return page.paragraph("pictures.none");
  DataTable table(page, {"column.picture", "column.id", "column.size", "#column.posts_here",
                         "column.hash", "column.note"});
  for (const ReportPicture& picture : report.pictures) {
    if (picture.restricted) {
      table.row({page.say("pictures.duty"), "", "", "", identifier(picture.sha256), ""});
      continue;
    }
    std::string note;
    for (const std::string& line : picture.listed) {
      note += (note.empty() ? page.say("pictures.listed") + ": " : "<br>") + page.sentence(line);
    }
    table.row({likeness_html(page, picture), identifier(picture.id),
               identifier(fmt::format("{} × {}", picture.width, picture.height)),
               page.number(picture.posts), identifier(picture.sha256), note});
  }
  return page.paragraph("pictures.lead") + table.take() +
         more_html(page, report.pictures_total, report.pictures.size());
}

std::string decisions_html(const Page& page) {
  const NetworkReport& report = page.report();
  std::string out = page.paragraph("decisions.lead");
  DataTable table(page, {"column.when", "column.who", "column.kind", "column.what", "column.reason",
                         "column.state"});
  for (const ReportDecision& decision : report.decisions) {
    const std::string key = "decisions." + decision.kind;
    const std::string_view kind = page.texts().get(key);
    table.row({identifier(format_time(decision.time)), isolated(decision.actor),
               kind == key ? isolated(decision.kind) : html(kind), page.free(decision.what),
               page.free(decision.reason),
               page.say(decision.active ? "decisions.active" : "decisions.undone")});
  }
  out += table.empty() ? page.paragraph("decisions.none") : table.take();
  out += page.heading(3, "decisions.history");
  const std::vector<std::string>& history = report.page.history;
  if (history.empty()) out += page.paragraph("decisions.history_none");
  for (std::size_t i = 0; i < std::min(kHistory, history.size()); ++i) {
    out += "<p>" + page.sentence(history[i]) + "</p>\n";
  }
  out += more_html(page, history.size(), kHistory);
  return out + page.heading(3, "decisions.notes") + "<div class=\"notes\"></div>\n";
}

}  // namespace maillon::report
