#include "report/ledger.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "base/printable.h"
#include "base/utf8.h"

namespace maillon::report {
namespace {

constexpr std::size_t kMaxWhat = 48;   // columns of an item's value
constexpr std::size_t kMaxQuote = 70;  // columns of a quoted passage

// Strongest first, what speaks against last; equal ones as given.
std::vector<const LedgerItem*> sorted_items(const Ledger& ledger) {
  std::vector<const LedgerItem*> items;
  for (const LedgerItem& item : ledger.items) items.push_back(&item);
  std::stable_sort(items.begin(), items.end(),
                   [](const LedgerItem* a, const LedgerItem* b) { return a->bits > b->bits; });
  return items;
}

double evidence_bits(const Ledger& ledger) {
  double sum = 0;
  for (const LedgerItem& item : ledger.items) sum += item.bits;
  return sum;
}

// The bits at which the posterior is `share`.
double bits_at(double share) {
  return std::log2(share / (1 - share));
}

std::string item_name(const LedgerItem& item) {
  return fmt::format("{} {}", printable(item.kind), printable(item.what, kMaxWhat));
}

std::string item_remarks(const LedgerItem& item) {
  std::string text;
  const auto add = [&](std::string_view remark) {
    if (!text.empty()) text += "; ";
    text += remark;
  };
  if (item.of > 0) add(fmt::format("in {} of {} posts", thousands(item.df), thousands(item.of)));
  if (item.bits_uncapped != 0 && std::abs(item.bits_uncapped - item.bits) >= 0.05) {
    add(fmt::format("{} bits before", format_bits(item.bits_uncapped)));
  }
  if (!item.note.empty()) add(printable(item.note));
  return text;
}

struct Line {
  std::string name, bits, remarks;
};

std::string lines_text(const std::vector<Line>& lines, std::size_t name_width,
                       std::size_t bits_width) {
  std::string text;
  for (const Line& line : lines) {
    std::string row = pad_right(line.name, name_width) + "   " + pad_left(line.bits, bits_width) +
                      " bits   " + line.remarks;
    row.erase(row.find_last_not_of(' ') + 1);
    text += row + "\n";
  }
  return text;
}

std::string post_text(const char* name, const PostLine& post, const Style& style) {
  std::string text = fmt::format("{}  {}", bold(style, name), bold(style, printable(post.id)));
  const std::string place = place_name(post.city, post.country);
  for (const std::string& part :
       {post.name, format_date(post.posted_at), place, post.network, post.title}) {
    if (!part.empty()) text += "  " + printable(part, 60);
  }
  return text + "\n";
}

std::string quotes_text(const LedgerItem& item, const Style& style) {
  std::string text;
  for (const Quote& quote : item.quotes) {
    text += fmt::format("    {} {} {}–{}  {}\n", quote.post, field_words(quote.field), quote.begin,
                        quote.end, dim(style, "“" + printable(quote.text, kMaxQuote) + "”"));
  }
  return text;
}

std::string against_text(const Ledger& ledger, const Style& style) {
  if (ledger.against.empty()) return "";
  std::vector<std::string> labels;
  for (const LedgerFact& fact : ledger.against) labels.push_back(printable(fact.kind));
  std::vector<Fact> facts;
  for (std::size_t i = 0; i < labels.size(); ++i)
    facts.push_back({labels[i], printable(ledger.against[i].what)});
  return "\nspeaks against, not weighed (no bits are estimated for it; not in the sum)\n" +
         indented(facts_text(facts, {style.colors, style.text_width() - 2}), 2);
}

std::string verdict_text(const Ledger& ledger, const Style& style) {
  const std::string word = ledger.refused  ? yellow(style, "refused")
                           : ledger.linked ? green(style, "linked")
                                           : yellow(style, "not linked");
  std::string text = bold(style, word);
  text += fmt::format(": the posterior of {} {} the threshold of {}\n",
                      format_percent(ledger.posterior),
                      ledger.posterior >= ledger.threshold ? "passes" : "is below",
                      format_percent(ledger.threshold));
  if (!ledger.verdict_note.empty()) text += printable(ledger.verdict_note) + "\n";
  return text;
}

// "without phone +1775…": what each item holds up.
std::string breaks_text(const Ledger& ledger, const Style& style) {
  if (ledger.breaks.empty() || !ledger.linked) return "";  // nothing to break
  TextTable table({{.max_width = 60},
                   {.align = TextTable::Align::right},
                   {.align = TextTable::Align::right},
                   {}});
  for (const LedgerBreak& one : ledger.breaks) {
    table.add_row({"without " + one.without, format_bits(one.sum_bits) + " bits",
                   format_percent(one.posterior), one.linked ? "linked" : "not linked"});
  }
  return "\nwhat the sum would be\n" + table.to_text(style, 2);
}

std::string path_text(const Ledger& ledger, const Style& style) {
  if (ledger.path.empty()) return "";
  std::string text = "\nthe strongest way from a to b\n";
  TextTable table({{},
                   {.max_width = 30},
                   {.align = TextTable::Align::right},
                   {.align = TextTable::Align::right},
                   {.max_width = 60}});
  table.add_row({ledger.a.id, ledger.a.name});
  for (const LedgerStep& step : ledger.path) {
    table.add_row({step.to.id, step.to.name, format_bits(step.bits) + " bits",
                   format_percent(step.posterior), step.why});
  }
  return text + table.to_text(style, 2);
}

}  // namespace

std::string to_text(const Ledger& ledger, const Style& style) {
  const std::vector<const LedgerItem*> items = sorted_items(ledger);
  std::vector<Line> item_lines, sums;
  for (const LedgerItem* item : items) {
    item_lines.push_back({item_name(*item), format_bits(item->bits), item_remarks(*item)});
  }
  sums.push_back({"evidence", format_bits(evidence_bits(ledger)), "all items together"});
  sums.push_back({"prior", format_bits(ledger.prior_bits),
                  "two posts at random have one operator: " +
                      format_percent(1 / (1 + std::exp2(-ledger.prior_bits)))});
  sums.push_back({"sum", format_bits(ledger.sum_bits),
                  fmt::format("posterior {}; the threshold of {} stands at {} bits",
                              format_percent(ledger.posterior), format_percent(ledger.threshold),
                              format_bits(bits_at(ledger.threshold)))});
  std::size_t name_width = 0, bits_width = 0;
  for (const std::vector<Line>* lines : {&item_lines, &sums}) {
    for (const Line& line : *lines) {
      name_width = std::max(name_width, display_width(line.name));
      bits_width = std::max(bits_width, line.bits.size());
    }
  }
  std::string text = post_text("a", ledger.a, style) + post_text("b", ledger.b, style) + "\n";
  if (items.empty()) text += "no evidence ties these two posts\n";
  bool against = false;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i]->bits < 0 && !against) {
      text += dim(style, "against:") + "\n";
      against = true;
    }
    text += lines_text({item_lines[i]}, name_width, bits_width) + quotes_text(*items[i], style);
  }
  text += against_text(ledger, style);
  text += "\n" + lines_text(sums, name_width, bits_width) + "\n" + verdict_text(ledger, style);
  text += to_text(ledger.fields, style);
  text += breaks_text(ledger, style) + path_text(ledger, style);
  if (!ledger.notes.empty()) text += "\n";
  for (const std::string& note : ledger.notes) text += wrap(printable(note), style.text_width(), 0);
  return text;
}

