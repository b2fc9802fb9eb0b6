#include "web/multipart.h"

#include "web/http.h"

namespace maillon::web {

namespace {

constexpr std::size_t kMostParts = 64;
constexpr std::size_t kMostBoundary = 70;  // RFC 2046, section 5.1.1

// Cuts off and gives what stands before the next ';' outside of quotes.
std::string_view next_parameter(std::string_view& rest) {
  bool quoted = false;
  std::size_t i = 0;
  for (; i < rest.size() && (quoted || rest[i] != ';'); ++i) {
    if (rest[i] == '\\' && quoted) {
      ++i;
    } else if (rest[i] == '"') {
      quoted = !quoted;
    }
  }
  i = std::min(i, rest.size());
  const std::string_view parameter = rest.substr(0, i);
  rest.remove_prefix(std::min(i + 1, rest.size()));
  return trimmed(parameter, kBlanks);
}

std::string unquoted(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
  std::string out;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == '\\' && i + 2 < text.size()) ++i;
    out += text[i];
  }
  return out;
}

// The value of `name` in "form-data; name=\"photo\"; filename=\"x.jpg\"".
std::string parameter_of(std::string_view header, std::string_view name) {
  next_parameter(header);
  while (!header.empty()) {
    const std::string_view parameter = next_parameter(header);
    const std::size_t equals = parameter.find('=');
    if (equals == parameter.npos) continue;
    if (same_ignoring_case(trimmed(parameter.substr(0, equals), kBlanks), name))
      return unquoted(trimmed(parameter.substr(equals + 1), kBlanks));
  }
  return {};
}

std::string_view disposition_of(std::string_view head) {
  while (!head.empty()) {
    const std::size_t cut = std::min(head.find("\r\n"), head.size());
    const std::string_view line = head.substr(0, cut);
    head.remove_prefix(std::min(cut + 2, head.size()));
    const std::size_t colon = line.find(':');
    if (colon != line.npos && same_ignoring_case(line.substr(0, colon), "Content-Disposition"))
      return trimmed(line.substr(colon + 1), kBlanks);
  }
  return {};
}

tl::unexpected<Error> cut_short() {
  return fail(
      Code::invalid_input,
      "the form is cut short or its boundary is not that of its Content-Type; send it again");
}

}  // namespace

Result<std::vector<FormPart>> parse_form(std::string_view content_type, std::string_view body) {
  std::string_view rest = content_type;
  if (!same_ignoring_case(next_parameter(rest), "multipart/form-data"))
    return fail(Code::unsupported,
                "send the file as multipart/form-data, as in curl -F photo=@picture.jpg");
  const std::string boundary = parameter_of(content_type, "boundary");
  if (boundary.empty() || boundary.size() > kMostBoundary)
    return fail(Code::invalid_input,
                "the Content-Type of a form needs a boundary of 1 to 70 characters");
  const std::string border = "\r\n--" + boundary;
  std::vector<FormPart> parts;
  std::size_t at = 0;
  if (body.starts_with(std::string_view(border).substr(2))) {
    at = border.size() - 2;
  } else if (at = body.find(border); at == body.npos) {
    return cut_short();
  } else {
    at += border.size();
  }
  for (;;) {
    if (body.substr(at).starts_with("--")) return parts;
    if (!body.substr(at).starts_with("\r\n")) return cut_short();
    const std::size_t end = body.find(border, at);
    if (end == body.npos) return cut_short();
    if (parts.size() >= kMostParts)
      return fail(Code::invalid_input, "a form may have at most 64 parts");
    const std::string_view part = body.substr(at + 2, end - at - 2);
    const std::size_t blank = part.starts_with("\r\n") ? 0 : part.find("\r\n\r\n");
    if (end < at + 2 || blank == part.npos) return cut_short();
    const std::string_view disposition = disposition_of(part.substr(0, blank));
    parts.push_back({parameter_of(disposition, "name"), parameter_of(disposition, "filename"),
                     part.substr(blank + (blank == 0 ? 2 : 4))});
    at = end + border.size();
  }
}

}  // namespace maillon::web
