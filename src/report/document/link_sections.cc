// What holds the network together, and what was not joined: ledgers in bits and in words.
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "report/document/pieces.h"

namespace maillon::report {

namespace {

constexpr std::size_t kQuoteBytes = 600, kNoteBytes = 2'000;

// The verbal scale of ENFSI, Guideline for Evaluative Reporting in Forensic Science (2015):
// likelihood ratios from 2, 10, 100, 1,000, 10,000 and 1,000,000 on.
std::size_t step_of_scale(double bits) {
  constexpr std::array<double, 6> kFrom{2, 10, 100, 1'000, 10'000, 1'000'000};
  std::size_t step = 0;
  while (step < kFrom.size() && bits >= std::log2(kFrom[step])) ++step;
  return step;
}

// 2^bits to two significant digits, as nobody should read more into it.
uint64_t rounded_ratio(double bits) {
  const double ratio = std::exp2(std::min(bits, 60.0));
  double unit = 1;
  while (ratio / unit >= 100) unit *= 10;
  return static_cast<uint64_t>(std::llround(ratio / unit) * std::llround(unit));
}

std::string in_words(const Page& page, double bits) {
  const double size = std::abs(bits);
  std::string scale = page.say("scale." + std::to_string(step_of_scale(size)));
  if (size < 1) return scale;
  return page.say(bits > 0 ? "links.words" : "links.words_against",
                  {page.number(rounded_ratio(size))}) +
         "; " + scale;
}

std::string quote_html(const Page& page, const Quote& quote) {
  if (page.mask()) return "";
  const std::size_t cut = utf8_prefix(quote.text, kQuoteBytes);
  return "<br><span class=\"small\">" +
         page.say("links.quote",
                  {identifier(std::string(1, static_cast<char>(quote.post - 'a' + 'A')) + " " +
                              std::string(to_name(quote.field))),
                   page.number(quote.begin), page.number(quote.end)}) +
         "</span> <bdi dir=\"auto\" class=\"quote\">“" + html(quote.text.substr(0, cut)) +
         (cut < quote.text.size() ? "…" : "") + "”</bdi>";
}

std::string item_html(const Page& page, const LedgerItem& item) {
  std::string out = page.kind(item.kind) + " ";
  if (item.kind == "text") {
    // "T-4f09c2 the whole template": its identifier is enough, it stands in its section.
    out += identifier(item.what.substr(0, item.what.find(' ')));
  } else {
    out += page.value(item.what);
  }
  if (item.bits > 0 && item.bits_uncapped > item.bits) {
    out += " (" + page.say("links.uncapped", {page.bits(item.bits_uncapped)}) + ")";
  }
  if (!item.note.empty()) {
    out +=
        "<br>" + page.sentence(item.note.substr(0, utf8_prefix(item.note, kNoteBytes)), item.said);
  }
  for (const Quote& quote : item.quotes) out += quote_html(page, quote);
  return out;
}

std::string ledger_html(const Page& page, const Ledger& ledger) {
  std::string out =
      "<p>A " + page.post_name(ledger.a) + "<br>B " + page.post_name(ledger.b) + "</p>\n";
  DataTable table(page, {"column.item", "#column.rarity", "#column.bits", "column.words"});
  double evidence = 0;
  for (const LedgerItem& item : ledger.items) {
    evidence += item.bits;
    table.row({item_html(page, item),
               item.of == 0 ? "" : page.number(item.df) + " / " + page.number(item.of),
               page.bits(item.bits), item.bits == 0 ? "" : in_words(page, item.bits)});
  }
  table.row({"<b>" + page.say("links.evidence") + "</b>", "", page.bits(evidence),
             in_words(page, evidence)});
  table.row({page.say("links.prior"), "", page.bits(ledger.prior_bits), ""});
  table.row({"<b>" + page.say("links.sum") + "</b>", "", page.bits(ledger.sum_bits),
             page.say("links.posterior") + ": " + page.percent(ledger.posterior)});
  out += table.take();
  if (ledger.sum_bits + 0.01 < ledger.prior_bits + evidence) {
    out += page.paragraph("links.held", {page.percent(ledger.posterior)});
  }
  out +=
      "<p>" + page.say(ledger.against.empty() ? "links.against_none" : "links.against") + "</p>\n";
  if (!ledger.against.empty()) {
    out += "<ul>";
    for (const LedgerFact& fact : ledger.against) {
      out += "<li>" + page.kind(fact.kind) + ": " +
             page.sentence(fact.what.substr(0, utf8_prefix(fact.what, kNoteBytes)), fact.said) +
             "</li>\n";
    }
    out += "</ul>\n";
  }
  return out;
}

std::string breaks_html(const Page& page) {
  const std::vector<Split>& splits = page.report().page.splits;
  std::string out = page.heading(3, "links.breaks");
  if (splits.empty()) return out + page.paragraph("links.breaks_none");
  DataTable table(page, {"column.without", "column.parts"});
  for (const Split& split : splits) {
    std::string parts;
    for (const uint64_t part : split.parts) {
      parts += (parts.empty() ? "" : " + ") + page.number(part);
    }
    table.row({page.sentence(split.what, split.said), parts});
  }
  return out + page.paragraph("links.breaks_lead") + table.take();
}

std::string holding_html(const Page& page) {
  const NetworkReport& report = page.report();
  if (report.holding.empty()) return "";
  DataTable table(page, {"column.post", "column.other", "column.what", "#column.bits",
                         "column.words", "#column.posterior"});
  for (const NetworkLink& link : report.holding) {
    table.row({identifier(link.a.id), identifier(link.b.id), page.sentence(link.why),
               page.bits(link.bits), in_words(page, link.bits), page.percent(link.posterior)});
  }
  std::string out = page.heading(3, "links.holding") +
                    page.paragraph("links.holding_lead", {page.number(report.page.links),
                                                          page.number(report.holding_total)}) +
                    table.take();
  if (report.holding_total > report.holding.size()) {
    out += page.paragraph("links.cut", {page.number(report.holding_total - report.holding.size())});
  }
  return out;
}

std::string side_html(const Page& page, const NearSide& side) {
  return identifier(side.id) + " (" + page.number(side.posts) + ")";
}

}  // namespace

std::string links_html(const Page& page) {
  const NetworkReport& report = page.report();
  std::string out = page.paragraph("links.lead", {page.percent(report.threshold)});
  if (!report.weakest) return out + page.paragraph("links.none");
  out += page.heading(3, "links.weakest") + ledger_html(page, *report.weakest);
  out += breaks_html(page) + holding_html(page);
  if (report.strongest) {
    out += page.heading(3, "links.strongest") + ledger_html(page, *report.strongest);
  }
  return out;
}

std::string disclosure_html(const Page& page) {
  const NetworkReport& report = page.report();
  const NearCount& count = report.page.near_misses;
  std::string out = page.paragraph("disclosure.lead");
  if (report.near_misses.empty()) {
    out += page.paragraph("disclosure.none");
  } else {
    out +=
        page.paragraph("disclosure.totals", {page.number(count.pairs), page.number(count.groups)});
    DataTable table(page, {"column.post", "column.other", "column.reason", "#column.posterior"});
    for (const NearMiss& near : report.near_misses) {
      std::string why = page.say("disclosure." + near.reason);
      if (near.share) why += "; " + page.say("disclosure.share", {page.percent(*near.share)});
      if (!near.evidence.empty()) why += "<br>" + page.sentence(near.evidence);
      why += "<br>" + page.sentence(near.why, near.why_said);
      table.row({side_html(page, near.side_a) + "<br>" + page.post_name(near.a),
                 side_html(page, near.side_b) + "<br>" + page.post_name(near.b), why,
                 near.posterior ? page.percent(*near.posterior) : ""});
    }
    out += table.take();
    if (count.groups > report.near_misses.size()) {
      out +=
          page.paragraph("disclosure.cut", {page.number(count.groups - report.near_misses.size())});
    }
  }
  return out + page.heading(3, "disclosure.rejected") +
         page.paragraph("disclosure.rejected_text", {page.number(report.rejected_inside)});
}

}  // namespace maillon::report
