#include "report/learned.h"

#include <fmt/format.h>

#include "base/printable.h"
#include "report/nouns.h"

namespace maillon::report {

std::string to_text(const LearnedScore& learned, const Style& style) {
  if (learned.score < 0) return "";
  std::string text = heading("learned order (from this case's decisions, never a verdict)", style);
  std::vector<Fact> facts{{"score", fmt::format("{:.2f}", learned.score)}};
  if (!learned.of_post.empty()) {
    facts.push_back({"is", "the mean of the better half of its posts"});
  }
  if (!learned.stale.empty()) facts.push_back({"stale", learned.stale});
  text += facts_text(facts, style);
  if (learned.reasons.empty()) return text;
  TextTable table({{}, {.max_width = 60}, {}, {}});
  for (const LearnedReason& reason : learned.reasons) {
    const bool is_words = reason.indicator.empty();
    std::string place = is_words ? std::string(field_words(reason.field)) : "indicator";
    if (is_words) place += fmt::format(" {}–{}", reason.begin, reason.end);
    if (reason.places > 1) place += fmt::format(" and {} more", reason.places - 1);
    table.add_row({reason.value > 0 ? "for" : "against",
                   is_words ? "\"" + printable(reason.words) + "\""
                            : reason.indicator + " " + printable(reason.words),
                   fmt::format("{:+.2f}", reason.value), std::move(place)});
  }
  text += heading(learned.of_post.empty() ? "because" : "because, in " + learned.of_post, style);
  return text + table.to_text(style, 2);
}

void write_learned(JsonWriter& json, const LearnedScore& learned) {
  json.key("learned");
  if (learned.score < 0) {
    json.null();
    return;
  }
  json.begin_object().member("score", learned.score);
  json.member("of_post", std::string_view(learned.of_post));
  json.member("stale", std::string_view(learned.stale)).key("reasons").begin_array();
  for (const LearnedReason& reason : learned.reasons) {
    json.begin_object().member("value", reason.value);
    json.member("words", std::string_view(reason.words));
    json.member("indicator", std::string_view(reason.indicator));
    json.member("field", to_name(reason.field));
    json.member("begin", reason.begin).member("end", reason.end);
    json.member("places", reason.places).end_object();
  }
  json.end_array().end_object();
}

}  // namespace maillon::report
