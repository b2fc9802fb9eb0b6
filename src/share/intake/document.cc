#include "share/intake/document.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/utf8.h"
#include "collect/dates.h"
#include "share/intake/parts.h"

namespace maillon::share {
namespace {

constexpr std::array<std::string_view, 3> kDocumentNames = {"stix", "ftm", "misp"};
constexpr std::size_t kHead = std::size_t{64} << 10;
constexpr std::string_view kMark = "\xEF\xBB\xBF";  // of UTF-8

// The end of the string that begins at the quote, past its closing quote.
std::size_t string_end(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return std::min(at + 1, text.size());
}

// Names of the members of the first object, as far as the text goes.
std::vector<std::string_view> first_members(std::string_view text) {
  std::vector<std::string_view> names;
  int objects = 0, arrays_inside = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '"') {
      const std::size_t end = string_end(text, at);
      const std::size_t next = text.find_first_not_of(" \t\r\n", end);
      if (objects == 1 && arrays_inside == 0 && next < text.size() && text[next] == ':')
        names.push_back(text.substr(at + 1, end - at - 2));
      at = end;
      continue;
    }
    if (c == '{') ++objects;
    if (c == '[' && objects == 1) ++arrays_inside;
    if (c == ']' && objects == 1) --arrays_inside;
    if (c == '}' && --objects == 0) break;
    ++at;
  }
  return names;
}

}  // namespace

std::string_view to_name(DocumentFormat format) {
  return kDocumentNames[static_cast<std::size_t>(format)];
}

std::optional<DocumentFormat> parse_document_format(std::string_view name) {
  const auto at = std::find(kDocumentNames.begin(), kDocumentNames.end(), name);
  if (at == kDocumentNames.end()) return std::nullopt;
  return static_cast<DocumentFormat>(at - kDocumentNames.begin());
}

std::string_view place_name(DocumentFormat format) {
  switch (format) {
    case DocumentFormat::stix:
      return "object";
    case DocumentFormat::ftm:
      return "line";
    case DocumentFormat::misp:
      break;
  }
  return "attribute";
}

std::optional<DocumentFormat> guess_document_format(std::string_view head) {
  if (head.starts_with(kMark)) head.remove_prefix(kMark.size());
  head = head.substr(0, kHead);
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || (head[first] != '{' && head[first] != '['))
    return std::nullopt;
  const std::vector<std::string_view> names = first_members(head);
  const auto has = [&](std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (has("objects") || has("spec_version")) return DocumentFormat::stix;
  if (has("Event") || has("response") || has("Attribute")) return DocumentFormat::misp;
  if (has("schema") || has("properties")) return DocumentFormat::ftm;
  return std::nullopt;
}

Result<void> read_document(std::string_view bytes, DocumentFormat format, DocumentSink& sink) {
  if (bytes.starts_with(kMark)) bytes.remove_prefix(kMark.size());
  switch (format) {
    case DocumentFormat::stix:
      return read_stix(bytes, sink);
    case DocumentFormat::ftm:
      return read_ftm(bytes, sink);
    case DocumentFormat::misp:
      break;
  }
  return read_misp(bytes, sink);
}

std::string said(std::string_view text) {
  text = trimmed(text, " \t\r\n");
  if (text.size() <= kMostSaid) return std::string(text);
  return std::string(text.substr(0, utf8_prefix(text, kMostSaid))) + "...";
}

std::string said(const JsonView& from, std::string_view member) {
  return said(from.text(member));
}

void add_tag(std::vector<std::string>& tags, std::string tag) {
  constexpr std::size_t kMostTags = 64;
  if (tags.size() < kMostTags) tags.push_back(std::move(tag));
}

int64_t time_of(std::string_view text) {
  int64_t seconds = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (!text.empty() && read.ec == std::errc() && read.ptr == text.data() + text.size())
    return seconds > 0 && seconds < (int64_t{1} << 33) ? seconds : kNoTime;  // year 2242
  return collect::parse_date(text, collect::DateOrder::ymd).value_or(kNoTime);
}

std::string tlp_of(std::string_view text) {
  std::string name = to_lower(text);
  if (name.starts_with("tlp:")) name.erase(0, 4);
  if (name == "white") return "clear";
  for (const std::string_view known : {"clear", "green", "amber", "amber+strict", "red"}) {
    if (name == known) return name;
  }
  return "";
}

Service service_of(std::string_view name) {
  std::string plain = to_lower(trimmed(name, " @"));
  for (const std::string_view tail : {"-account", ".com", ".org", ".me", " messenger"}) {
    if (plain.ends_with(tail)) plain.erase(plain.size() - tail.size());
  }
  const Service service = parse_service(plain).value_or(Service::none);
  return service == Service::account ? Service::none : service;
}

bool take_value(const JsonView& value, ListedSelector& into, uint64_t place, DocumentSink& sink) {
  into.written = value.is_text() ? value.text() : "";
  const bool is_empty = is_blank(into.written), is_long = into.written.size() > kMostValue;
  if (is_empty || is_long) sink.reject(place, into.object, is_long ? kLongValue : kNoValue);
  return !is_empty && !is_long;
}

bool take_hash(std::string_view kind, const JsonView& value, ListEntry& into, uint64_t place,
               DocumentSink& sink) {
  const auto known = parse_hash_kind(kind);
  const std::string text = value.is_text() ? value.text() : "";
  if (!known) {
    into.other.push_back({said(kind), said(text)});
    return true;
  }
  const auto bytes = parse_hash(*known, text);
  if (bytes) {
    into.of(*known) = *bytes;
  } else {
    sink.reject(place, into.id, kBadDigest);
  }
  return bytes.has_value();
}

}  // namespace maillon::share
