// The signed pack of a network, for a court, as a download.
#include <fmt/format.h>

#include "tasks/four_eyes/wanted.h"
#include "tasks/log_key.h"
#include "tasks/pack/pack_verb.h"
#include "web/page_reply.h"
#include "web/page_requests.h"
#include "web/page_routes.h"
#include "web/parameters.h"

namespace maillon::web {

namespace {

constexpr uint64_t kMostBytes = uint64_t{1} << 30;  // it is made in memory

// originals=1&disclosure=1&language=fr. Without a PDF: the browser prints the report.
Result<tasks::PackSettings> pack_settings(PageCase& from, const Request& request) {
  tasks::PackSettings settings;
  settings.case_path = from.path();
  settings.networks = {std::string(request.parameters[0])};
  settings.originals = text_of(request, "originals") == "1";
  settings.disclosure = text_of(request, "disclosure") == "1";
  if (const std::string language = text_of(request, "language"); !language.empty())
    settings.language = language;
  return settings;
}

Result<std::string> ask_for_pack(PageCase& from, const Request& request) {
  TRY(const tasks::PackSettings settings, pack_settings(from, request));
  return ask_to_leave(from, tasks::wanted_of(settings), request);
}

Result<std::string> pack_bytes(PageCase& from, const tasks::PackSettings& settings) {
  TRY(const store::SigningKey key, tasks::case_key(from.path(), from.context().by));
  const auto write = [](tasks::PackFiles& files, std::string& to) -> Result<void> {
    if (files.bytes() > kMostBytes) {
      return fail(
          Code::invalid_input,
          fmt::format("this pack is {} MB, too large for a download from here; make it with "
                      "`maillon pack`, or leave the source files out",
                      files.bytes() >> 20));
    }
    tasks::Output out = tasks::Output::text(to);
    return files.write_zip(out);
  };
  return from.with([&](const PageData& page) -> Result<std::string> {
    std::string bytes;
    TRY(const auto made,
        tasks::make_pack(page.opened, settings, key, from.context(),
                         [&](tasks::PackFiles& files) { return write(files, bytes); }));
    if (!made)
      return fail(Code::not_found,
                  "no network of this case is called '" + shown(settings.networks[0]) + "'");
    return bytes;
  });
}

Reply pack_reply(PageCase& from, const Request& request) {
  const Result<tasks::PackSettings> settings = pack_settings(from, request);
  if (!settings) return page_reply(tl::unexpected<Error>(settings.error()));
  if (auto refusal = refuse_leaving(from, tasks::wanted_of(*settings))) return *std::move(refusal);
  Result<std::string> bytes = pack_bytes(from, *settings);
  if (!bytes) return page_reply(std::move(bytes));
  Reply reply;
  reply.type = "application/zip";
  reply.body = *std::move(bytes);
  reply.headers.push_back({"Content-Disposition", "attachment; filename=\"pack.zip\""});
  return reply;
}

}  // namespace

void add_page_pack(Router& router, PageCase& from) {
  router.add({Method::get, "/api/pack/{id}", Access::person, Work::slow, 0,
              [&from](const Request& request) { return pack_reply(from, request); }});
  router.add({Method::post, "/api/pack/{id}", Access::person, Work::slow, kAskBytes,
              [&from](const Request& request) { return page_reply(ask_for_pack(from, request)); }});
}

}  // namespace maillon::web
