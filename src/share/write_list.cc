#include "share/write_list.h"

#include <charconv>
#include <cstdint>

#include "base/check.h"
#include "base/json_writer.h"
#include "share/xml_text.h"

namespace maillon::share {
namespace {

std::string hex_of(const std::string& bytes) {
  return to_hex(bytes);
}

void append_cell(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\r\n#") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

std::string join(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ";") + part;
  return out;
}

void append_element(std::string& out, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  out.append("<").append(name).append(">");
  append_xml(out, text);
  out.append("</").append(name).append(">");
}

// A number where the text is one and reads back the same, else a string.
void write_number(JsonWriter& json, std::string_view text) {
  int64_t number = 0;
  const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc{} && at == text.data() + text.size();
  if (whole && std::to_string(number) == text) {
    json.value(number);
  } else {
    json.value(text);
  }
}

constexpr std::string_view kCsvHeader =
    "id,member,pdq,md5,sha1,sha256,quality,file,classification,scheme,country,tags,timestamp,"
    "status,other\r\n";

}  // namespace

ListWriter::ListWriter(ListFormat format, std::string_view country) : format_(format) {
  CHECK(format != ListFormat::lines);
  if (format == ListFormat::csv) out_ = kCsvHeader;
  if (format == ListFormat::threatexchange) out_ = "{\"data\":[";
  if (format == ListFormat::ncmec) {
    out_ =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<queryResult "
        "xmlns=\"https://hashsharing.ncmec.org/hashsharing/v2\"><images>";
  }
  if (format == ListFormat::vics) {
    out_ = "{\"@odata.context\":";
    append_json_string(out_, "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/" +
                                 std::string(country.empty() ? "Default" : country) +
                                 "/$metadata#Media");
    out_ += ",\"value\":[";
  }
}

void ListWriter::add(const ListEntry& entry) {
  CHECK(!entry.restricted);
  if (format_ == ListFormat::csv) add_csv(entry);
  if (format_ == ListFormat::threatexchange) add_threatexchange(entry);
  if (format_ == ListFormat::ncmec) add_ncmec(entry);
  if (format_ == ListFormat::vics) add_vics(entry);
}

void ListWriter::finish() {
  if (format_ == ListFormat::threatexchange || format_ == ListFormat::vics) out_ += "\n]}\n";
  if (format_ == ListFormat::ncmec) out_ += "\n</images></queryResult>\n";
}

std::string ListWriter::take() {
  std::string taken;
  taken.swap(out_);
  return taken;
}

void ListWriter::add_csv(const ListEntry& entry) {
  std::string other;
  for (const NamedText& o : entry.other)
    other += (other.empty() ? "" : ";") + o.name + "=" + o.value;
  const std::string quality = entry.quality < 0 ? "" : std::to_string(entry.quality);
  bool first = true;
  for (const std::string& cell :
       {entry.id, entry.member, hex_of(entry.of(HashKind::pdq)), hex_of(entry.of(HashKind::md5)),
        hex_of(entry.of(HashKind::sha1)), hex_of(entry.of(HashKind::sha256)), quality, entry.file,
        entry.classification, entry.scheme, entry.country, join(entry.tags), entry.timestamp,
        entry.status, other}) {
    if (!first) out_ += ',';
    first = false;
    append_cell(out_, cell);
  }
  out_ += "\r\n";
}

void ListWriter::add_threatexchange(const ListEntry& entry) {
  static constexpr std::string_view kTypes[] = {"HASH_PDQ", "HASH_MD5", "HASH_SHA1", "HASH_SHA256"};
  for (const HashKind kind : kHashKinds) {
    if (entry.of(kind).empty()) continue;
    out_ += first_ ? "\n" : ",\n";
    first_ = false;
    JsonWriter json;
    json.begin_object().member("id", entry.id);
    json.member("indicator", hex_of(entry.of(kind)));
    json.member("type", kTypes[static_cast<std::size_t>(kind) - 1]);
    write_number(json.key("last_updated"), entry.timestamp);
    json.member("should_delete", false).key("descriptors").begin_object().key("data").begin_array();
    json.begin_object().key("owner").begin_object().member("id", entry.member).end_object();
    json.member("status", entry.status);
    if (!entry.classification.empty()) json.member("severity", entry.classification);
    json.key("tags").begin_object().key("data").begin_array();
    for (const std::string& tag : entry.tags) json.begin_object().member("text", tag).end_object();
    json.end_array().end_object().end_object().end_array().end_object().end_object();
    out_ += json.take();
  }
}

void ListWriter::add_ncmec(const ListEntry& entry) {
  out_ += "\n<image><member id=\"";
  append_xml(out_, entry.member);
  out_ += "\"></member>";
  append_element(out_, "timestamp", entry.timestamp);
  append_element(out_, "id", entry.id);
  append_element(out_, "classification", entry.classification);
  out_ += "<fingerprints>";
  for (const HashKind kind : kHashKinds)
    append_element(out_, to_name(kind), hex_of(entry.of(kind)));
  out_ += "</fingerprints></image>";
}

void ListWriter::add_vics(const ListEntry& entry) {
  out_ += first_ ? "\n" : ",\n";
  first_ = false;
  JsonWriter json;
  json.begin_object();
  write_number(json.key("MediaID"), entry.id);
  write_number(json.key("Category"), entry.classification);
  if (!entry.of(HashKind::md5).empty()) json.member("MD5", hex_of(entry.of(HashKind::md5)));
  if (!entry.of(HashKind::sha1).empty()) json.member("SHA1", hex_of(entry.of(HashKind::sha1)));
  json.member("DateUpdated", entry.timestamp).member("Tags", join(entry.tags));
  json.member("RelativeFilePath", entry.file).key("AlternativeHashes").begin_array();
  for (const HashKind kind : {HashKind::pdq, HashKind::sha256}) {
    if (entry.of(kind).empty()) continue;
    json.begin_object().member("HashName", to_name(kind));
    json.member("HashValue", hex_of(entry.of(kind))).end_object();
  }
  json.end_array().end_object();
  out_ += json.take();
}

}  // namespace maillon::share
