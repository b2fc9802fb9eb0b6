#include "collect/pages/charset.h"

#include <algorithm>
#include <array>
#include <memory>

#include <unicode/ucnv.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "collect/guess_encoding.h"

namespace maillon::collect {

namespace {

constexpr std::size_t kMetaBytes = 8192;
constexpr std::size_t kMaxLabel = 40;

// Labels that mean more on the web than their own standards say (WHATWG Encoding).
struct Wider {
  std::string_view label, converter;
};
constexpr Wider kWider[] = {
    {"iso-8859-1", "windows-1252"},
    {"iso8859-1", "windows-1252"},
    {"latin1", "windows-1252"},
    {"us-ascii", "windows-1252"},
    {"ascii", "windows-1252"},
    {"iso-8859-9", "windows-1254"},
    {"latin5", "windows-1254"},
    {"iso-8859-11", "windows-874"},
    {"tis-620", "windows-874"},
    {"gb2312", "gb18030"},
    {"gbk", "gb18030"},
    {"x-gbk", "gb18030"},
    {"shift_jis", "windows-31j"},
    {"shift-jis", "windows-31j"},
    {"sjis", "windows-31j"},
    {"x-sjis", "windows-31j"},
    {"euc-kr", "windows-949"},
    {"ks_c_5601-1987", "windows-949"},
    {"big5", "big5-hkscs"},
    {"iso-8859-8-i", "iso-8859-8"},
    {"unicode", "utf-16le"},
    {"utf8", "utf-8"},
};
// In which letters may mean something else than they look like.
constexpr std::string_view kRefused[] = {"utf-7", "unicode-1-1-utf-7", "scsu", "bocu-1",
                                         "imap-mailbox-name"};

using Converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;

Converter open_converter(std::string_view label) {
  std::string name = to_lower(trimmed(label, " \t\r\n\"'"));
  const auto wider = std::find_if(std::begin(kWider), std::end(kWider),
                                  [&](const Wider& w) { return w.label == name; });
  if (wider != std::end(kWider)) name = wider->converter;
  const bool is_refused =
      name.empty() || name.size() > kMaxLabel || name.find_first_of("/\\,") != std::string::npos ||
      std::find(std::begin(kRefused), std::end(kRefused), name) != std::end(kRefused);
  UErrorCode error = U_ZERO_ERROR;
  return {is_refused ? nullptr : ucnv_open(name.c_str(), &error), &ucnv_close};
}

std::string convert(UConverter& converter, std::string_view bytes) {
  std::string out(bytes.size() * 3 / 2 + 64, '\0');
  for (;;) {
    UErrorCode error = U_ZERO_ERROR;
    ucnv_reset(&converter);
    const int32_t size =
        ucnv_toAlgorithmic(UCNV_UTF8, &converter, out.data(), static_cast<int32_t>(out.size()),
                           bytes.data(), static_cast<int32_t>(bytes.size()), &error);
    if (error == U_BUFFER_OVERFLOW_ERROR) {
      out.resize(static_cast<std::size_t>(size) + 1);
      continue;
    }
    out.resize(U_FAILURE(error) || size < 0 ? 0 : static_cast<std::size_t>(size));
    return out;
  }
}

std::string_view mark_label(std::string_view bytes, std::size_t& size) {
  size = 3;
  if (bytes.starts_with("\xEF\xBB\xBF")) return "utf-8";
  size = 2;
  if (bytes.starts_with("\xFF\xFE")) return "utf-16le";
  if (bytes.starts_with("\xFE\xFF")) return "utf-16be";
  size = 0;
  return "";
}

}  // namespace

std::string to_utf8(std::string_view bytes, std::string_view label) {
  std::size_t mark = 0;
  if (const std::string_view marked = mark_label(bytes, mark); mark > 0) {
    label = marked;
    bytes.remove_prefix(mark);
  }
  Converter converter = open_converter(label);
  if (converter == nullptr) {
    if (is_utf8(bytes)) return std::string(bytes);
    converter = open_converter(to_name(guess_encoding(bytes, false).encoding));
  }
  return converter == nullptr ? std::string() : convert(*converter, bytes);
}

std::string find_meta_charset(std::string_view html) {
  const std::string head = to_lower(html.substr(0, kMetaBytes));
  for (std::size_t at = head.find("<meta"); at != std::string_view::npos;
       at = head.find("<meta", at + 5)) {
    const std::string_view tag = std::string_view(head).substr(at, head.find('>', at) - at);
    std::size_t value = tag.find("charset");
    if (value == std::string_view::npos) continue;
    value = tag.find_first_not_of(" \t\r\n", value + 7);
    if (value == std::string_view::npos || tag[value] != '=') continue;
    value = tag.find_first_not_of(" \t\r\n\"'", value + 1);
    if (value == std::string_view::npos) continue;
    const std::size_t end = std::min(tag.find_first_of(" \t\r\n\"';/>", value), tag.size());
    const std::string label(tag.substr(value, end - value));
    // A page whose <meta> could be read as ASCII is in no encoding of two-byte units.
    return label.starts_with("utf-16") || label.starts_with("utf-32") ? "utf-8" : label;
  }
  return "";
}

}  // namespace maillon::collect
