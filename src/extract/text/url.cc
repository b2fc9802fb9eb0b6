#include "extract/text/url.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "extract/text/domain.h"
#include "extract/text/glyphs.h"
#include "extract/text/handle.h"
#include "extract/text/phone_book.h"

namespace maillon::extract {
namespace {

constexpr uint32_t kMaxUrl = 2048;

// End of path, query and fragment from `at`, without punctuation that closes the
// sentence around the address.
uint32_t path_end(std::string_view text, uint32_t at) {
  if (at >= text.size() || (text[at] != '/' && text[at] != '?' && text[at] != '#')) return at;
  const uint32_t limit =
      static_cast<uint32_t>(std::min<std::size_t>(text.size(), std::size_t{at} + kMaxUrl));
  uint32_t end = at;
  int open = 0;
  while (end < limit) {
    const char c = text[end];
    if (static_cast<signed char>(c) < 0) {
      const CodePoint p = decode_utf8(text, end);
      if (glyph_of(p.value).glyph != Glyph::letter || end + p.size > limit) break;
      end += p.size;
      continue;
    }
    if (c <= ' ' || c == '<' || c == '>' || c == '"' || c == '`' || c == '\x7f' || c == '|') break;
    if (c == '(' || c == '[') ++open;
    if ((c == ')' || c == ']') && --open < 0) break;
    ++end;
  }
  while (end > at) {
    const char c = text[end - 1];
    if (std::string_view(".,;:!?'*)]}([{_~").find(c) == std::string_view::npos) break;
    if ((c == ')' || c == ']') &&
        text.substr(at, end - at).find(c == ')' ? '(' : '[') != std::string_view::npos) {
      break;
    }
    --end;
  }
  return end;
}

bool is_tracking(std::string_view parameter) {
  static constexpr std::array<std::string_view, 9> kNames = {
      "utm_", "fbclid=", "gclid=", "yclid=", "igshid=", "igsh=", "mc_cid=", "mc_eid=", "msclkid="};
  return std::any_of(kNames.begin(), kNames.end(),
                     [=](std::string_view name) { return parameter.starts_with(name); });
}

// The path without fragment, tracking parameters and a last '/'.
std::string clean_path(std::string_view path) {
  path = path.substr(0, path.find('#'));
  const std::size_t mark = path.find('?');
  std::string out(path.substr(0, mark));
  while (!out.empty() && out.back() == '/') out.pop_back();
  if (mark == std::string_view::npos) return out;
  char join = '?';
  for (std::string_view rest = path.substr(mark + 1); !rest.empty();) {
    const std::size_t next = rest.find('&');
    const std::string_view parameter = rest.substr(0, next);
    if (!parameter.empty() && !is_tracking(parameter)) {
      out += join;
      out += parameter;
      join = '&';
    }
    rest = next == std::string_view::npos ? std::string_view() : rest.substr(next + 1);
  }
  return out;
}

// ":8080" after the host; the default ports are left out.
uint32_t read_port(std::string_view text, uint32_t at, std::string& port) {
  if (at + 1 >= text.size() || text[at] != ':' || !is_digit(text[at + 1])) return at;
  uint32_t end = at + 1;
  while (end < text.size() && is_digit(text[end]) && end - at < 6) ++end;
  if (end < text.size() && is_digit(text[end])) return at;
  const std::string_view digits = text.substr(at + 1, end - at - 1);
  if (digits != "80" && digits != "443") port = ":" + std::string(digits);
  return end;
}

// The address whose host is known; `begin` includes a scheme.
void add_url(Scan& scan, uint32_t begin, const Domain& host) {
  const std::string_view text = scan.text();
  std::string port;
  const uint32_t after_port = read_port(text, host.end, port);
  const uint32_t end = path_end(text, after_port);
  std::string_view name = host.name;
  while (name.starts_with("www.")) name.remove_prefix(4);
  const std::string_view folded_path = text.substr(after_port, end - after_port);
  const ServicePage page = read_service_page(name, folded_path);
  if (page.kind == SelectorKind::phone) {
    scan.add(page.kind, page.service, begin, end, phone_candidate(page.value, {}, 0));
    return;
  }
  if (page.kind == SelectorKind::handle) {
    scan.add(page.kind, page.service, begin, end, page.value);
    return;
  }
  std::string path;
  if (end > after_port) path = clean_path(scan.keep_case(after_port, end));
  scan.add(SelectorKind::url, Service::none, begin, end, std::string(name) + port + path);
}

// Where the host starts after "http", "hxxps", "www": past "://" in its disguises.
// 0 if what follows is no address.
uint32_t after_scheme(const Scan& scan, std::size_t i) {
  const std::string_view text = scan.text();
  uint32_t at = scan.atom(i).end;
  if (scan.atom_text(i) == "www") return scan.atom(i).begin;
  at = skip_blanks(text, at);
  const bool open = at < text.size() && is_open(text[at]);
  if (open) ++at;
  bool colon = false;
  int slashes = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == ':' && !colon && slashes == 0) {
      colon = true;
    } else if (text[at] == '/' || text[at] == '\\') {
      ++slashes;
    } else if (!(is_blank(text[at]) && slashes < 2) && !(open && is_close(text[at]))) {
      break;
    }
    if (at - scan.atom(i).end > 10) return 0;
  }
  return slashes >= 1 ? at : 0;
}

