// Web addresses as they are compared.
#include <algorithm>

#include "base/ascii.h"
#include "search/query.h"

namespace maillon::search {
namespace {

// Takes `prefix` (lower case) off the text, whatever its case there.
bool take(std::string_view& text, std::string_view prefix) {
  const bool has = same_ignoring_case(text.substr(0, prefix.size()), prefix);
  if (has) text.remove_prefix(prefix.size());
  return has;
}

}  // namespace

std::string address_key(std::string_view text) {
  const bool has_scheme = take(text, "https://") || take(text, "http://");
  take(text, "www.");
  text = text.substr(0, text.find('#'));
  while (text.ends_with('/')) text.remove_suffix(1);
  const std::string_view host = text.substr(0, text.find_first_of("/?"));
  const std::size_t dot = host.find('.');
  const bool has_dot = dot != 0 && dot != std::string_view::npos && dot + 1 < host.size();
  if (host.empty() || (!has_scheme && !has_dot)) return {};
  if (text.find_first_of(" \t\r\n") != std::string_view::npos) return {};
  std::string key(text);
  key.replace(0, host.size(), to_lower(host));
  return key;
}

}  // namespace maillon::search
