#include "collect/xlsx_parts.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <map>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "collect/xml_reader.h"

namespace maillon::collect {
namespace {

constexpr uint64_t kMaxSmallPart = 64ULL << 20;      // workbook, styles
constexpr uint64_t kMaxSharedTexts = 1024ULL << 20;  // unpacked XML
constexpr std::size_t kPartChunk = 64U << 10;

Result<void> parse_part(ZipArchive& zip, const std::string& name, uint64_t max_bytes,
                        XmlReader::Handler& handler) {
  TRY_OK(zip.open_part(name, max_bytes));
  XmlReader xml(handler);
  std::vector<char> chunk(kPartChunk);
  while (true) {
    TRY(const std::size_t got, zip.read_part(chunk.data(), chunk.size()));
    TRY_OK(xml.feed({chunk.data(), got}, got == 0));
    if (got == 0) return {};
  }
}

// xl/workbook.xml: names and relation ids of the sheets.
struct BookHandler : XmlReader::Handler {
  std::vector<std::pair<std::string, std::string>> sheets;  // name, relation
  bool from_1904 = false;
  void begin(std::string_view name, const XmlReader::Attributes& a) override {
    if (name == "sheet") {
      std::string_view id = find_attribute(a, "r:id");
      for (const auto& [key, value] : a) {  // whatever the prefix of relations is
        if (id.empty() && key.ends_with(":id")) id = value;
      }
      sheets.emplace_back(find_attribute(a, "name"), id);
    }
    if (name == "workbookPr") {
      const std::string_view value = find_attribute(a, "date1904");
      from_1904 = value == "1" || value == "true";
    }
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}
};

struct RelationHandler : XmlReader::Handler {
  std::map<std::string, std::string, std::less<>> targets;
  void begin(std::string_view name, const XmlReader::Attributes& a) override {
    if (name != "Relationship") return;
    std::string target(find_attribute(a, "Target"));
    target = target.starts_with('/') ? target.substr(1) : "xl/" + target;
    targets.emplace(find_attribute(a, "Id"), std::move(target));
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}
};

int to_int(std::string_view text) {
  int value = -1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// xl/styles.xml: the number format of each cell style.
struct StyleHandler : XmlReader::Handler {
  std::map<int, bool> own_formats;
  std::vector<bool> is_date;
  bool in_cells = false;
  void begin(std::string_view name, const XmlReader::Attributes& a) override {
    if (name == "numFmt") {
      own_formats[to_int(find_attribute(a, "numFmtId"))] =
          is_date_format(find_attribute(a, "formatCode"));
    } else if (name == "cellXfs") {
      in_cells = true;
    } else if (name == "xf" && in_cells) {
      const int id = to_int(find_attribute(a, "numFmtId"));
      const auto own = own_formats.find(id);
      const bool built_in = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) ||
                            (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
      is_date.push_back(own == own_formats.end() ? built_in : own->second);
    }
  }
  void end(std::string_view name) override {
    if (name == "cellXfs") in_cells = false;
  }
  void text(std::string_view) override {}
};

// xl/sharedStrings.xml: <si> with one <t>, or several in runs; <rPh> (how to
// pronounce it) is no part of the text.
struct SharedHandler : XmlReader::Handler {
  explicit SharedHandler(XlsxBook& to) : book(to) {}
  XlsxBook& book;
  bool in_text = false;
  int phonetic = 0;
  void begin(std::string_view name, const XmlReader::Attributes&) override {
    if (name == "rPh") ++phonetic;
    in_text = name == "t" && phonetic == 0;
  }
  void end(std::string_view name) override {
    if (name == "rPh") --phonetic;
    if (name == "t") in_text = false;
    if (name == "si") book.shared_ends.push_back(book.shared.size());
  }
  void text(std::string_view part) override {
    if (in_text) book.shared.append(part);
  }
};

}  // namespace

Result<XlsxBook> read_xlsx_book(ZipArchive& zip, bool with_texts) {
  XlsxBook book;
  if (!zip.has("xl/workbook.xml")) {
    return fail(Code::invalid_input,
                "a zip archive, but not an XLSX workbook; unpack it and import the files in it");
  }
  BookHandler workbook;
  TRY_OK(parse_part(zip, "xl/workbook.xml", kMaxSmallPart, workbook));
  RelationHandler relations;
  TRY_OK(parse_part(zip, "xl/_rels/workbook.xml.rels", kMaxSmallPart, relations));
  book.from_1904 = workbook.from_1904;
  for (auto& [name, id] : workbook.sheets) {
    const auto target = relations.targets.find(id);
    if (target != relations.targets.end() && zip.has(target->second)) {
      book.sheets.push_back({std::move(name), target->second});
    }
  }
  if (book.sheets.empty()) return fail(Code::invalid_input, "the XLSX file has no sheets");
  if (zip.has("xl/styles.xml")) {
    StyleHandler styles;
    TRY_OK(parse_part(zip, "xl/styles.xml", kMaxSmallPart, styles));
    book.is_date = std::move(styles.is_date);
  }
  if (with_texts && zip.has("xl/sharedStrings.xml")) {
    SharedHandler shared(book);
    TRY_OK(parse_part(zip, "xl/sharedStrings.xml", kMaxSharedTexts, shared));
  }
  return book;
}

std::string format_xlsx_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
    return std::string(text);
  }
  if (value == std::floor(value) && std::fabs(value) < 1e15) return fmt::format("{:.0f}", value);
  return fmt::format("{:.15g}", value);
}

std::string format_xlsx_date(std::string_view serial, bool from_1904) {
  double value = 0;
  const auto [end, error] = std::from_chars(serial.data(), serial.data() + serial.size(), value);
  if (error != std::errc() || end != serial.data() + serial.size()) return "";
  if (!(value >= 0) || value > 2958466) return "";
  int64_t seconds = std::llround(value * 86400);
  if (seconds < 86400 && !from_1904) {
    return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
  // Serial 1 is 1900-01-01, and Excel believes in 29 February 1900 (serial 60).
  if (!from_1904 && seconds < 60LL * 86400) seconds += 86400;
  const int64_t epoch = from_1904 ? *to_unix(1904, 1, 1) : *to_unix(1899, 12, 30);
  const std::string time = format_time(epoch + seconds);
  return seconds % 86400 == 0 ? time.substr(0, 10) : time.substr(0, time.size() - 1);
}

bool is_date_format(std::string_view code) {
  // The first section, without [colours], "texts" and \escaped letters.
  bool date = false;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = code[i];
    if (c == '"' || c == '[') {
      const std::size_t close = code.find(c == '"' ? '"' : ']', i + 1);
      // [h]:mm is a length of time, and as good as a clock.
      if (c == '[' && i + 1 < code.size() && std::strchr("hHmMsS", code[i + 1]) != nullptr &&
          close != std::string_view::npos && close <= i + 3) {
        date = true;
      }
      if (close == std::string_view::npos) break;
      i = close;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (code.substr(i).starts_with("General")) {
      i += 6;
    } else if (c == '0' || c == '#' || c == '?') {
      if (!date) return false;
    } else if (std::strchr("yYmMdDhHsS", c) != nullptr) {
      date = true;
    }
  }
  return date;
}

}  // namespace maillon::collect
