#include "collect/pages/web_address.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/ascii.h"

namespace maillon::collect {

namespace {

// Where the path of "http://host/path?query" begins.
std::size_t path_begin(std::string_view address) {
  const std::size_t slashes = address.find("//");
  if (slashes == std::string_view::npos) return address.size();
  return std::min(address.find_first_of("/?#", slashes + 2), address.size());
}

// Section 5.2.4, on the path alone.
std::string remove_dots(std::string_view path) {
  std::vector<std::string_view> kept;
  std::size_t at = 0;
  bool is_folder = false;
  while (at < path.size()) {
    ++at;  // the slash
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, end - at);
    is_folder = part == "." || part == "..";
    if (part == ".." && !kept.empty()) kept.pop_back();
    if (!is_folder) kept.push_back(part);
    at = end;
  }
  std::string out;
  for (const std::string_view part : kept) out.append("/").append(part);
  if (is_folder || out.empty()) out += '/';
  return out;
}

std::string without_dots(std::string_view address) {
  const std::size_t begin = path_begin(address);
  const std::size_t end = std::min(address.find_first_of("?#", begin), address.size());
  return std::string(address.substr(0, begin)) + remove_dots(address.substr(begin, end - begin)) +
         std::string(address.substr(end));
}

}  // namespace

std::string scheme_of(std::string_view address) {
  const std::size_t colon = address.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 20) return "";
  for (const char c : address.substr(0, colon)) {
    const char lower = to_lower(c);
    const bool is_known = (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
                          c == '-' || c == '.';
    if (!is_known) return "";
  }
  return to_lower(address.substr(0, colon));
}

std::string host_of(std::string_view address) {
  const std::string scheme = scheme_of(address);
  if (scheme != "http" && scheme != "https") return "";
  const std::size_t slashes = address.find("//");
  if (slashes != scheme.size() + 1) return "";
  std::string_view host = address.substr(slashes + 2, path_begin(address) - slashes - 2);
  host = host.substr(host.rfind('@') == std::string_view::npos ? 0 : host.rfind('@') + 1);
  if (!host.starts_with('[')) host = host.substr(0, host.find(':'));
  std::string out = to_lower(host);
  if (out.starts_with("www.")) out.erase(0, 4);
  return out;
}

std::string resolve_reference(std::string_view base, std::string_view reference) {
  reference = trimmed(reference, " \t\r\n\f");
  if (!scheme_of(reference).empty() || host_of(base).empty()) return std::string(reference);
  base = base.substr(0, base.find('#'));
  if (reference.empty()) return std::string(base);
  if (reference.starts_with("//")) {
    return without_dots(std::string(base.substr(0, base.find(':') + 1)) + std::string(reference));
  }
  const std::size_t path = path_begin(base);
  const std::size_t query = std::min(base.find('?', path), base.size());
  if (reference[0] == '#') return std::string(base) + std::string(reference);
  if (reference[0] == '?') return std::string(base.substr(0, query)) + std::string(reference);
  if (reference[0] == '/')
    return without_dots(std::string(base.substr(0, path)) + std::string(reference));
  const std::size_t slash = base.substr(0, query).rfind('/');
  const bool has_path = path < query && slash != std::string_view::npos && slash >= path;
  return without_dots(std::string(base.substr(0, has_path ? slash + 1 : path)) +
                      (has_path ? "" : "/") + std::string(reference));
}

std::string percent_decode(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    unsigned byte = 0;
    const bool is_escape =
        text[at] == '%' && at + 2 < text.size() &&
        std::from_chars(text.data() + at + 1, text.data() + at + 3, byte, 16).ptr ==
            text.data() + at + 3;
    out.push_back(is_escape ? static_cast<char>(byte) : text[at]);
    if (is_escape) at += 2;
  }
  return out;
}

}  // namespace maillon::collect
