// Tables and documents of the case for other programs, as downloads.
#include <fmt/format.h>

#include "tasks/export_exchange.h"
#include "tasks/export_tables.h"
#include "tasks/four_eyes/wanted.h"
#include "web/page_reply.h"
#include "web/page_requests.h"
#include "web/page_routes.h"
#include "web/parameters.h"

namespace maillon::web {

namespace {

struct ExportAsked {
  tasks::ExportSettings table;
  tasks::ExchangeSettings document;
  bool is_table = false;
  std::string file_name, type;
};

struct Ending {
  const char *name, *type;
};
Ending ending_of(share::ExchangeFormat format) {
  switch (format) {
    case share::ExchangeFormat::graphml:
      return {"graphml", "application/xml"};
    case share::ExchangeFormat::geojson:
      return {"geojson", "application/geo+json"};
    case share::ExchangeFormat::ftm:
      return {"jsonl", "application/x-ndjson"};  // an entity a line
    case share::ExchangeFormat::htcds:
      return {"csv", "text/csv; charset=utf-8"};
    default:
      return {"json", "application/json"};
  }
}

// table=posts&spreadsheet=1, or format=graphml&network=N-17.
Result<ExportAsked> parse_export(const Request& request) {
  ExportAsked asked;
  const std::string table = text_of(request, "table"), format = text_of(request, "format");
  const auto known_table = report::parse_table(table);
  const auto known_format = share::parse_exchange_format(format);
  if (known_table.has_value() == known_format.has_value())
    return fail(Code::invalid_input, "name a table or a format that `maillon export` has");
  asked.is_table = known_table.has_value();
  if (asked.is_table) {
    asked.table.table = *known_table;
    asked.table.options.spreadsheet = text_of(request, "spreadsheet") == "1";
    asked.file_name = table + ".csv";
    asked.type = "text/csv; charset=utf-8";
    return asked;
  }
  const Ending ending = ending_of(*known_format);
  asked.document.format = *known_format;
  asked.document.network = text_of(request, "network");
  asked.file_name = fmt::format("{}-{}.{}", asked.document.network.empty() ? "case" : "network",
                                format, ending.name);
  asked.type = ending.type;
  return asked;
}

store::Wanted wanted_of(const ExportAsked& asked) {
  return asked.is_table ? tasks::wanted_of(asked.table) : tasks::wanted_of(asked.document);
}

Result<std::string> ask_for_export(PageCase& from, const Request& request) {
  TRY(const ExportAsked asked, parse_export(request));
  return ask_to_leave(from, wanted_of(asked), request);
}

Result<std::string> export_text(PageCase& from, const ExportAsked& asked) {
  return from.with([&](const PageData& page) -> Result<std::string> {
    std::string text;
    tasks::Output out = tasks::Output::text(text);
    tasks::Outcome outcome{};
    if (asked.is_table) {
      TRY(outcome, tasks::export_table(page.opened, asked.table, from.context(), out));
    } else {
      TRY(outcome, tasks::export_exchange(page.opened, asked.document, from.context(), out));
    }
    if (outcome == tasks::Outcome::empty)
      return fail(Code::not_found,
                  "no network of this case is called '" + shown(asked.document.network) + "'");
    TRY_OK(out.finish());
    return text;
  });
}

Reply export_reply(PageCase& from, const Request& request) {
  const Result<ExportAsked> asked = parse_export(request);
  if (!asked) return page_reply(tl::unexpected<Error>(asked.error()));
  if (auto refusal = refuse_leaving(from, wanted_of(*asked))) return *std::move(refusal);
  Result<std::string> text = export_text(from, *asked);
  if (!text) return page_reply(std::move(text));
  Reply reply = text_reply(200, *std::move(text));
  reply.type = asked->type;
  reply.headers.push_back(
      {"Content-Disposition", "attachment; filename=\"" + asked->file_name + "\""});
  return reply;
}

}  // namespace

void add_page_export(Router& router, PageCase& from) {
  router.add({Method::get, "/api/export", Access::person, Work::slow, 0,
              [&from](const Request& request) { return export_reply(from, request); }});
  router.add(
      {Method::post, "/api/export", Access::person, Work::slow, kAskBytes,
       [&from](const Request& request) { return page_reply(ask_for_export(from, request)); }});
}

}  // namespace maillon::web
