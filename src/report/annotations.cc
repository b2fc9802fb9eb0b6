#include "report/annotations.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "base/printable.h"

namespace maillon::report {
namespace {

std::string triage_text(const Annotations& annotations) {
  const Triage& triage = annotations.triage;
  std::string text;
  if (triage.time != kNoTime) {
    text = fmt::format("{} by {} on {}", triage.state, printable(triage.actor),
                       format_date(triage.time));
    if (!triage.reason.empty()) text += fmt::format(" ({})", printable(triage.reason));
  }
  for (const std::string& line : annotations.before)
    text += (text.empty() ? "" : "; ") + printable(line);
  return text;
}

}  // namespace

std::vector<Fact> annotation_facts(const Annotations& annotations) {
  std::string labels;
  for (const std::string& label : annotations.labels)
    labels += (labels.empty() ? "" : ", ") + printable(label);
  return {{"triage", triage_text(annotations)}, {"labels", std::move(labels)}};
}

std::string notes_text(const Annotations& annotations, std::string_view id, const Style& style) {
  if (annotations.notes.empty()) return "";
  std::string text = heading("notes", style);
  for (const Note& note : annotations.notes) {
    text +=
        fmt::format("  {}, {}, act {}", printable(note.actor), format_date(note.time), note.act);
    if (note.on != id) text += ", to " + printable(note.on);
    text += "\n";
    std::string_view rest = note.text;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      std::string_view line = rest.substr(0, end);
      if (line.ends_with('\r')) line.remove_suffix(1);
      text += line.empty() ? "\n" : wrap(printable(line), style.text_width(), 4);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return text;
}

std::string annotations_text(const Annotations& annotations, std::string_view id,
                             const Style& style) {
  return facts_text(annotation_facts(annotations), style) + notes_text(annotations, id, style);
}

void write_json(JsonWriter& json, const Triage& triage) {
  json.begin_object().member("state", triage.state).member("reason", triage.reason);
  json.member("actor", triage.actor);
  write_time(json, "time", triage.time);
  json.end_object();
}

void write_annotations(JsonWriter& json, const Annotations& annotations, bool of_network) {
  if (of_network) {
    json.key("triage");
    write_json(json, annotations.triage);
    json.member("triage_before", annotations.before);
  }
  json.member("labels", annotations.labels);
  json.key("notes").begin_array();
  for (const Note& note : annotations.notes) {
    json.begin_object().member("act", note.act);
    write_time(json, "time", note.time);
    json.member("actor", note.actor).member("text", note.text).member("on", note.on).end_object();
  }
  json.end_array();
}

}  // namespace maillon::report
