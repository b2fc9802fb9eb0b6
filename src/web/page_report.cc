// The document of a network, to print.
#include "tasks/four_eyes/wanted.h"
#include "tasks/report_case.h"
#include "tasks/show_lines.h"
#include "web/page_reply.h"
#include "web/page_requests.h"
#include "web/page_routes.h"
#include "web/parameters.h"
#include "web/reply_writer.h"

namespace maillon::web {

namespace {

Result<tasks::ReportOptions> options_of(PageCase& from, const Request& request) {
  tasks::ReportOptions options;
  options.maker = from.actor();
  if (const std::string language = text_of(request, "language"); !language.empty())
    options.language = language;
  const std::string annex = text_of(request, "annex");
  if (annex == "0" || annex == "none") options.wishes.annex = report::Annex::none;
  if (annex == "links") options.wishes.annex = report::Annex::links;
  options.wishes.names = text_of(request, "names") == "1";
  options.wishes.mask = text_of(request, "mask") == "1";
  if (options.wishes.mask && options.wishes.names)
    return fail(Code::invalid_input, "names cannot be shown and masked; leave one out");
  return options;
}

Result<store::Wanted> wanted_of(PageCase& from, const Request& request) {
  TRY(const tasks::ReportOptions options, options_of(from, request));
  return tasks::wanted_report(std::string(request.parameters[0]), options, "");
}

Result<std::string> ask_for_report(PageCase& from, const Request& request) {
  TRY(store::Wanted wanted, wanted_of(from, request));
  return ask_to_leave(from, std::move(wanted), request);
}

Result<std::string> document(PageCase& from, const Request& request) {
  TRY(const tasks::ReportOptions options, options_of(from, request));
  const std::string id(request.parameters[0]);
  return from.with([&](const PageData& page) -> Result<std::string> {
    const auto targets = tasks::find_target(page.opened.data, id, "");
    if (targets.empty() || targets.front().kind != tasks::Target::network)
      return fail(Code::not_found, "no network of this case is called '" + shown(id) + "'");
    const uint32_t network = targets.front().index;
    std::string html;
    const tasks::Context context = from.context();
    TRY(const report::ReportMade made, tasks::write_report(
                                           page.opened, network, options,
                                           [&](std::string_view piece) -> Result<void> {
                                             html += piece;
                                             return {};
                                           },
                                           *context.progress));
    TRY_OK(tasks::log_report(*page.opened.file,
                             tasks::network_id(page.opened.data.networks.number[network]), made,
                             context.by));
    return html;
  });
}

Reply report_reply(PageCase& from, const Request& request) {
  const Result<store::Wanted> wanted = wanted_of(from, request);
  if (!wanted) return page_reply(tl::unexpected<Error>(wanted.error()));
  if (auto refusal = refuse_leaving(from, *wanted)) return *std::move(refusal);
  Result<std::string> html = document(from, request);
  if (!html) return page_reply(std::move(html));
  Reply reply;
  reply.type = "text/html; charset=utf-8";
  reply.body = *std::move(html);
  // The page shows it in a frame, and nobody else does.
  reply.headers.push_back(
      {std::string(kPolicyHeader), report::report_policy() + "; frame-ancestors 'self'"});
  return reply;
}

}  // namespace

void add_page_report(Router& router, PageCase& from) {
  router.add({Method::get, "/api/report/{id}", Access::person, Work::slow, 0,
              [&from](const Request& request) { return report_reply(from, request); }});
  router.add(
      {Method::post, "/api/report/{id}", Access::person, Work::slow, kAskBytes,
       [&from](const Request& request) { return page_reply(ask_for_report(from, request)); }});
}

}  // namespace maillon::web
