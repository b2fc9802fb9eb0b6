#include "report/near_misses.h"

#include <fmt/format.h>

#include "base/civil_time.h"
#include "base/printable.h"

namespace maillon::report {
namespace {

constexpr std::size_t kMaxMissQuote = 120;

std::string side_text(const NearSide& side, const Style& style) {
  std::string text = bold(style, printable(side.id));
  return side.posts > 1 ? text + fmt::format(" ({})", count_of(side.posts, "post", "posts")) : text;
}

std::string wording_text(const NearMiss& near) {
  if (!near.share) return "";
  return fmt::format("{} of the lighter text is in both, {} bits of wording",
                     format_percent(*near.share), format_bits(near.wording_bits));
}

std::string evidence_text(const NearMiss& near) {
  if (!near.posterior) return "";
  return fmt::format("{}: {} bits, posterior {}", printable(near.evidence),
                     format_bits(near.evidence_bits), format_percent(*near.posterior));
}

std::string near_text(const NearMiss& near, const std::string& case_path, const Style& style) {
  std::string text =
      fmt::format("{} and {}   {}   {}\n", side_text(near.side_a, style),
                  side_text(near.side_b, style), yellow(style, near.reason),
                  near.pairs == 1 ? "1 pair" : thousands(near.pairs) + " pairs, the closest:");
  text += posts_text({near.a, near.b}, 2, style, 2);
  const Style narrow{style.colors, style.text_width() - 2};
  const std::string facts = facts_text(
      {{"wording", wording_text(near)},
       {"passage",
        near.quotes.empty() ? "" : "“" + printable(near.quotes.front().text, kMaxMissQuote) + "”"},
       {"both have", evidence_text(near)},
       {"not joined", printable(near.why)}},
      narrow);
  text += indented(facts, 2);
  // Not wrapped: a command is to be copied whole.
  return text + "  " + dim(style, "next") + "        maillon explain " + printable(case_path) +
         " " + near.a.id + " " + near.b.id + "\n\n";
}

}  // namespace

std::string to_text(const NearMissesTable& table, const Style& style) {
  std::string text;
  for (const NearMiss& near : table.near_misses) text += near_text(near, table.case_path, style);
  text += fmt::format("{} in {}", count_of(table.pairs, "near miss", "near misses"),
                      count_of(table.groups, "group", "groups"));
  if (table.near_misses.size() < table.groups) {
    text += fmt::format(", {} shown", thousands(table.near_misses.size()));
  }
  if (table.decided > 0) {
    text +=
        fmt::format("; {} that a person decided on {} left out",
                    count_of(table.decided, "pair", "pairs"), table.decided == 1 ? "is" : "are");
  }
  text += "\n";
  if (!table.near_misses.empty()) {
    const NearMiss& first = table.near_misses.front();
    text += fmt::format(
        "`maillon decide {} same {} {}` joins two posts, `different` in its place keeps them apart "
        "for good\n",
        printable(table.case_path), first.a.id, first.b.id);
  }
  return text;
}

namespace {

void write_json(JsonWriter& json, std::string_view key, const NearSide& side) {
  json.key(key).begin_object();
  json.member("id", std::string_view(side.id)).member("posts", side.posts).end_object();
}

void write_json(JsonWriter& json, std::string_view key, const std::optional<double>& number) {
  json.key(key);
  if (number) {
    json.value(*number);
  } else {
    json.null();
  }
}

void write_json(JsonWriter& json, const NearMiss& near) {
  json.begin_object();
  write_json(json, "side_a", near.side_a);
  write_json(json, "side_b", near.side_b);
  json.member("pairs", near.pairs).member("reason", std::string_view(near.reason));
  json.member("why", std::string_view(near.why)).key("why_said");
  report::write_json(json, near.why_said);
  json.key("a");
  report::write_json(json, near.a);
  json.key("b");
  report::write_json(json, near.b);
  write_json(json, "share", near.share);
  json.member("wording_bits", near.wording_bits);
  json.member("evidence", std::string_view(near.evidence));
  json.member("evidence_bits", near.evidence_bits);
  write_json(json, "posterior", near.posterior);
  write_list(json, "quotes", near.quotes);
  json.end_object();
}

}  // namespace

std::string to_json(const NearMissesTable& table) {
  JsonWriter json;
  json.begin_object();
  json.member("groups", table.groups).member("pairs", table.pairs);
  json.member("decided", table.decided).key("near_misses").begin_array();
  for (const NearMiss& near : table.near_misses) write_json(json, near);
  json.end_array().end_object();
  return json.take();
}

}  // namespace maillon::report
