// How links are weighed, how often that is wrong, what the words mean.
#include <array>

#include "report/document/data_files.h"
#include "report/document/error_rates.h"
#include "report/document/pieces.h"

namespace maillon::report {

std::string method_html(const Page& page) {
  const NetworkReport& report = page.report();
  std::string out;
  if (!report.purpose.empty()) out += page.paragraph("method.purpose", {isolated(report.purpose)});
  if (!report.legal_basis.empty())
    out += page.paragraph("method.legal_basis", {isolated(report.legal_basis)});
  for (const char* key : {"method.what", "method.bits", "method.words"}) out += page.paragraph(key);
  out += page.paragraph(
      "method.posterior",
      {page.bits(report.prior_bits), page.percent(report.prior), page.percent(report.threshold)});
  out += page.paragraph("method.ceilings");
  DataTable table(page, {"column.kind", "#method.alone", "column.from_here"});
  for (const ReportWeight& weight : report.weights) {
    table.row({page.kind(weight.kind), page.percent(weight.posterior),
               weight.estimated ? page.say("method.estimated", {page.number(weight.pairs)})
                                : page.say("method.default")});
  }
  if (!table.empty()) out += table.take();
  for (const char* key : {"method.hubs", "method.networks", "method.not_used"}) {
    out += page.paragraph(key);
  }
  out += page.heading(3, "method.limits") + "<ul>\n";
  for (const char* key :
       {"method.limit_hands", "method.limit_copied", "method.limit_business", "method.limit_apart",
        "method.limit_model", "method.limit_given", "method.limit_languages"}) {
    out += "<li>" + page.say(key) + "</li>\n";
  }
  out += "</ul>\n" + page.paragraph("method.again");
  if (page.texts().code() != "en") out += page.paragraph("method.english");
  return out;
}

std::string errors_html(const Page& page) {
  std::string out = page.paragraph("errors.lead", {identifier(page.report().version)});
  DataTable table(page, {"column.figure", "column.data", "column.command", "column.date"});
  std::string_view last;
  for (const ErrorRate& rate : parse_error_rates(error_rates_file())) {
    const std::string first = identifier(rate.figures.front()),
                      second = rate.figures.size() > 1 ? identifier(rate.figures[1]) : "";
    table.row({page.say(rate.what, {first, second}),
               page.say(rate.data) + "<br>" + identifier(rate.which), identifier(rate.command),
               identifier(rate.day)});
    last = std::max(last, rate.day);
  }
  return out + table.take() + "<p class=\"warn\">" + page.say("errors.caution") + "</p>\n" +
         page.paragraph("errors.measured", {identifier(last)});
}

std::string glossary_html(const Page& page) {
  constexpr std::array<std::string_view, 11> kTerms{"bit",     "posterior", "threshold", "operator",
                                                    "network", "selector",  "hub",       "family",
                                                    "near",    "hash",      "range"};
  DataTable table(page, {"column.term", "column.meaning"});
  for (const std::string_view term : kTerms) {
    const std::string key = "glossary." + std::string(term);
    table.row({"<b>" + page.say(key) + "</b>", page.say(key + "_text")});
  }
  return table.take();
}

}  // namespace maillon::report
