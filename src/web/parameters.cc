#include "web/parameters.h"

#include <algorithm>

#include "base/printable.h"
#include "base/utf8.h"

namespace maillon::web {

namespace {

constexpr std::size_t kShown = 80;  // bytes

int status_of(Code code) {
  switch (code) {
    case Code::invalid_input:
      return 400;
    case Code::not_found:
      return 404;
    case Code::unsupported:
      return 415;
    case Code::busy:
      return 503;
    case Code::io:
    case Code::corrupt:
      return 500;
  }
  return 500;
}

}  // namespace

Reply error_reply(const Error& error) {
  return error_reply(status_of(error.code), error.message);
}

Result<bool> flag(const Request& request, std::string_view name, bool absent) {
  const std::string* text = request.query.find(name);
  if (text == nullptr) return absent;
  for (const std::string_view yes : {"true", "1", "yes", "on", "t", "y"}) {
    if (same_ignoring_case(*text, yes)) return true;
  }
  for (const std::string_view no : {"false", "0", "no", "off", "f", "n"}) {
    if (same_ignoring_case(*text, no)) return false;
  }
  return fail(Code::invalid_input,
              std::string(name) + " takes true or false, not '" + shown(*text) + "'");
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> pieces;
  while (!text.empty()) {
    const std::size_t cut = std::min(text.find(','), text.size());
    std::string_view piece = text.substr(0, cut);
    text.remove_prefix(std::min(cut + 1, text.size()));
    while (piece.starts_with(' ')) piece.remove_prefix(1);
    while (piece.ends_with(' ')) piece.remove_suffix(1);
    if (!piece.empty()) pieces.emplace_back(piece);
  }
  return pieces;
}

std::string shown(std::string_view text) {
  const bool cut = text.size() > kShown;
  return printable(text.substr(0, cut ? utf8_prefix(text, kShown) : text.size())) +
         (cut ? "…" : "");
}

}  // namespace maillon::web
