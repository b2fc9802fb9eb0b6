// What the page for analysts asks: the verbs' JSON under /api, for a person with the cookie.
#pragma once

#include <string>

#include "web/page_case.h"
#include "web/router.h"

namespace maillon::web {

// All routes of the page; `from` must outlive the router. `lists`: the folder of lists.
void add_page_routes(Router& to, PageCase& from, const std::string& lists);

// ---- Parts of it ----
void add_page_status(Router& router, PageCase& from);    // the case, events
void add_page_networks(Router& router, PageCase& from);  // networks, their posts and links
void add_page_indicators(Router& router,
                         PageCase& from);                 // what they mean, how often they are seen
void add_page_search(Router& router, PageCase& from);     // search, batch, near misses
void add_page_show(Router& router, PageCase& from);       // what an ID names, a pair, graph, time
void add_page_pictures(Router& router, PageCase& from);   // thumbnails, revealing
void add_page_decisions(Router& router, PageCase& from);  // decide, undo, redo, history
void add_page_requests(Router& router, PageCase& from);   // what waits for a second person
void add_page_unmask(Router& router, PageCase& from);     // what viewers see masked
// The one answer to a viewer that is not masked.
inline constexpr const char* kUnmaskRoute = "/api/selectors/{id}/unmask";
void add_page_imports(Router& router, PageCase& from);  // files, import, link, quarantine
void add_page_kept(Router& router, PageCase& from);     // saved searches, mappings
void add_page_log(Router& router, PageCase& from);      // who looked at what
void add_page_terms(Router& router, PageCase& from);    // purpose, clock, holds, purge
void add_page_export(Router& router, PageCase& from);   // tables, documents for other programs
void add_page_report(Router& router, PageCase& from);   // the document of a network
void add_page_pack(Router& router, PageCase& from);     // its signed pack
void add_page_cases(Router& router, PageCase& from);    // other cases: across, copy, merge
// Lists of known pictures and selectors, in that folder.
void add_page_lists(Router& router, PageCase& from, const std::string& folder);

}  // namespace maillon::web