bool is_address_v4(std::string_view host) {
  int dots = 0;
  for (const char c : host) {
    if (c == '.')
      ++dots;
    else if (!is_digit(c))
      return false;
  }
  return dots == 3;
}

void url_with_scheme(Scan& scan, std::size_t i) {
  const uint32_t at = after_scheme(scan, i);
  if (at == 0 && scan.atom_text(i) != "www") return;
  Domain host = read_domain(scan, at, Dots::spelled);
  if (host.spelled && !host.bracketed) host = read_domain(scan, at, Dots::plain);
  if (!host.ok()) return;
  if (host.tld_roles == 0 && host.name.find_first_not_of("0123456789.") == std::string::npos &&
      !is_address_v4(host.name)) {
    return;
  }
  if (host.name.starts_with("www.") && host.labels < 3) return;
  add_url(scan, scan.atom(i).begin, host);
}

// A point directly between two words.
void bare_url(Scan& scan, std::size_t i) {
  const std::string_view text = scan.text();
  uint32_t begin = scan.atom(i - 1).begin;
  while (begin > 0 && (is_alnum(text[begin - 1]) || text[begin - 1] == '-')) --begin;
  while (begin < text.size() && text[begin] == '-') ++begin;
  if (begin > 0 && (text[begin - 1] == '@' || text[begin - 1] == '.')) return;
  const Domain host = read_domain(scan, begin, Dots::plain);
  if (!host.ok() || host.tld_roles == 0) return;
  const bool has_path =
      host.end + 1 < text.size() && text[host.end] == '/' &&
      (is_alnum(text[host.end + 1]) || text[host.end + 1] == '+' || text[host.end + 1] == '@');
  const std::size_t dot = host.name.find('.');
  if (host.name.find_first_not_of("0123456789.") == std::string::npos) return;
  const bool numeric =
      host.name.substr(0, dot).find_first_not_of("0123456789") == std::string::npos;
  if (!has_path) {
    if ((host.tld_roles & kTopLevelWord) != 0 || dot < 2) return;
    if (numeric && host.labels == 2 && host.name.size() - dot - 1 < 3) return;  // "12.pm"
    // "done.Live in": a capital after the point is a new sentence without a blank.
    const std::string written = scan.keep_case(host.begin, host.end);
    const std::size_t last = written.rfind('.');
    if (last != std::string::npos && last + 2 < written.size() && written[last + 1] >= 'A' &&
        written[last + 1] <= 'Z' && !(written[last + 2] >= 'A' && written[last + 2] <= 'Z')) {
      return;
    }
  }
  add_url(scan, begin, host);
}

}  // namespace

void find_urls(Scan& scan) {
  for (const uint32_t i : scan.lexed().schemes) {
    if (!scan.is_claimed(i)) url_with_scheme(scan, i);
  }
}

void find_bare_urls(Scan& scan) {
  for (const uint32_t i : scan.lexed().dotted) {
    if (!scan.is_claimed(i) && !scan.is_claimed(i - 1)) bare_url(scan, i);
  }
}

void find_spelled_urls(Scan& scan) {
  for (const uint32_t i : scan.lexed().spelled) {
    if (i == 0 || !scan.info(i).has(kDotWord) || scan.is_claimed(i) || scan.is_claimed(i - 1)) {
      continue;
    }
    if (scan.gap_before(i).size() > 3) continue;
    if (scan.info(i - 1).has(kNoHandle | kFiller)) continue;  // "the dot com era"
    const Domain host = read_domain(scan, scan.atom(i - 1).begin, Dots::spelled);
    if (!host.ok() || !host.spelled || host.tld_roles == 0 || host.webmail) continue;
    const std::size_t dot = host.name.rfind('.');
    if (!host.bracketed && ((host.tld_roles & kTopLevelWord) != 0 || host.name.size() - dot > 5 ||
                            host.name.find('.') < 3)) {
      continue;
    }
    add_url(scan, host.begin, host);
  }
}

}  // namespace maillon::extract
