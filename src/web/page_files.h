// The page for analysts as it was built (build/ui), inside the program.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "web/http.h"
#include "web/router.h"

namespace maillon::web {

struct PageFile {
  std::string_view name;  // "app.js"
  std::string_view type;  // Content-Type
  std::string_view gzip;  // its bytes, compressed
};
// None if the program was built without the page. tools/embed_page.py makes it.
std::span<const PageFile> page_files();

// "/app.js" and so on, for anyone: they hold nothing of a case.
void add_page_files(Router& router);
// The start page; a page that says how to build it if it is not there.
Reply start_page(const Request& request);

}  // namespace maillon::web
