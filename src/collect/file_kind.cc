#include "collect/file_kind.h"

#include <algorithm>
#include <cstddef>

#include "base/ascii.h"

namespace maillon::collect {
namespace {

struct Magic {
  std::string_view bytes;
  std::size_t at;
  std::string_view says;
};

using namespace std::string_view_literals;

constexpr std::string_view kPicture =
    "a picture, not a table or text; name pictures in a column `images` of a table and give "
    "their folder with --images";
constexpr std::string_view kUnpack = "an archive; unpack it and import the files in it";

constexpr Magic kMagic[] = {
    {"%PDF-"sv, 0,
     "a PDF; ask for the table that it was made from, or copy the table into a spreadsheet and "
     "save it as CSV"},
    {"\x89PNG"sv, 0, kPicture},
    {"\xFF\xD8\xFF"sv, 0, kPicture},
    {"GIF8"sv, 0, kPicture},
    {"WEBP"sv, 8, kPicture},
    {"ftypheic"sv, 4, kPicture},
    {"II*\0"sv, 0, kPicture},
    {"MM\0*"sv, 0, kPicture},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, 0,
     "an old Office file (.xls or .doc); open it and save it as .xlsx or CSV"},
    {"Rar!\x1A\x07"sv, 0, kUnpack},
    {"7z\xBC\xAF\x27\x1C"sv, 0, kUnpack},
    {"BZh"sv, 0, "compressed by bzip2; unpack it (bunzip2) and import the result"},
    {"\xFD\x37zXZ\0"sv, 0, "compressed by xz; unpack it (unxz) and import the result"},
    {"ustar"sv, 257, kUnpack},
    {"PK\x03\x04"sv, 0, kUnpack},
    {"\x1F\x8B"sv, 0, "compressed twice; unpack it once and import the result"},
    {"\x28\xB5\x2F\xFD"sv, 0, "compressed twice; unpack it once and import the result"},
    {"SQLite format 3\0"sv, 0, "an SQLite database; export the table as CSV and import that"},
    {"PAR1"sv, 0, "a Parquet file; export it as CSV or JSON lines and import that"},
    {"{\\rtf"sv, 0, "a rich text document; save the table in it as CSV"},
    {"\x7F"
     "ELF"sv,
     0, "a program, not a table or text"},
    {"ftyp"sv, 4, "a film or sound, not a table or text"},
    {"OggS"sv, 0, "a film or sound, not a table or text"},
    {"ID3\x03"sv, 0, "a film or sound, not a table or text"},
    {"ID3\x04"sv, 0, "a film or sound, not a table or text"},
    {"RIFF"sv, 0, "a film or sound, not a table or text"},
};

// The first characters behind blanks, in lower case.
std::string first_letters(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  const std::size_t begin = std::min(head.find_first_not_of(" \t\r\n"), head.size());
  return to_lower(head.substr(begin, 64));
}

// Control bytes that no text has. UTF-16 has been set apart before.
bool is_binary(std::string_view head) {
  std::size_t odd = 0;
  for (const char c : head) {
    const unsigned b = static_cast<unsigned char>(c);
    const bool text = b >= 0x20 || b == '\n' || b == '\r' || b == '\t' || b == '\f';
    if (!text && b != 0x1A && b != 0x1B) ++odd;
  }
  // A damaged file may have a few; its rows go to quarantine one by one.
  return odd > 8 && odd * 100 > head.size();
}

}  // namespace

Container guess_container(std::string_view head) {
  if (head.starts_with("\x1F\x8B")) return Container::gzip;
  // A frame, or a skippable frame that some tools put first.
  if (head.starts_with("\x28\xB5\x2F\xFD")) return Container::zstd;
  if (head.size() > 4 && head.substr(1, 3) == "\x2A\x4D\x18" && (head[0] & 0xF0) == 0x50) {
    return Container::zstd;
  }
  if (head.starts_with("PK\x03\x04")) return Container::xlsx;
  return Container::plain;
}

std::optional<std::string> find_refusal(std::string_view head) {
  for (const Magic& magic : kMagic) {
    if (head.size() >= magic.at && head.substr(magic.at).starts_with(magic.bytes)) {
      return "this is " + std::string(magic.says);
    }
  }
  const std::string first = first_letters(head);
  if (first.starts_with("<?xml") || first.starts_with("<svg")) {
    return "this is XML; export the posts as a table (CSV, XLSX) or JSON";
  }
  if (is_binary(head)) {
    return "this is a binary file, whatever its name says; export the posts as a table (CSV, "
           "XLSX) or JSON";
  }
  return std::nullopt;
}

}  // namespace maillon::collect
