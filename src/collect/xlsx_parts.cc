#include "collect/xlsx_parts.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <map>

#include <expat.h>
#include <fmt/format.h>
#include <minizip/unzip.h>

#include "base/civil_time.h"

namespace maillon::collect {
namespace {

constexpr uint64_t kMaxSmallPart = 64ULL << 20;      // workbook, styles
constexpr uint64_t kMaxSharedTexts = 1024ULL << 20;  // unpacked XML
constexpr uint64_t kMaxTag = 16ULL << 20;
constexpr std::size_t kChunk = 64U << 10;

// ---- zip from memory: minizip's file functions over a string ----------------

struct MemoryFile {
  std::string_view bytes;
  uint64_t at = 0;
};

MemoryFile* to_file(voidpf stream) {
  return static_cast<MemoryFile*>(stream);
}

voidpf open_memory(voidpf opaque, const void* /*name*/, int /*mode*/) {
  return opaque;
}
uLong read_memory(voidpf /*opaque*/, voidpf stream, void* to, uLong size) {
  MemoryFile* file = to_file(stream);
  const uint64_t take = std::min<uint64_t>(size, file->bytes.size() - file->at);
  std::memcpy(to, file->bytes.data() + file->at, take);
  file->at += take;
  return static_cast<uLong>(take);
}
uLong write_memory(voidpf, voidpf, const void*, uLong) {
  return 0;
}
ZPOS64_T tell_memory(voidpf /*opaque*/, voidpf stream) {
  return to_file(stream)->at;
}
long seek_memory(voidpf /*opaque*/, voidpf stream, ZPOS64_T offset, int origin) {
  MemoryFile* file = to_file(stream);
  uint64_t base = 0;
  if (origin == ZLIB_FILEFUNC_SEEK_CUR) base = file->at;
  if (origin == ZLIB_FILEFUNC_SEEK_END) base = file->bytes.size();
  const uint64_t target = base + offset;
  if (target > file->bytes.size()) return -1;
  file->at = target;
  return 0;
}
int close_memory(voidpf, voidpf) {
  return 0;
}
int error_memory(voidpf, voidpf) {
  return 0;
}

tl::unexpected<Error> broken_part(const std::string& name) {
  return fail(Code::corrupt,
              "the XLSX file's part " + name +
                  " is missing or damaged; open it in a spreadsheet program, save it "
                  "again, and import that");
}

std::string_view local_name(const char* name) {
  const std::string_view whole(name);
  const std::size_t colon = whole.rfind(':');
  return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

}  // namespace

struct ZipArchive::State {
  MemoryFile file;
  unzFile zip = nullptr;
  bool part_open = false;
  ~State() {
    if (part_open) unzCloseCurrentFile(zip);
    if (zip != nullptr) unzClose(zip);
  }
};

ZipArchive::ZipArchive(std::unique_ptr<State> state) : state_(std::move(state)) {}
ZipArchive::~ZipArchive() = default;

Result<std::unique_ptr<ZipArchive>> ZipArchive::open(std::string_view bytes) {
  auto state = std::make_unique<State>();
  state->file.bytes = bytes;
  zlib_filefunc64_def functions{};
  functions.zopen64_file = open_memory;
  functions.zread_file = read_memory;
  functions.zwrite_file = write_memory;
  functions.ztell64_file = tell_memory;
  functions.zseek64_file = seek_memory;
  functions.zclose_file = close_memory;
  functions.zerror_file = error_memory;
  functions.opaque = &state->file;
  state->zip = unzOpen2_64("", &functions);
  if (state->zip == nullptr) {
    return fail(Code::corrupt,
                "the XLSX file is cut off or damaged (its table of contents cannot be read); get "
                "it again");
  }
  return std::unique_ptr<ZipArchive>(new ZipArchive(std::move(state)));
}

bool ZipArchive::has(const std::string& name) {
  return unzLocateFile(state_->zip, name.c_str(), 1) == UNZ_OK;
}

Result<void> ZipArchive::open_part(const std::string& name, uint64_t max_bytes) {
  if (state_->part_open) unzCloseCurrentFile(state_->zip);
  state_->part_open = false;
  unz_file_info64 info{};
  if (unzLocateFile(state_->zip, name.c_str(), 1) != UNZ_OK ||
      unzGetCurrentFileInfo64(state_->zip, &info, nullptr, 0, nullptr, 0, nullptr, 0) != UNZ_OK ||
      unzOpenCurrentFile(state_->zip) != UNZ_OK) {
    return broken_part(name);
  }
  state_->part_open = true;
  name_ = name;
  packed_ = info.compressed_size;
  unpacked_ = 0;
  max_ = max_bytes;
  return {};
}

Result<std::size_t> ZipArchive::read_part(char* to, std::size_t size) {
  const int got = unzReadCurrentFile(state_->zip, to,
                                     static_cast<unsigned>(std::min<std::size_t>(size, 1U << 30)));
  if (got < 0) return broken_part(name_);
  unpacked_ += static_cast<uint64_t>(got);
  if (unpacked_ > max_) {
    return fail(Code::invalid_input, "the XLSX file's part " + name_ +
                                         " unpacks to an absurd size; save the sheet as CSV and "
                                         "import that");
  }
  return static_cast<std::size_t>(got);
}

// ---- XML ---------------------------------------------------------------------

struct XmlReader::State {
  XML_Parser parser = nullptr;
  Handler* handler = nullptr;
  Attributes attributes;
  bool hostile = false;
  uint64_t fed = 0, told = 0;  // bytes given to expat; up to where it has told us
  ~State() {
    if (parser != nullptr) XML_ParserFree(parser);
  }
  static void begin(void* self, const char* name, const char** pairs) {
    State& state = *static_cast<State*>(self);
    state.told = state.fed;
    state.attributes.clear();
    for (; *pairs != nullptr; pairs += 2) state.attributes.emplace_back(pairs[0], pairs[1]);
    state.handler->begin(local_name(name), state.attributes);
  }
  static void end(void* self, const char* name) {
    static_cast<State*>(self)->told = static_cast<State*>(self)->fed;
    static_cast<State*>(self)->handler->end(local_name(name));
  }
  static void text(void* self, const char* text, int size) {
    static_cast<State*>(self)->told = static_cast<State*>(self)->fed;
    static_cast<State*>(self)->handler->text({text, static_cast<std::size_t>(size)});
  }
  static void doctype(void* self, const char*, const char*, const char*, int) {
    State& state = *static_cast<State*>(self);
    state.hostile = true;
    XML_StopParser(state.parser, XML_FALSE);
  }
};

XmlReader::XmlReader(Handler& handler) : state_(std::make_unique<State>()) {
  state_->parser = XML_ParserCreate(nullptr);
  state_->handler = &handler;
  if (state_->parser == nullptr) return;
  XML_SetUserData(state_->parser, state_.get());
  XML_SetElementHandler(state_->parser, State::begin, State::end);
  XML_SetCharacterDataHandler(state_->parser, State::text);
  XML_SetStartDoctypeDeclHandler(state_->parser, State::doctype);
}
XmlReader::~XmlReader() = default;

Result<void> XmlReader::feed(std::string_view bytes, bool last) {
  if (state_->parser == nullptr) return fail(Code::io, "out of memory while reading XLSX");
  state_->fed += bytes.size();
  const XML_Status status =
      XML_Parse(state_->parser, bytes.data(), static_cast<int>(bytes.size()), last ? 1 : 0);
  const bool long_tag = state_->fed > state_->told + kMaxTag;
  if (state_->hostile || long_tag) {
    return fail(Code::invalid_input,
                "the XLSX file holds XML that no spreadsheet program writes; save the sheet as "
                "CSV and import that");
  }
  if (status == XML_STATUS_OK) return {};
  return fail(Code::corrupt,
              fmt::format("the XLSX file's XML is damaged (line {}); save it again in a "
                          "spreadsheet program",
                          XML_GetCurrentLineNumber(state_->parser)));
}

std::string_view find_attribute(const XmlReader::Attributes& attributes, std::string_view name) {
  for (const auto& [key, value] : attributes) {
    const std::size_t colon = key.rfind(':');
    if (key == name ||
        (colon != std::string_view::npos && key.substr(colon + 1) == name && name != "id")) {
      return value;
    }
  }
  return {};
}

namespace {

Result<void> parse_part(ZipArchive& zip, const std::string& name, uint64_t max_bytes,
                        XmlReader::Handler& handler) {
  TRY_OK(zip.open_part(name, max_bytes));
  XmlReader xml(handler);
  std::vector<char> chunk(kChunk);
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
