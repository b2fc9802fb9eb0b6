#include "share/exchange/uri.h"

#include <algorithm>

#include <fmt/format.h>

namespace maillon::share {
namespace {

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool may_stand(char c) {
  return is_alphanumeric(c) ||
         std::string_view("-._~:/?@!$&'()*+,;=").find(c) != std::string_view::npos;
}

// A host and a port, without anything that would need encoding.
bool is_authority(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == ':' || c == '@';
  }) && is_alphanumeric(text.front());
}

}  // namespace

std::string to_uri(std::string_view address) {
  std::string_view scheme = "https";
  if (const std::size_t at = address.find("://"); at != std::string_view::npos) {
    scheme = address.substr(0, at);
    address.remove_prefix(at + 3);
    if (scheme != "http" && scheme != "https") return "";
  }
  const std::string_view host = address.substr(0, address.find_first_of("/?#"));
  if (!is_authority(host)) return "";
  std::string uri = fmt::format("{}://{}", scheme, host);
  bool in_fragment = false;
  for (std::size_t i = host.size(); i < address.size(); ++i) {
    const char c = address[i];
    const bool is_encoded =
        c == '%' && i + 2 < address.size() && is_hex(address[i + 1]) && is_hex(address[i + 2]);
    if (may_stand(c) || is_encoded || (c == '#' && !in_fragment)) {
      uri += c;
      in_fragment = in_fragment || c == '#';
    } else {
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return uri;
}

}  // namespace maillon::share
