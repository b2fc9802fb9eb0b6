// Web addresses in a scanned field.
#pragma once

#include <string>
#include <string_view>

#include "base/records.h"
#include "extract/text/scan.h"

namespace maillon::extract {

// Adds each web address as host/path without scheme and "www.": lower-case host,
// no default port, no fragment, no tracking parameters. With http(s), hxxp or
// www in front any host does; bare ("example.com/x") the last label must be a
// known top-level domain, and one that is also a word ("in", "it") needs a path.
// Addresses of a person's page on a service (t.me/x, instagram.com/x, wa.me/33...)
// become handles and phone candidates instead.
void find_urls(Scan& scan);
// Those without a scheme; after the e-mails.
void find_bare_urls(Scan& scan);
// "example dot com": after the e-mails, which may contain such names.
void find_spelled_urls(Scan& scan);

// What a page of a known service stands for.
struct ServicePage {
  SelectorKind kind = SelectorKind::url;  // url: an ordinary page
  Service service = Service::none;
  std::string value;  // bare handle, or "+" and digits
};
// `host` without "www.", `path` with its '/' and query, folded.
ServicePage read_service_page(std::string_view host, std::string_view path);

}  // namespace maillon::extract
