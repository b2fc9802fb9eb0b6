#include "web/page_routes.h"

namespace maillon::web {

void add_page_routes(Router& router, PageCase& from) {
  add_page_status(router, from);
  add_page_networks(router, from);
  add_page_indicators(router, from);
  add_page_search(router, from);
  add_page_show(router, from);
  add_page_pictures(router, from);
  add_page_decisions(router, from);
  add_page_imports(router, from);
  add_page_kept(router, from);
  add_page_export(router, from);
  add_page_report(router, from);
}

}  // namespace maillon::web
