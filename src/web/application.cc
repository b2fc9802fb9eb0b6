#include "web/application.h"

#include <exception>

#include <fmt/format.h>

namespace maillon::web {

namespace {

Reply no_route(const Request& request, const std::string& allowed) {
  if (allowed.empty())
    return error_reply(404, "nothing is served under this path; /site-map lists what is");
  Reply reply = request.method == Method::options
                    ? Reply{.status = 204, .type = "", .body = "", .headers = {}}
                    : error_reply(405, "this path takes " + allowed);
  reply.headers.push_back({"Allow", allowed});
  return reply;
}

}  // namespace

Application::Application(Router router, const Gate& gate, Metrics& metrics, MatchCounts* counts)
    : router_(std::move(router)), gate_(gate), metrics_(metrics), counts_(counts) {
  for (const Route& route : router_.routes())
    names_.push_back(fmt::format("{} {}", name_of(route.method), route.pattern));
  metrics_.name_routes(names_);
}

Application::Admission Application::admit(Request& request) const {
  if (auto refusal = gate_.refuse_origin(request)) return {std::move(refusal), nullptr};
  std::string allowed;
  const Route* route = router_.find(request, &allowed);
  if (route == nullptr) return {no_route(request, allowed), nullptr};
  if (route->access == Access::anyone) return {std::nullopt, route};
  const Caller caller = gate_.caller_of(request);
  if (gate_.has_accounts()) request.role = caller.role;
  request.person = caller.account;
  request.program = caller.program.value_or("");
  return {gate_.refuse(request, route->access, right_of(*route), caller), route};
}

Reply Application::answer(const Request& request, const Route& route) const {
  if (counts_ != nullptr && route.access == Access::program)
    counts_->asked_by(request.person, request.program);
  try {
    return route.handler(request);
  } catch (const std::exception& error) {  // of a library, or no memory
    return error_reply(500, std::string("the server failed at this request: ") + error.what());
  }
}

Reply Application::handle(Request& request) const {
  Admission admission = admit(request);
  if (admission.refusal) return *std::move(admission.refusal);
  if (request.body.size() > admission.route->body_bytes) return too_large(*admission.route);
  return answer(request, *admission.route);
}

Reply too_large(const Route& route) {
  if (route.body_bytes == 0) return error_reply(413, "this endpoint takes no body");
  return error_reply(
      413, fmt::format(
               "the body is larger than the {} bytes that this endpoint takes; send less at once",
               route.body_bytes));
}

void Application::count(const Route* route, int status, std::chrono::steady_clock::duration took) {
  const auto& routes = router_.routes();
  const std::size_t number =
      route == nullptr ? routes.size() : static_cast<std::size_t>(route - routes.data());
  const auto microseconds =
      static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(took).count());
  metrics_.answered(number, status, microseconds);
  if (counts_ != nullptr && route != nullptr && route->access == Access::program)
    counts_->answered(names_[number], status, microseconds);
}

}  // namespace maillon::web
