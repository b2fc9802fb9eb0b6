#include "web/page_routes.h"

#include <memory>

#include "web/viewer_mask.h"

namespace maillon::web {

void add_page_routes(Router& to, PageCase& from, const std::string& lists) {
  Router router;
  add_page_status(router, from);
  add_page_networks(router, from);
  add_page_indicators(router, from);
  add_page_search(router, from);
  add_page_show(router, from);
  add_page_pictures(router, from);
  add_page_decisions(router, from);
  add_page_requests(router, from);
  add_page_unmask(router, from);
  add_page_imports(router, from);
  add_page_kept(router, from);
  add_page_log(router, from);
  add_page_terms(router, from);
  add_page_export(router, from);
  add_page_report(router, from);
  add_page_pack(router, from);
  add_page_cases(router, from);
  add_page_lists(router, from, lists);
  const auto mask = std::make_shared<ViewerMask>();  // by every route
  for (Route route : router.routes()) {
    const bool is_shown = route.pattern == kUnmaskRoute;
    route.handler = [&from, mask, is_shown, answer = std::move(route.handler)](const Request& r) {
      PageCase::set_person(r.person);
      Reply reply = answer(r);
      if (!is_shown) mask->apply(from, r, reply);
      return reply;
    };
    to.add(std::move(route));
  }
}

}  // namespace maillon::web
