// Bundles: named, typed arrays in one block file, with a version and
// attributes. A bundle appears whole or not at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/columns.h"
#include "base/result.h"
#include "store/block_file.h"

namespace maillon::store {

// Stored: add at the end, never renumber.
enum class ArrayType : uint8_t {
  uint8 = 1,
  uint16,
  uint32,
  uint64,
  int32,
  int64,
  float32,
  float64,
  strings,
};
std::size_t element_size(ArrayType type);  // 0 for strings
std::string_view to_name(ArrayType type);

template <class T>
concept ArrayElement = std::is_same_v<T, uint8_t> || std::is_same_v<T, uint16_t> ||
    std::is_same_v<T, uint32_t> || std::is_same_v<T, uint64_t> || std::is_same_v<T, int32_t> ||
    std::is_same_v<T, int64_t> || std::is_same_v<T, float> || std::is_same_v<T, double>;

template <ArrayElement T>
constexpr ArrayType array_type() {
  if constexpr (std::is_same_v<T, uint8_t>) return ArrayType::uint8;
  if constexpr (std::is_same_v<T, uint16_t>) return ArrayType::uint16;
  if constexpr (std::is_same_v<T, uint32_t>) return ArrayType::uint32;
  if constexpr (std::is_same_v<T, uint64_t>) return ArrayType::uint64;
  if constexpr (std::is_same_v<T, int32_t>) return ArrayType::int32;
  if constexpr (std::is_same_v<T, int64_t>) return ArrayType::int64;
  if constexpr (std::is_same_v<T, float>) return ArrayType::float32;
  if constexpr (std::is_same_v<T, double>) return ArrayType::float64;
}

// Where an array stands in the bundle.
struct ArrayInfo {
  std::string name;
  ArrayType type = ArrayType::uint8;
  uint64_t count = 0;      // elements, or strings
  uint64_t begin = 0;      // of its bytes in the block file
  uint64_t text_size = 0;  // strings only: bytes of text, after the ends
};

// Writes one bundle. Names must differ (CHECK). Nothing is visible before
// publish(); dropped without it, nothing stays.
class BundleWriter {
 public:
  static Result<BundleWriter> create(const std::string& path, uint32_t version = 1);
  static Result<BundleWriter> create_at(const std::string& tmp_path, const std::string& path,
                                        uint32_t version = 1, bool sync = true, SharedKey key = {});

  template <ArrayElement T>
  Result<void> add(std::string_view name, std::span<const T> values) {
    begin(name, array_type<T>());
    return extend_raw(array_type<T>(),
                      {reinterpret_cast<const char*>(values.data()), values.size_bytes()});
  }
  template <ArrayElement T>
  Result<void> add(std::string_view name, const std::vector<T>& values) {
    return add(name, std::span<const T>(values));
  }
  Result<void> add(std::string_view name, const StringColumn& values);

  // An array in pieces: begin<T>(name), then extend() until the next begin or add.
  template <ArrayElement T>
  void begin(std::string_view name) {
    begin(name, array_type<T>());
  }
  template <ArrayElement T>
  Result<void> extend(std::span<const T> values) {
    return extend_raw(array_type<T>(),
                      {reinterpret_cast<const char*>(values.data()), values.size_bytes()});
  }

  void set_attribute(std::string_view key, std::string_view value);
  Result<void> finish();  // all but the rename; called by publish()
  Result<void> publish();
  uint64_t size() const { return file_.size(); }  // bytes of arrays so far
  const std::string& tmp_path() const { return file_.tmp_path(); }
  // As BlockWriter::release().
  std::string release() { return file_.release(); }

 private:
  BundleWriter(BlockWriter file, uint32_t version) : file_(std::move(file)), version_(version) {}
  void begin(std::string_view name, ArrayType type);
  Result<void> extend_raw(ArrayType type, std::string_view bytes);

  BlockWriter file_;
  uint32_t version_;
  bool finished_ = false;
  std::vector<ArrayInfo> arrays_;
  std::map<std::string, std::string> attributes_;
};

// Reads a bundle. Any number of threads may use one reader. Failures:
// Code::not_found for a name that is not in it, Code::corrupt for damage and
// for an array of another type, Code::invalid_input for a range outside.
class BundleReader {
 public:
  static Result<BundleReader> open(const std::string& path, const SharedKey& key = {});
  static Result<BundleReader> from_file(BlockReader file);

  uint32_t version() const { return version_; }
  const std::map<std::string, std::string>& attributes() const { return attributes_; }
  std::string attribute(std::string_view key) const;  // "" if it is not there
  std::vector<std::string> names() const;             // in the order in which they were added
  const std::vector<ArrayInfo>& arrays() const { return arrays_; }
  bool has(std::string_view name) const { return find(name) != nullptr; }
  // Number of elements; 0 if there is no such array.
  uint64_t count(std::string_view name) const;
  const BlockReader& file() const { return file_; }

  template <ArrayElement T>
  Result<std::vector<T>> get(std::string_view name) const {
    return get_range<T>(name, 0, count(name));
  }
  template <ArrayElement T>
  Result<std::vector<T>> get_range(std::string_view name, uint64_t begin, uint64_t count) const {
    auto from = locate(name, array_type<T>(), begin, count);
    if (!from) return tl::unexpected<Error>(std::move(from).error());
    std::vector<T> values(count);
    auto done = file_.read_into(*from, reinterpret_cast<char*>(values.data()), count * sizeof(T));
    if (!done) return tl::unexpected<Error>(std::move(done).error());
    return values;
  }
  Result<StringColumn> get_strings(std::string_view name) const;
  Result<StringColumn> get_strings(std::string_view name, uint64_t begin, uint64_t count) const;

 private:
  const ArrayInfo* find(std::string_view name) const;
  // The file offset of element `begin`, after checking name, type and range.
  Result<uint64_t> locate(std::string_view name, ArrayType type, uint64_t begin,
                          uint64_t count) const;

  BlockReader file_;
  uint32_t version_ = 0;
  std::vector<ArrayInfo> arrays_;
  std::map<std::string, std::string> attributes_;
};

}  // namespace maillon::store
