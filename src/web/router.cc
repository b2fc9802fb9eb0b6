#include "web/router.h"

#include "base/check.h"

namespace maillon::web {

namespace {

void add_word(std::string& list, std::string_view word) {
  if (list.find(word) != list.npos) return;
  if (!list.empty()) list += ", ";
  list += word;
}

}  // namespace

void Router::add(Route route) {
  CHECK(route.pattern.starts_with('/'));
  for (const Route& other : routes_)
    CHECK(other.method != route.method || other.pattern != route.pattern);
  Pattern pattern;
  std::string_view rest = std::string_view(route.pattern).substr(1);
  while (!rest.empty()) {
    const std::size_t cut = std::min(rest.find('/'), rest.size());
    const std::string_view segment = rest.substr(0, cut);
    pattern.segments.emplace_back(segment.starts_with('{') ? std::string_view() : segment);
    rest.remove_prefix(std::min(cut + 1, rest.size()));
  }
  patterns_.push_back(std::move(pattern));
  routes_.push_back(std::move(route));
}

bool Router::fits(const Pattern& pattern, Request& request) const {
  if (pattern.segments.size() != request.segments.size()) return false;
  request.parameters.clear();
  for (std::size_t i = 0; i < pattern.segments.size(); ++i) {
    if (pattern.segments[i].empty()) {
      request.parameters.emplace_back(request.segments[i]);
    } else if (pattern.segments[i] != request.segments[i]) {
      return false;
    }
  }
  return true;
}

const Route* Router::find(Request& request, std::string* allowed) const {
  const Method wanted = request.method == Method::head ? Method::get : request.method;
  for (std::size_t r = 0; r < routes_.size(); ++r) {
    if (routes_[r].method == wanted && fits(patterns_[r], request)) return &routes_[r];
  }
  for (std::size_t r = 0; r < routes_.size(); ++r) {
    if (!fits(patterns_[r], request)) continue;
    add_word(*allowed, name_of(routes_[r].method));
    if (routes_[r].method == Method::get) add_word(*allowed, "HEAD");
  }
  if (!allowed->empty()) add_word(*allowed, "OPTIONS");
  request.parameters.clear();
  return nullptr;
}

}  // namespace maillon::web
