// A bundle is a block file. Its content is the arrays one after the other: the
// elements as they are in memory (little-endian); of strings first the u64 ends,
// then the text. Its metadata (str = u32 size, bytes):
//
//   "MLNBUNDL"  u16 format  u16 0  u32 version
//   u32 attributes   per attribute: str key  str value       (sorted by key)
//   u32 arrays       per array: str name  u8 type  u64 count  u64 begin  u64 text size
#include "store/bundle.h"

#include <cstring>

#include "base/check.h"
#include "store/block_layout.h"

namespace maillon::store {

namespace {

constexpr std::string_view kMagic = "MLNBUNDL";
constexpr uint16_t kFormat = 1;

void put_text(std::string& out, std::string_view text) {
  put(out, static_cast<uint32_t>(text.size()));
  out.append(text);
}

// Takes values off the front; after the first that is not there, `broken` stays set.
struct Cursor {
  std::string_view rest;
  bool broken = false;

  template <class T>
  T number() {
    T value{};
    if (rest.size() < sizeof(T)) {
      broken = true;
      return value;
    }
    std::memcpy(&value, rest.data(), sizeof(T));
    rest.remove_prefix(sizeof(T));
    return value;
  }
  std::string text() {
    const auto size = number<uint32_t>();
    if (broken || size > rest.size()) {
      broken = true;
      return {};
    }
    std::string value(rest.substr(0, size));
    rest.remove_prefix(size);
    return value;
  }
};

// True if the array's bytes lie inside a file of `size` bytes. Count and sizes
// come from outside: no product or sum of them may wrap around.
bool fits(const ArrayInfo& array, uint64_t size) {
  const bool strings = array.type == ArrayType::strings;
  const uint64_t each = strings ? 8 : element_size(array.type);
  if (each == 0 || array.begin > size) return false;
  const uint64_t room = size - array.begin;
  if (array.count > room / each) return false;
  return strings ? array.text_size <= room - array.count * each : array.text_size == 0;
}

}  // namespace

std::size_t element_size(ArrayType type) {
  switch (type) {
    case ArrayType::uint8:
      return 1;
    case ArrayType::uint16:
      return 2;
    case ArrayType::uint32:
    case ArrayType::int32:
    case ArrayType::float32:
      return 4;
    case ArrayType::uint64:
    case ArrayType::int64:
    case ArrayType::float64:
      return 8;
    case ArrayType::strings:
      break;
  }
  return 0;
}

std::string_view to_name(ArrayType type) {
  static constexpr std::string_view kNames[] = {"?",     "uint8", "uint16",  "uint32",  "uint64",
                                                "int32", "int64", "float32", "float64", "strings"};
  const auto i = static_cast<std::size_t>(type);
  return i < std::size(kNames) ? kNames[i] : kNames[0];
}

// ---- Writing ----------------------------------------------------------------

Result<BundleWriter> BundleWriter::create(const std::string& path, uint32_t version) {
  return create_at(path + ".tmp", path, version);
}

Result<BundleWriter> BundleWriter::create_at(const std::string& tmp_path, const std::string& path,
                                             uint32_t version, bool sync, SharedKey key) {
  BlockOptions options;
  // Arrays are written and read far more often than they are kept: at -1 they unpack
  // twice as fast as at 1 (2.1 instead of 1.1 GB/s a core), and are a third larger.
  options.level = -1;
  options.sync = sync;
  options.key = std::move(key);
  TRY(BlockWriter file, BlockWriter::create_at(tmp_path, path, std::move(options)));
  return BundleWriter(std::move(file), version);
}

void BundleWriter::begin(std::string_view name, ArrayType type) {
  for (const ArrayInfo& array : arrays_) CHECK(array.name != name);
  arrays_.push_back(
      {.name = std::string(name), .type = type, .count = 0, .begin = file_.size(), .text_size = 0});
}

Result<void> BundleWriter::extend_raw(ArrayType type, std::string_view bytes) {
  CHECK(!arrays_.empty() && arrays_.back().type == type && element_size(type) > 0);
  arrays_.back().count += bytes.size() / element_size(type);
  return file_.append(bytes);
}

Result<void> BundleWriter::add(std::string_view name, const StringColumn& values) {
  begin(name, ArrayType::strings);
  arrays_.back().count = values.size();
  arrays_.back().text_size = values.bytes.size();
  TRY_OK(file_.append({reinterpret_cast<const char*>(values.ends.data()), 8 * values.ends.size()}));
  return file_.append(values.bytes);
}

void BundleWriter::set_attribute(std::string_view key, std::string_view value) {
  attributes_[std::string(key)] = value;
}

Result<void> BundleWriter::finish() {
  std::string metadata(kMagic);
  put(metadata, kFormat);
  put(metadata, uint16_t{0});
  put(metadata, version_);
  put(metadata, static_cast<uint32_t>(attributes_.size()));
  for (const auto& [key, value] : attributes_) {
    put_text(metadata, key);
    put_text(metadata, value);
  }
  put(metadata, static_cast<uint32_t>(arrays_.size()));
  for (const ArrayInfo& array : arrays_) {
    put_text(metadata, array.name);
    put(metadata, static_cast<uint8_t>(array.type));
    put(metadata, array.count);
    put(metadata, array.begin);
    put(metadata, array.text_size);
  }
  finished_ = true;
  return file_.finish(metadata);
}

Result<void> BundleWriter::publish() {
  if (!finished_) TRY_OK(finish());
  return file_.publish();
}

// ---- Reading ----------------------------------------------------------------

Result<BundleReader> BundleReader::open(const std::string& path, const SharedKey& key) {
  TRY(BlockReader file, BlockReader::open(path, key));
  return from_file(std::move(file));
}

Result<BundleReader> BundleReader::from_file(BlockReader file) {
  BundleReader reader;
  const std::string metadata = file.metadata();
  const auto damaged = [&] {
    return fail(Code::corrupt, file.name() + ": its list of arrays is damaged");
  };
  if (!metadata.starts_with(kMagic)) {
    return fail(Code::corrupt, file.name() + ": this is not a bundle of arrays");
  }
  Cursor cursor{.rest = std::string_view(metadata).substr(kMagic.size())};
  if (cursor.number<uint16_t>() > kFormat) {
    return fail(Code::unsupported, file.name() + ": made by a newer Maillon; update this program");
  }
  cursor.number<uint16_t>();
  reader.version_ = cursor.number<uint32_t>();
  const auto attributes = cursor.number<uint32_t>();
  for (uint32_t i = 0; i < attributes && !cursor.broken; ++i) {
    std::string key = cursor.text();
    reader.attributes_[std::move(key)] = cursor.text();
  }
  const auto arrays = cursor.number<uint32_t>();
  for (uint32_t i = 0; i < arrays && !cursor.broken; ++i) {
    ArrayInfo array;
    array.name = cursor.text();
    array.type = static_cast<ArrayType>(cursor.number<uint8_t>());
    array.count = cursor.number<uint64_t>();
    array.begin = cursor.number<uint64_t>();
    array.text_size = cursor.number<uint64_t>();
    if (cursor.broken || !fits(array, file.size())) return damaged();
    reader.arrays_.push_back(std::move(array));
  }
  if (cursor.broken || !cursor.rest.empty()) return damaged();
  reader.file_ = std::move(file);
  return reader;
}

std::string BundleReader::attribute(std::string_view key) const {
  const auto at = attributes_.find(std::string(key));
  return at == attributes_.end() ? std::string() : at->second;
}

std::vector<std::string> BundleReader::names() const {
  std::vector<std::string> names;
  for (const ArrayInfo& array : arrays_) names.push_back(array.name);
  return names;
}

const ArrayInfo* BundleReader::find(std::string_view name) const {
  for (const ArrayInfo& array : arrays_) {
    if (array.name == name) return &array;
  }
  return nullptr;
}

uint64_t BundleReader::count(std::string_view name) const {
  const ArrayInfo* array = find(name);
  return array == nullptr ? 0 : array->count;
}

Result<uint64_t> BundleReader::locate(std::string_view name, ArrayType type, uint64_t begin,
                                      uint64_t count) const {
  const std::string where = file_.name() + ": array " + std::string(name);
  const ArrayInfo* array = find(name);
  if (array == nullptr) return fail(Code::not_found, where + " is not in it");
  if (array->type != type) {
    return fail(Code::corrupt, where + " is of " + std::string(to_name(array->type)) + ", not of " +
                                   std::string(to_name(type)));
  }
  if (begin > array->count || count > array->count - begin) {
    return fail(Code::invalid_input, where + ": the range lies outside of it");
  }
  return array->begin + begin * (type == ArrayType::strings ? 8 : element_size(type));
}

Result<StringColumn> BundleReader::get_strings(std::string_view name) const {
  return get_strings(name, 0, count(name));
}

Result<StringColumn> BundleReader::get_strings(std::string_view name, uint64_t begin,
                                               uint64_t count) const {
  TRY(const uint64_t at, locate(name, ArrayType::strings, begin, count));
  StringColumn column;
  if (count == 0) return column;
  // The end before the first string is where its text begins.
  const uint64_t before = begin == 0 ? 0 : 1;
  std::vector<uint64_t> ends(count + before);
  TRY_OK(file_.read_into(at - 8 * before, reinterpret_cast<char*>(ends.data()), 8 * ends.size()));
  const ArrayInfo& array = *find(name);
  const uint64_t text_begin = before == 0 ? 0 : ends.front();
  uint64_t last = text_begin;
  for (const uint64_t end : ends) {
    if (end < last || end > array.text_size) {
      return fail(Code::corrupt, file_.name() + ": the strings of " + array.name + " are damaged");
    }
    last = end;
  }
  column.ends.reserve(count);
  for (uint64_t i = before; i < ends.size(); ++i) column.ends.push_back(ends[i] - text_begin);
  TRY(column.bytes,
      file_.read(array.begin + 8 * array.count + text_begin, ends.back() - text_begin));
  return column;
}

}  // namespace maillon::store
