// The one place to see who may ask what of the page.
#include <algorithm>
#include <string_view>

#include "web/router.h"

namespace maillon::web {

namespace {

constexpr struct {
  Method method;
  std::string_view pattern;
  Right right;
} kRights[] = {
    {Method::post, "/api/search/batch", Right::see},
    {Method::post, "/api/selectors/{id}/unmask", Right::see},
    {Method::post, "/api/unmask", Right::see},
    {Method::post, "/api/files", Right::bring_in},
    {Method::post, "/api/imports/preview", Right::bring_in},
    {Method::post, "/api/imports", Right::bring_in},
    {Method::post, "/api/imports/{act}/undo", Right::bring_in},
    {Method::post, "/api/jobs/stop", Right::bring_in},
    {Method::post, "/api/link", Right::bring_in},
    {Method::post, "/api/mappings", Right::bring_in},
    {Method::post, "/api/pictures/{id}/reveal", Right::reveal},
    {Method::get, "/api/pictures/once/{token}", Right::reveal},
    {Method::post, "/api/requests/{id}/confirm", Right::confirm},
    {Method::post, "/api/requests/{id}/refuse", Right::confirm},
    {Method::get, "/api/quarantine.csv", Right::release},
    {Method::post, "/api/quarantine.csv", Right::release},
    {Method::get, "/api/report/{id}", Right::release},
    {Method::post, "/api/report/{id}", Right::release},
    {Method::get, "/api/pack/{id}", Right::release},
    {Method::post, "/api/pack/{id}", Right::release},
    {Method::get, "/api/export", Right::release},
    {Method::post, "/api/export", Right::release},
    {Method::post, "/api/verify", Right::see},
    {Method::post, "/api/replay", Right::see},
    {Method::get, "/api/log", Right::oversee},
    {Method::post, "/api/retention", Right::keep},
    {Method::post, "/api/hold", Right::keep},
    {Method::post, "/api/purge", Right::keep},
};

}  // namespace

// What is not in the table and changes something is a decision, so that a new route is shut
// rather than open.
Right right_of(const Route& route) {
  const auto* const found = std::find_if(
      std::begin(kRights), std::end(kRights),
      [&](const auto& row) { return row.method == route.method && row.pattern == route.pattern; });
  if (found != std::end(kRights)) return found->right;
  return route.method == Method::get ? Right::see : Right::decide;
}

}  // namespace maillon::web
