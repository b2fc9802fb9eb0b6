#include "extract/text/finders.h"

#include <algorithm>

#include "extract/text/amounts.h"
#include "extract/text/codes.h"
#include "extract/text/email.h"
#include "extract/text/handle.h"
#include "extract/text/url.h"

namespace maillon::extract {

void run_finders(Scan& scan, std::string_view text, const PhoneContext& context) {
  scan.start(text);
  find_urls(scan);  // first: an address may hold anything else
  find_emails(scan);
  find_bare_urls(scan);
  find_spelled_urls(scan);
  find_codes(scan);
  find_handles(scan);
  find_amounts(scan);  // last but one: what it leaves of the digits may be phones
  find_phones(scan, context);
  std::stable_sort(scan.hits.begin(), scan.hits.end(),
                   [](const Hit& a, const Hit& b) { return a.begin < b.begin; });
}

}  // namespace maillon::extract
