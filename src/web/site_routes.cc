#include "web/site_routes.h"

#include <algorithm>

#include "base/json_writer.h"
#include "base/version.h"
#include "web/log_in.h"
#include "web/page_files.h"

namespace maillon::web {

namespace {

// A page for a person who opened the printed address.
std::string front_page(const std::vector<std::string>& paths) {
  std::string html =
      "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Maillon</title>\n"
      "<h1>Maillon</h1>\n<p>The match service is running. What it answers is described in "
      "<a href=\"/openapi.json\">/openapi.json</a>; how it is doing stands in "
      "<a href=\"/metrics\">/metrics</a>.</p>\n<ul>\n";
  for (const std::string& path : paths) html += "<li><code>" + path + "</code></li>\n";
  return html + "</ul>\n</html>\n";
}

std::vector<std::string> list_paths(const Router& router) {
  std::vector<std::string> paths;
  for (const Route& route : router.routes()) paths.push_back(route.pattern);
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return paths;
}

std::string to_json_array(const std::vector<std::string>& texts) {
  JsonWriter json;
  json.begin_array();
  for (const std::string& text : texts) json.value(text);
  json.end_array();
  return json.take();
}

// HMA's answer is the words alone; who asks for JSON, and may ask, is told more.
Reply status(const Request& request, const Gate& gate, const Metrics& metrics) {
  const bool asks_more =
      request.header("Accept").find("application/json") != std::string_view::npos;
  Reply reply;
  if (!asks_more || gate.refuse(request, Access::program)) {
    reply = text_reply(200, "I-AM-ALIVE");
  } else {
    std::string json = R"({"status":"I-AM-ALIVE","version":")" + std::string(kVersion) + "\",";
    json += metrics.json().substr(1);
    reply = json_reply(std::move(json));
  }
  reply.headers.push_back({"Vary", "Accept"});
  return reply;
}

Reply home(const Request& request, Gate& gate, const std::string& page, bool has_case) {
  if (const std::string* token = request.query.find("token"); token != nullptr)
    return gate.welcome(*token);
  const Caller caller = gate.caller_of(request);
  if (gate.has_accounts() && caller.account.empty()) return to_log_in();
  if (auto refusal = gate.refuse(request, Access::person, Right::see, caller)) {
    if (gate.has_accounts()) return to_account();
    return *std::move(refusal);
  }
  if (has_case) return start_page(request);
  Reply reply = text_reply(200, page);
  reply.type = "text/html; charset=utf-8";
  return reply;
}

}  // namespace

void add_site_routes(Router& router, Gate& gate, const Metrics& metrics) {
  const auto get = [&](const char* path, Access access, Handler handler) {
    router.add({Method::get, path, access, Work::quick, 0, std::move(handler)});
  };
  get("/livez", Access::anyone, [](const Request&) { return text_reply(200, "OK"); });
  get("/readyz", Access::anyone, [](const Request&) { return text_reply(200, "READY"); });
  get("/status", Access::anyone,
      [&gate, &metrics](const Request& request) { return status(request, gate, metrics); });
  get("/metrics", Access::program, [&metrics](const Request&) {
    Reply reply = text_reply(200, metrics.prometheus());
    reply.type = "text/plain; version=0.0.4; charset=utf-8";
    return reply;
  });
  get("/openapi.json", Access::anyone,
      [](const Request&) { return json_reply(std::string(openapi_json())); });
  std::vector<std::string> paths = list_paths(router);
  paths.insert(paths.end(), {"/", "/site-map"});
  std::sort(paths.begin(), paths.end());
  get("/site-map", Access::anyone,
      [json = to_json_array(paths)](const Request&) { return json_reply(json); });
  const bool has_case = std::find(paths.begin(), paths.end(), "/api/case") != paths.end();
  get("/", Access::anyone, [&gate, page = front_page(paths), has_case](const Request& request) {
    return home(request, gate, page, has_case);
  });
}

}  // namespace maillon::web
