// The one place to see who may ask what of the page.
#include <algorithm>
#include <string_view>

#include "web/router.h"

namespace maillon::web {

namespace {

constexpr struct {
  std::string_view pattern;
  Method method;
  Right right;
} kRights[] = {
    {"/api/search/batch", Method::post, Right::see},
    {"/api/selectors/{id}/unmask", Method::post, Right::see},
    {"/api/unmask", Method::post, Right::see},
    {"/api/indicators/try", Method::post, Right::see},
    {"/api/files", Method::post, Right::bring_in},
    {"/api/imports/preview", Method::post, Right::bring_in},
    {"/api/imports", Method::post, Right::bring_in},
    {"/api/imports/{act}/undo", Method::post, Right::bring_in},
    {"/api/jobs/stop", Method::post, Right::bring_in},
    {"/api/link", Method::post, Right::bring_in},
    {"/api/mappings", Method::post, Right::bring_in},
    {"/api/match", Method::post, Right::bring_in},
    {"/api/pictures/{id}/reveal", Method::post, Right::reveal},
    {"/api/pictures/once/{token}", Method::get, Right::reveal},
    {"/api/requests/{id}/confirm", Method::post, Right::confirm},
    {"/api/requests/{id}/refuse", Method::post, Right::confirm},
    {"/api/quarantine.csv", Method::get, Right::release},
    {"/api/quarantine.csv", Method::post, Right::release},
    {"/api/report/{id}", Method::get, Right::release},
    {"/api/report/{id}", Method::post, Right::release},
    {"/api/pack/{id}", Method::get, Right::release},
    {"/api/pack/{id}", Method::post, Right::release},
    {"/api/export", Method::get, Right::release},
    {"/api/export", Method::post, Right::release},
    {"/api/verify", Method::post, Right::see},
    {"/api/replay", Method::post, Right::see},
    {"/api/fairness", Method::post, Right::see},
    {"/api/copy", Method::post, Right::release},
    {"/api/merge", Method::post, Right::bring_in},
    {"/api/four-eyes", Method::post, Right::keep},
    {"/api/log", Method::get, Right::oversee},
    {"/api/retention", Method::post, Right::keep},
    {"/api/hold", Method::post, Right::keep},
    {"/api/purge", Method::post, Right::keep},
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
