#include "report/signs.h"

#include <fmt/format.h>

#include "base/printable.h"
#include "report/nouns.h"

namespace maillon::report {
namespace {

constexpr std::array<std::string_view, 4> kPalermo = {"act", "means", "purpose", "child"};

std::string spaced(std::string text) {
  for (char& c : text) {
    if (c == '_') c = ' ';
  }
  return text;
}

std::string joined(const std::vector<std::string>& words) {
  return spaced(fmt::format("{}", fmt::join(words, ", ")));
}

std::string strength_text(const SignLine& line) {
  if (line.strength.empty()) return "no weight given";
  return line.proposed ? line.strength + " (proposed)" : line.strength;
}

std::string share(uint64_t part, uint64_t whole) {
  return whole == 0 ? ""
                    : fmt::format("{:.1f} %",
                                  100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string lines_text(const std::vector<SignLine>& lines, uint64_t case_posts,
                       const Style& style) {
  const auto right = TextTable::Align::right;
  TextTable table({{},
                   {.max_width = 46},
                   {.name = "strength"},
                   {.name = "posts", .align = right},
                   {.name = "in the case", .align = right},
                   {.max_width = 30}});
  for (const SignLine& line : lines) {
    table.add_row({line.id, line.label, strength_text(line), thousands(line.posts),
                   share(line.case_posts, case_posts),
                   line.common ? "common in lawful posts" : ""});
  }
  return table.to_text(style, 2);
}

// Of a network; of a post each place is told.
std::string words_text(const std::vector<SignLine>& lines, const Style& style) {
  TextTable table({{}, {.max_width = 100}});
  for (const SignLine& line : lines) {
    std::string words;
    for (const Tally& one : line.words) {
      words += fmt::format("{}\"{}\" {}", words.empty() ? "" : ", ", printable(one.what, 60),
                           thousands(one.posts));
    }
    if (!words.empty()) table.add_row({line.id, words});
  }
  return table.empty()
             ? ""
             : heading("the words, and in how many posts", style) + table.to_text(style, 2);
}

std::string why(const SignSummary& signs) {
  std::vector<std::string> reasons;
  if (!signs.dimensions.empty()) reasons.push_back("ILO rule met: " + joined(signs.dimensions));
  if (signs.recruitment) reasons.emplace_back("signs of recruitment together meet the rule");
  if (signs.destination) reasons.emplace_back("signs of exploitation together meet the rule");
  if (signs.child) reasons.emplace_back("a child is spoken of");
  if (signs.capped) {
    reasons.emplace_back("adult work, no sign of means or of a child: not above low");
  }
  if (signs.ordinary) {
    reasons.emplace_back("a rule is met, but the wording as a whole is an ordinary post's");
  }
  if (signs.wording) reasons.emplace_back("the wording as a whole is like that of such posts");
  return fmt::format("{}", fmt::join(reasons, "; "));
}

void write_lines(JsonWriter& json, std::string_view key, const std::vector<SignLine>& lines) {
  json.key(key).begin_array();
  for (const SignLine& line : lines) {
    json.begin_object();
    json.member("id", std::string_view(line.id)).member("label", std::string_view(line.label));
    json.member("meaning", std::string_view(line.meaning));
    json.member("against", std::string_view(line.against))
        .member("sources", line.sources)
        .member("dimension", std::string_view(line.dimension));
    json.key("strength");
    if (line.strength.empty()) {
      json.null();
    } else {
      json.value(std::string_view(line.strength));
    }
    json.member("proposed", line.proposed).member("common_in_lawful", line.common);
    json.member("posts", line.posts).member("case_posts", line.case_posts);
    json.member("case_wordings", line.case_wordings);
    write_list(json, "words", line.words);
    json.end_object();
  }
  json.end_array();
}

void write_palermo(JsonWriter& json, const SignSummary& signs) {
  json.key("palermo").begin_object();
  for (std::size_t i = 0; i < kPalermo.size(); ++i) {
    json.member(kPalermo[i], std::string_view(signs.palermo[i]));
  }
  json.end_object();
}

}  // namespace

std::string sign_text(const SignLine& line, uint64_t of_posts) {
  if (of_posts == 0) return line.id + " " + line.label;
  return fmt::format("{} {} ({} of {} posts)", line.id, line.label, thousands(line.posts),
                     thousands(of_posts));
}

std::string to_text(const SignSummary& signs, const Style& style) {
  if (!signs.known) return "";
  const bool nothing = signs.seen.empty() && signs.denied.empty() && signs.marks.empty();
  if (nothing && signs.wording_words.empty() && signs.kind == "plain" && signs.hotlines.empty()) {
    return "";
  }
  std::string text = heading("indicators (leads, never a verdict)", style);
  std::vector<Fact> facts{{"read as", spaced(signs.kind)}, {"level", signs.level}};
  if (const std::string reasons = why(signs); !reasons.empty())
    facts.push_back({"because", reasons});
  if (!signs.wording_words.empty()) {
    std::vector<std::string> words;
    for (const std::string& word : signs.wording_words)
      words.push_back("\"" + printable(word) + "\"");
    facts.push_back({"wording", fmt::format("{}", fmt::join(words, ", "))});
  }
  std::string elements;
  for (std::size_t i = 0; i < kPalermo.size(); ++i) {
    elements += fmt::format("{}{}: {}", i == 0 ? "" : ", ", kPalermo[i], spaced(signs.palermo[i]));
  }
  facts.push_back({"elements", elements});
  text += facts_text(facts, style);
  if (!signs.seen.empty()) {
    text += heading("seen", style) + lines_text(signs.seen, signs.case_posts, style);
  }
  text += words_text(signs.seen, style);
  if (!signs.denied.empty()) {
    text +=
        heading("denied by the text", style) + lines_text(signs.denied, signs.case_posts, style);
  }
  if (!signs.marks.empty()) {
    TextTable table({{}, {}, {.max_width = 60}, {}, {}});
    for (const SignMark& mark : signs.marks) {
      table.add_row({mark.id, mark.state, "\"" + printable(mark.words) + "\"",
                     std::string(field_words(mark.field)),
                     fmt::format("{}–{}", mark.begin, mark.end)});
    }
    text += heading("the words", style) + table.to_text(style, 2);
  }
  if (!signs.hotlines.empty()) {
    text += heading("a person may be asking for help", style);
    if (!signs.asking.empty())
      text += wrap(fmt::format("{}", fmt::join(signs.asking, ", ")), style.text_width(), 2);
    text +=
        "  Ask first whether it is safe to make contact, and how. Nothing is reported without the\n"
        "  person's consent. Hotlines:\n";
    for (const HotlineLine& line : signs.hotlines) {
      text += fmt::format("  {}  {}  {}  {}\n", line.country, printable(line.name),
                          printable(line.phone), dim(style, printable(line.note)));
    }
  }
  return text;
}

void write_signs(JsonWriter& json, const SignSummary& signs) {
  json.key("signs");
  if (!signs.known) {
    json.null();
    return;
  }
  json.begin_object();
  json.member("kind", std::string_view(signs.kind)).member("level", std::string_view(signs.level));
  json.member("form", std::string_view(signs.form))
      .member("dimensions", signs.dimensions)
      .member("recruitment", signs.recruitment);
  json.member("destination", signs.destination).member("capped", signs.capped);
  json.member("child", signs.child).member("ordinary", signs.ordinary);
  json.member("wording", signs.wording).member("wording_words", signs.wording_words);
  write_palermo(json, signs);
  write_lines(json, "seen", signs.seen);
  write_lines(json, "denied", signs.denied);
  json.key("marks").begin_array();
  for (const SignMark& mark : signs.marks) {
    json.begin_object();
    json.member("id", std::string_view(mark.id)).member("label", std::string_view(mark.label));
    json.member("state", std::string_view(mark.state));
    json.member("words", std::string_view(mark.words)).member("field", to_name(mark.field));
    json.member("begin", mark.begin).member("end", mark.end).end_object();
  }
  json.end_array().key("hotlines").begin_array();
  for (const HotlineLine& line : signs.hotlines) {
    json.begin_object();
    json.member("country", std::string_view(line.country));
    json.member("name", std::string_view(line.name));
    json.member("phone", std::string_view(line.phone));
    json.member("url", std::string_view(line.url)).member("note", std::string_view(line.note));
    json.end_object();
  }
  json.end_array().member("asking", signs.asking);
  json.member("case_posts", signs.case_posts).end_object();
}

}  // namespace maillon::report
