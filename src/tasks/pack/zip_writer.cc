#include "tasks/pack/zip_writer.h"

#include <array>

namespace maillon::tasks {

namespace {

constexpr uint64_t kMost = 0xffffffff;
constexpr uint32_t kMostMembers = 0xffff;
constexpr uint32_t kLocal = 0x04034b50, kCentral = 0x02014b50, kEnd = 0x06054b50;

// CRC-32 of ISO 3309, bits reversed, by bytes.
class Crc32 {
 public:
  void update(std::string_view bytes) {
    for (const char c : bytes)
      state_ = table()[(state_ ^ static_cast<uint8_t>(c)) & 0xff] ^ (state_ >> 8);
  }
  uint32_t finish() const { return ~state_; }

 private:
  static const std::array<uint32_t, 256>& table() {
    static const std::array<uint32_t, 256> kTable = [] {
      std::array<uint32_t, 256> table{};
      for (uint32_t i = 0; i < table.size(); ++i) {
        uint32_t crc = i;
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320U : 0U);
        table[i] = crc;
      }
      return table;
    }();
    return kTable;
  }
  uint32_t state_ = 0xffffffff;
};

void put(std::string& to, uint64_t number, int bytes) {
  for (int i = 0; i < bytes; ++i) to.push_back(static_cast<char>(number >> (8 * i)));
}

// What a local header and its entry in the directory share, from "version needed" on.
std::string header_of(uint32_t crc, uint64_t size, std::size_t name_size) {
  std::string header;
  put(header, 20, 2);      // version needed
  put(header, 0x0800, 2);  // the name is UTF-8
  put(header, 0, 2);       // stored
  put(header, 0, 2);       // 00:00:00
  put(header, 0x0021, 2);  // 1980-01-01
  put(header, crc, 4);
  put(header, size, 4);
  put(header, size, 4);
  put(header, name_size, 2);
  put(header, 0, 2);  // no extra field
  return header;
}

}  // namespace

void ZipWriter::write(std::string_view bytes) {
  out_.write(bytes);
  offset_ += bytes.size();
}

Result<void> ZipWriter::add(const std::string& name, uint64_t size, const ByteMaker& bytes) {
  if (offset_ + size + directory_.size() + (1 << 16) > kMost || count_ == kMostMembers) {
    return fail(Code::unsupported,
                "a ZIP file holds 4 GiB and 65,535 files at most; name a folder instead: --to DIR");
  }
  Crc32 crc;
  TRY_OK(bytes([&](std::string_view piece) { crc.update(piece); }));
  const std::string header = header_of(crc.finish(), size, name.size());
  put(directory_, kCentral, 4);
  put(directory_, 20, 2);  // made by: version 2.0, MS-DOS
  directory_ += header;
  directory_.append(2 + 2 + 2 + 4, '\0');  // no comment, disk 0, no attributes
  put(directory_, offset_, 4);
  directory_ += name;
  ++count_;
  std::string local;
  put(local, kLocal, 4);
  write(local + header + name);
  const uint64_t begin = offset_;
  TRY_OK(bytes([&](std::string_view piece) { write(piece); }));
  if (offset_ - begin != size) return fail(Code::corrupt, name + " changed while it was packed");
  return {};
}

void ZipWriter::finish() {
  std::string end;
  put(end, kEnd, 4);
  put(end, 0, 2 + 2);  // disk 0
  put(end, count_, 2);
  put(end, count_, 2);
  put(end, directory_.size(), 4);
  put(end, offset_, 4);
  put(end, 0, 2);  // no comment
  write(directory_);
  write(end);
}

}  // namespace maillon::tasks
