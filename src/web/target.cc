#include "web/target.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/utf8.h"

namespace maillon::web {

namespace {

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

Result<void> parse_path(Request& request) {
  std::string_view rest = std::string_view(request.path).substr(1);
  while (!rest.empty()) {
    const std::size_t cut = std::min(rest.find('/'), rest.size());
    std::optional<std::string> segment = percent_decode(rest.substr(0, cut), false);
    if (!segment)
      return fail(Code::invalid_input, "a % in the path must be followed by two hex digits");
    if (!is_utf8(*segment) || has_control(*segment))
      return fail(Code::invalid_input, "the path must be UTF-8 without control characters");
    if (segment->empty() || *segment == "." || *segment == "..")
      return fail(Code::invalid_input, "the path may not have parts '.', '..' or empty ones");
    request.segments.push_back(*std::move(segment));
    rest.remove_prefix(std::min(cut + 1, rest.size()));
  }
  return {};
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

Result<void> parse_query(std::string_view text, Query& query) {
  while (!text.empty()) {
    const std::size_t cut = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, cut);
    text.remove_prefix(std::min(cut + 1, text.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    std::optional<std::string> name = percent_decode(pair.substr(0, equals), true);
    std::optional<std::string> value =
        percent_decode(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!name || !value)
      return fail(Code::invalid_input, "a % in the query must be followed by two hex digits");
    if (!is_utf8(*name) || !is_utf8(*value))
      return fail(Code::invalid_input, "the query must be UTF-8");
    query.add(*std::move(name), *std::move(value));
  }
  return {};
}

Result<void> parse_target(Request& request) {
  request.segments.clear();
  request.query = {};
  const std::string_view target = request.target;
  if (target.empty() || target[0] != '/')
    return fail(Code::invalid_input, "the request target must be a path that begins with /");
  const std::size_t cut = std::min(target.find('?'), target.size());
  request.path = target.substr(0, cut);
  TRY_OK(parse_path(request));
  return parse_query(target.substr(std::min(cut + 1, target.size())), request.query);
}

}  // namespace maillon::web