namespace {

// Ends the array before, and leaves the object open.
void write_breaks(JsonWriter& json, const Ledger& ledger) {
  json.end_array().key("breaks").begin_array();
  for (const LedgerBreak& one : ledger.breaks) {
    json.begin_object().member("without", one.without).member("sum_bits", one.sum_bits);
    json.member("posterior", one.posterior).member("linked", one.linked).end_object();
  }
  json.end_array().key("decision");
  if (!ledger.decision) {
    json.null();
    return;
  }
  const LedgerDecision& made = *ledger.decision;
  json.begin_object().member("act", made.act);
  write_time(json, "time", made.time);
  json.member("actor", made.actor).member("kind", made.kind).member("what", made.what);
  json.member("active", true).member("subjects", made.subjects).end_object();
}

}  // namespace

void write_json(JsonWriter& json, const Quote& quote) {
  json.begin_object();
  json.member("post", std::string_view(&quote.post, 1));
  json.member("field", to_name(quote.field));
  json.member("begin", quote.begin);
  json.member("end", quote.end);
  json.member("text", std::string_view(quote.text));
  json.end_object();
}

std::string to_json(const Ledger& ledger) {
  JsonWriter json;
  json.begin_object();
  json.key("a");
  write_json(json, ledger.a);
  json.key("b");
  write_json(json, ledger.b);
  json.key("items").begin_array();
  for (const LedgerItem* item : sorted_items(ledger)) {
    json.begin_object();
    json.member("kind", std::string_view(item->kind));
    json.member("what", std::string_view(item->what));
    json.member("df", item->df);
    json.member("of", item->of);
    json.member("bits", item->bits);
    json.member("bits_uncapped", item->bits_uncapped != 0 ? item->bits_uncapped : item->bits);
    json.member("note", std::string_view(item->note)).key("said");
    write_json(json, item->said);
    write_list(json, "quotes", item->quotes);
    json.end_object();
  }
  json.end_array().key("against").begin_array();
  for (const LedgerFact& fact : ledger.against) {
    json.begin_object().member("kind", std::string_view(fact.kind));
    json.member("what", std::string_view(fact.what)).member("weighed", false).key("said");
    write_json(json, fact.said);
    json.end_object();
  }
  json.end_array();
  json.member("evidence_bits", evidence_bits(ledger));
  json.member("prior_bits", ledger.prior_bits);
  json.member("sum_bits", ledger.sum_bits);
  json.member("posterior", ledger.posterior);
  json.member("threshold", ledger.threshold);
  json.member("linked", ledger.linked).member("refused", ledger.refused);
  json.member("verdict_note", std::string_view(ledger.verdict_note)).key("verdict_said");
  write_json(json, ledger.verdict_said);
  write_json(json, ledger.fields);
  json.key("path").begin_array();
  for (const LedgerStep& step : ledger.path) {
    json.begin_object().key("to");
    write_json(json, step.to);
    json.member("bits", step.bits);
    json.member("posterior", step.posterior);
    json.member("why", std::string_view(step.why));
    json.end_object();
  }
  write_breaks(json, ledger);
  json.member("notes", ledger.notes).key("notes_said");
  write_json(json, ledger.notes_said);
  json.end_object();
  return json.take();
}

}  // namespace maillon::report
