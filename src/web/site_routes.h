// What every server serves, whatever it was started with: whether it is alive, what it
// has done, and what can be asked of it.
#pragma once

#include "web/gate.h"
#include "web/metrics.h"
#include "web/router.h"

namespace maillon::web {

// Adds /, /livez, /readyz, /status, /metrics, /site-map, /openapi.json; to be called last,
// since /site-map lists what was added before. Both must outlive the router.
void add_site_routes(Router& router, Gate& gate, const Metrics& metrics);

// The description of the whole interface (OpenAPI 3.1): src/web/openapi.json.
std::string_view openapi_json();

}  // namespace maillon::web
