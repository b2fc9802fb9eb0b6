// What viewers see masked (web/viewer_mask.h), unmasked: one value with a reason, or all of them
// for a day, once a second person agreed.
#include <nlohmann/json.hpp>

#include "base/ascii.h"
#include "base/json_writer.h"
#include "tasks/four_eyes/four_eyes.h"
#include "tasks/show_lines.h"
#include "web/page_json.h"
#include "web/page_reply.h"
#include "web/page_requests.h"
#include "web/page_routes.h"
#include "web/parameters.h"

namespace maillon::web {

namespace {

constexpr uint64_t kUnmaskBytes = 1 << 14;
constexpr std::size_t kUnmaskReason = 1000;

Result<std::string> unmask_one(PageCase& from, const Request& request) {
  TRY(const Json body, parse_body(request));
  const std::string reason = text_in(body, "reason");
  if (is_blank(reason) || reason.size() > kUnmaskReason)
    return fail(Code::invalid_input,
                "a reason is needed, in at most 1,000 bytes; say why you must read this value");
  const std::string id(request.parameters[0]);
  return from.with([&](const PageData& page) -> Result<std::string> {
    const tasks::CaseData& data = page.opened.data;
    const auto targets = tasks::find_target(data, id, "");
    if (targets.empty() || targets.front().kind != tasks::Target::selector)
      return fail(Code::not_found, "no selector of this case is called '" + shown(id) + "'");
    JsonWriter detail;
    detail.begin_object().member("what", id).member("reason", reason).end_object();
    TRY_OK(page.opened.file->log("unmask", detail.take(), from.context().by));
    JsonWriter json;
    json.begin_object().member("value", data.selectors.value[targets.front().index]).end_object();
    return json.take();
  });
}

Result<std::string> unmask_all(PageCase& from, const Request& request) {
  return ask_to_leave(
      from, {std::string(tasks::kUnmaskAct), std::string(tasks::kUnmaskAll), "", ""}, request);
}

}  // namespace

void add_page_unmask(Router& router, PageCase& from) {
  const auto add = [&](const char* path, auto answer) {
    router.add({Method::post, path, Access::person, Work::slow, kUnmaskBytes,
                [&from, answer](const Request& r) { return page_reply(answer(from, r)); }});
  };
  add(kUnmaskRoute, unmask_one);
  add("/api/unmask", unmask_all);
}

}  // namespace maillon::web
