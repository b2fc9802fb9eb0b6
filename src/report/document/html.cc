#include "report/document/html.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/utf8.h"

namespace maillon::report {

namespace {

constexpr int kMarksOnALetter = 4;
constexpr int kCodesSpelt = 200;       // in one text; so many are a pattern, and markup is bounded
constexpr std::size_t kLongFrom = 24;  // bytes of an identifier: it may be broken into lines
constexpr std::size_t kMaskFrom = 8;   // characters; shorter values are masked whole

bool is_joiner(char32_t c) {
  return c == 0x200C || c == 0x200D;
}

bool is_hidden(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x34F || c == 0x61C ||
         c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || (c >= 0x180B && c <= 0x180F) ||
         (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0x3164 || c == 0xFEFF || c == 0xFFA0 ||
         (c >= 0xFFF0 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE0FFF);
}

bool is_mark(char32_t c) {
  return (c >= 0x300 && c <= 0x36F) || (c >= 0x483 && c <= 0x489) || (c >= 0x1AB0 && c <= 0x1AFF) ||
         (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) ||
         (c >= 0xFE20 && c <= 0xFE2F);
}

void append_code(std::string& out, char32_t c) {
  out += fmt::format("<span class=\"code\">[U+{:04X}]</span>", static_cast<uint32_t>(c));
}

bool is_break(char32_t c) {
  return c == '\n' || c == '\r';
}

void append_char(std::string& out, char32_t c) {
  switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    case '\'':
      out += "&#39;";
      break;
    default:
      append_utf8(out, c);
  }
}

}  // namespace

void append_html(std::string& out, std::string_view text) {
  char32_t before = 0;
  int marks = 0, codes = 0;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text, i);
    i += c.size;
    marks = is_mark(c.value) ? marks + 1 : 0;
    const char32_t after = i < text.size() ? decode_utf8(text, i).value : 0;
    if (is_break(c.value)) {
      if (!(c.value == '\r' && after == '\n')) out += '\n';
    } else if (c.value == '\t') {
      out += '\t';
    } else if (is_joiner(c.value) && before > 0x7F && after > 0x7F && !is_hidden(before)) {
      append_utf8(out, c.value);
    } else if (is_hidden(c.value) || marks > kMarksOnALetter) {
      if (++codes <= kCodesSpelt) {
        append_code(out, c.value);
      } else {
        out += "▯";
      }
    } else {
      append_char(out, c.value);
    }
    before = c.value;
  }
}

std::string html(std::string_view text) {
  std::string out;
  append_html(out, text);
  return out;
}

std::string isolated(std::string_view text) {
  return text.empty() ? "" : "<bdi dir=\"auto\">" + html(text) + "</bdi>";
}

std::string identifier(std::string_view text) {
  if (text.empty()) return "";
  return std::string("<bdi dir=\"ltr\" class=\"id") + (text.size() > kLongFrom ? " long" : "") +
         "\">" + html(text) + "</bdi>";
}

void append_marked(std::string& out, std::string_view text, const std::vector<MarkedRange>& ranges,
                   bool mask) {
  const auto at_border = [&](std::size_t at) {
    return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
  };
  std::size_t done = 0;
  for (const MarkedRange& range : ranges) {
    if (range.begin < done || range.begin >= range.end || range.end > text.size()) continue;
    if (!at_border(range.begin) || !at_border(range.end)) continue;
    append_html(out, text.substr(done, range.begin - done));
    const std::string_view inside = text.substr(range.begin, range.end - range.begin);
    out += "<mark>";
    append_html(out, mask ? std::string_view(masked(inside)) : inside);
    out += "</mark>";
    done = range.end;
  }
  append_html(out, text.substr(done));
}

std::string masked(std::string_view value) {
  std::vector<std::string_view> parts;
  for (std::size_t i = 0; i < value.size();) {
    const uint32_t size = decode_utf8(value, i).size;
    parts.push_back(value.substr(i, size));
    i += size;
  }
  std::string out;
  const bool is_long = parts.size() >= kMaskFrom;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool shown = is_long && (i < 3 || i + 2 >= parts.size());
    out += shown ? std::string(parts[i]) : "•";
  }
  return out;
}

std::string scrubbed(std::string_view text) {
  constexpr std::size_t kDigits = 3;
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \t\r\n"), text.size());
    const std::string_view word = text.substr(0, end);
    const auto digits = static_cast<std::size_t>(
        std::count_if(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; }));
    const bool is_shown = digits < kDigits && word.find_first_of("@/") == word.npos;
    out += is_shown ? std::string(word) : masked(word);
    if (end < text.size()) out += text[end];
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace maillon::report
