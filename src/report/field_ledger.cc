#include "report/field_ledger.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/printable.h"
#include "report/nouns.h"

namespace maillon::report {
namespace {

constexpr std::size_t kMaxValue = 36;  // columns of a value

std::vector<const FieldLine*> sorted_lines(const FieldLedger& ledger) {
  std::vector<const FieldLine*> lines;
  for (const FieldLine& line : ledger.lines) lines.push_back(&line);
  std::stable_sort(lines.begin(), lines.end(),
                   [](const FieldLine* x, const FieldLine* y) { return x->bits > y->bits; });
  return lines;
}

std::string remark(const FieldLine& line) {
  if (line.shared_by == 0) return line.level;
  return fmt::format("{}; in {}", line.level, count_of(line.shared_by, "record", "records"));
}

}  // namespace

std::string to_text(const FieldLedger& ledger, const Style& style) {
  if (ledger.lines.empty()) return "";
  TextTable table({{},
                   {.align = TextTable::Align::right},
                   {.name = "a", .max_width = kMaxValue},
                   {.name = "b", .max_width = kMaxValue},
                   {.max_width = 40}});
  for (const FieldLine* line : sorted_lines(ledger)) {
    table.add_row({line->name, format_bits(line->bits) + " bits", line->a, line->b, remark(*line)});
  }
  table.add_row({"prior", format_bits(ledger.prior_bits) + " bits", "", "",
                 fmt::format("two records at random: {}",
                             format_percent(1 / (1 + std::exp2(-ledger.prior_bits))))});
  table.add_row(
      {"sum", format_bits(ledger.sum_bits) + " bits", "", "",
       fmt::format("probability {}", format_percent(1 / (1 + std::exp2(-ledger.sum_bits))))});
  std::string text = "\ncolumn by column\n" + table.to_text(style, 2);
  if (ledger.one_family) {
    text += ledger.sum_bits > 0 ? "  one family of records\n"
                                : "  one family of records all the same, by its other records\n";
  } else {
    text += ledger.sum_bits > 0
                ? "  not one family all the same: the records around them speak against it\n"
                : "  not one family of records\n";
  }
  return text;
}

void write_json(JsonWriter& json, const FieldLedger& ledger) {
  if (ledger.lines.empty()) return;
  json.key("fields").begin_object();
  json.key("columns").begin_array();
  for (const FieldLine* line : sorted_lines(ledger)) {
    json.begin_object();
    json.member("name", std::string_view(line->name));
    json.member("a", std::string_view(line->a));
    json.member("b", std::string_view(line->b));
    json.member("level", std::string_view(line->level));
    json.member("shared_by", line->shared_by);
    json.member("bits", line->bits);
    json.end_object();
  }
  json.end_array();
  json.member("prior_bits", ledger.prior_bits);
  json.member("sum_bits", ledger.sum_bits);
  json.member("one_family", ledger.one_family);
  json.end_object();
}

}  // namespace maillon::report
