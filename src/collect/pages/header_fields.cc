#include "collect/pages/header_fields.h"

#include <algorithm>

#include "base/ascii.h"

namespace maillon::collect {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::size_t kMaxParameters = 64;

}  // namespace

std::string_view HeaderFields::get(std::string_view name) const {
  for (const auto& [known, value] : fields_) {
    if (same_ignoring_case(known, name)) return trimmed(value, kBlanks);
  }
  return "";
}

bool HeaderFields::has(std::string_view name) const {
  return std::any_of(fields_.begin(), fields_.end(),
                     [&](const auto& field) { return same_ignoring_case(field.first, name); });
}

void HeaderFields::add(std::string name, std::string value) {
  fields_.emplace_back(std::move(name), std::move(value));
}

void HeaderFields::continue_last(std::string_view line) {
  if (fields_.empty()) return;
  fields_.back().second += ' ';
  fields_.back().second += trimmed(line, kBlanks);
}

std::optional<std::size_t> read_header_fields(std::string_view bytes, HeaderFields& out) {
  const std::string_view seen = bytes.substr(0, kMaxHeaderBytes);
  for (std::size_t at = 0; at < seen.size();) {
    const std::size_t end = seen.find('\n', at);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = seen.substr(at, end - at);
    at = end + 1;
    if (line.empty() || line == "\r") return at;
    if (line[0] == ' ' || line[0] == '\t') {
      out.continue_last(line);
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) continue;
    out.add(std::string(trimmed(line.substr(0, colon), kBlanks)),
            std::string(trimmed(line.substr(colon + 1), kBlanks)));
  }
  return std::nullopt;
}

std::string_view MediaType::get(std::string_view name) const {
  for (const auto& [known, value] : parameters) {
    if (known == name) return value;
  }
  return "";
}

MediaType parse_media_type(std::string_view value) {
  MediaType out;
  const std::size_t semicolon = std::min(value.find(';'), value.size());
  out.type = to_lower(trimmed(value.substr(0, semicolon), kBlanks));
  std::size_t at = semicolon;
  while (at < value.size() && out.parameters.size() < kMaxParameters) {
    ++at;  // the semicolon
    const std::size_t equals = value.find('=', at);
    if (equals == std::string_view::npos) break;
    std::string name = to_lower(trimmed(value.substr(at, equals - at), kBlanks));
    at = equals + 1;
    while (at < value.size() && kBlanks.find(value[at]) != std::string_view::npos) ++at;
    std::string text;
    if (at < value.size() && value[at] == '"') {
      for (++at; at < value.size() && value[at] != '"'; ++at) {
        if (value[at] == '\\' && at + 1 < value.size()) ++at;
        text.push_back(value[at]);
      }
      at = std::min(value.find(';', at), value.size());
    } else {
      const std::size_t end = std::min(value.find(';', at), value.size());
      text = trimmed(value.substr(at, end - at), kBlanks);
      at = end;
    }
    out.parameters.emplace_back(std::move(name), std::move(text));
  }
  return out;
}

}  // namespace maillon::collect
