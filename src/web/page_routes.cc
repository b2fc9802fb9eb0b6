#include "web/page_routes.h"

namespace maillon::web {

void add_page_routes(Router& to, PageCase& from) {
  Router router;
  add_page_status(router, from);
  add_page_networks(router, from);
  add_page_indicators(router, from);
  add_page_search(router, from);
  add_page_show(router, from);
  add_page_pictures(router, from);
  add_page_decisions(router, from);
  add_page_imports(router, from);
  add_page_kept(router, from);
  add_page_log(router, from);
  add_page_export(router, from);
  add_page_report(router, from);
  for (Route route : router.routes()) {
    route.handler = [answer = std::move(route.handler)](const Request& request) {
      PageCase::set_person(request.person);
      return answer(request);
    };
    to.add(std::move(route));
  }
}

}  // namespace maillon::web
