#include "share/exchange/uri.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/ascii.h"

namespace maillon::share {
namespace {

bool may_stand(char c) {
  return is_ascii_alnum(c) ||
         std::string_view("-._~:/?@!$&'()*+,;=").find(c) != std::string_view::npos;
}

// A host and a port, without anything that would need encoding.
bool is_authority(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_ascii_alnum(c) || c == '-' || c == '.' || c == '_' || c == ':' || c == '@';
  }) && is_ascii_alnum(text.front());
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
    const bool is_encoded = c == '%' && i + 2 < address.size() && hex_value(address[i + 1]) >= 0 &&
                            hex_value(address[i + 2]) >= 0;
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
