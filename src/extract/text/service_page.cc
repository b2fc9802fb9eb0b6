// Which pages of which sites stand for an account or a number.
#include "extract/text/domain.h"
#include "extract/text/handle.h"
#include "extract/text/url.h"

namespace maillon::extract {
namespace {

std::string_view take_segment(std::string_view& path) {
  while (path.starts_with('/')) path.remove_prefix(1);
  const std::size_t end = path.find_first_of("/?#");
  const std::string_view segment = path.substr(0, end);
  path = end == std::string_view::npos ? std::string_view() : path.substr(end);
  return segment;
}

std::string_view parameter(std::string_view path, std::string_view name) {
  std::size_t at = path.find('?');
  while (at != std::string_view::npos) {
    const std::string_view rest = path.substr(at + 1);
    const std::size_t end = rest.find_first_of("&#");
    const std::string_view item = rest.substr(0, end);
    if (item.size() > name.size() && item.starts_with(name) && item[name.size()] == '=') {
      return item.substr(name.size() + 1);
    }
    at = end == std::string_view::npos || rest[end] == '#' ? std::string_view::npos : at + 1 + end;
  }
  return {};
}

// The digits of a number in a path, which is always international.
std::string path_phone(std::string_view text) {
  std::string out = "+";
  if (text.starts_with("%2b")) text.remove_prefix(3);
  for (const char c : text) {
    if (is_digit(c))
      out.push_back(c);
    else if (c != '+' && c != '-' && c != ' ' && c != '(' && c != ')')
      break;
  }
  return out.size() >= 8 && out.size() <= 16 ? out : std::string();
}

bool is_any_of(std::string_view word, std::string_view list) {
  while (!list.empty()) {
    const std::size_t blank = list.find(' ');
    if (list.substr(0, blank) == word) return true;
    list = blank == std::string_view::npos ? std::string_view() : list.substr(blank + 1);
  }
  return false;
}

ServicePage handle_page(Service service, std::string_view segment) {
  if (segment.starts_with('@') || segment.starts_with('~')) segment.remove_prefix(1);
  if (!is_handle(service, segment)) return {};
  return {SelectorKind::handle, service, std::string(segment)};
}

ServicePage phone_page(Service service, std::string_view digits) {
  std::string phone = path_phone(digits);
  if (phone.empty()) return {};
  return {SelectorKind::phone, service, std::move(phone)};
}

}  // namespace

ServicePage read_service_page(std::string_view host, std::string_view path) {
  std::string_view rest = path;
  const std::string_view first = take_segment(rest);
  for (const std::string_view prefix : {"m.", "mobile.", "web.", "de-de.", "fr-fr.", "es-es."}) {
    if (host.starts_with(prefix) && host.size() > prefix.size() + 4)
      host.remove_prefix(prefix.size());
  }
  if (is_any_of(host, "t.me telegram.me telegram.dog")) {
    if (first.starts_with('+')) {
      return first.find_first_not_of("+0123456789") == std::string_view::npos
                 ? phone_page(Service::telegram, first)
                 : ServicePage{};
    }
    if (first == "s") return handle_page(Service::telegram, take_segment(rest));
    if (is_any_of(first, "joinchat addstickers share c proxy iv socks setlanguage")) return {};
    return handle_page(Service::telegram, first);
  }
  if (host == "wa.me") {
    if (first == "message" || first == "qr") return {};
    return phone_page(Service::whatsapp, first);
  }
  if (host == "api.whatsapp.com" || host == "whatsapp.com") {
    return phone_page(Service::whatsapp, parameter(path, "phone"));
  }
  if (host == "signal.me") {
    const std::size_t at = path.find("#p/");
    return at == std::string_view::npos ? ServicePage{}
                                        : phone_page(Service::signal, path.substr(at + 3));
  }
  if (is_any_of(host, "instagram.com instagr.am")) {
    if (first == "stories") return handle_page(Service::instagram, take_segment(rest));
    if (is_any_of(first, "p reel reels explore accounts tv direct about legal")) return {};
    return handle_page(Service::instagram, first);
  }
  if (is_any_of(host, "facebook.com fb.com fb.me m.me")) {
    if (first == "profile.php") return handle_page(Service::facebook, parameter(path, "id"));
    if (is_any_of(first,
                  "pages groups events sharer share watch photo photos permalink.php story.php "
                  "people hashtag login help marketplace sharer.php media reel p")) {
      return {};
    }
    return handle_page(Service::facebook, first);
  }
  if (is_any_of(host, "vk.com vk.me vkontakte.ru")) {
    if (is_any_of(first, "feed im search about app share.php away.php")) return {};
    return handle_page(Service::vk, first);
  }
  if (host == "tiktok.com") {
    return first.starts_with('@') ? handle_page(Service::tiktok, first) : ServicePage{};
  }
  if (host == "snapchat.com") {
    return first == "add" ? handle_page(Service::snapchat, take_segment(rest)) : ServicePage{};
  }
  if (host == "line.me") {
    std::string_view id = first;  // [r/]ti/p/~name
    while (is_any_of(id, "r ti p")) id = take_segment(rest);
    return id.starts_with('~') || id.starts_with('@') ? handle_page(Service::line, id)
                                                      : ServicePage{};
  }
  return {};
}

}  // namespace maillon::extract
