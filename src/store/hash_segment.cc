#include "store/hash_segment.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string_view>

#include "base/hash.h"
#include "base/parallel.h"
#include "store/file.h"

namespace maillon::store {
namespace {

static_assert(std::endian::native == std::endian::little, "files are read as they are mapped");

constexpr std::string_view kHashSegmentMagic = "MLNHASHS";
constexpr uint64_t kHashSegmentVersion = 1;
constexpr std::size_t kPage = 4096;                // where arrays begin
constexpr std::size_t kChunk = 4U << 20;           // bytes under one checksum
constexpr std::size_t kArrays = 6;                 // hashes row_ends values offsets places deleted
constexpr std::size_t kHeaderWords = 2 + kArrays;  // magic, version, counts

using Header = std::array<uint64_t, kHeaderWords>;
constexpr std::array<std::size_t, kArrays> kElement = {32, 4, 8, 4, 4, 8};

std::size_t pad(std::size_t size) {
  return (size + kPage - 1) / kPage * kPage;
}

Header make_header(const std::array<uint64_t, kArrays>& counts) {
  Header header{};
  std::memcpy(header.data(), kHashSegmentMagic.data(), kHashSegmentMagic.size());
  header[1] = kHashSegmentVersion;
  std::copy(counts.begin(), counts.end(), header.begin() + 2);
  return header;
}

// XXH3 over the XXH3 of each chunk, made on all threads.
uint64_t checksum_of(std::string_view bytes) {
  std::vector<uint64_t> sums(block_count(bytes.size(), kChunk));
  parallel_blocks(bytes.size(), kChunk, [&](std::size_t begin, std::size_t end, std::size_t i) {
    sums[i] = hash64(bytes.substr(begin, end - begin), i);
  });
  return hash64({reinterpret_cast<const char*>(sums.data()), sums.size() * sizeof(uint64_t)});
}

// Passes bytes on and sums them up by chunk, as checksum_of() does.
class SummingWriter {
 public:
  explicit SummingWriter(File& file) : file_(file) { chunk_.reserve(kChunk); }

  Result<void> write(std::string_view bytes) {
    size_ += bytes.size();
    while (!bytes.empty()) {
      const std::size_t take = std::min(bytes.size(), kChunk - chunk_.size());
      chunk_.append(bytes.substr(0, take));
      bytes.remove_prefix(take);
      if (chunk_.size() == kChunk) TRY_OK(flush());
    }
    return {};
  }
  template <class T>
  Result<void> write_array(std::span<const T> values) {
    TRY_OK(write({reinterpret_cast<const char*>(values.data()), values.size_bytes()}));
    return write(std::string(pad(size_) - size_, '\0'));
  }
  Result<uint64_t> finish() {
    if (!chunk_.empty()) TRY_OK(flush());
    return hash64({reinterpret_cast<const char*>(sums_.data()), sums_.size() * sizeof(uint64_t)});
  }
  std::size_t size() const { return size_; }

 private:
  Result<void> flush() {
    sums_.push_back(hash64(chunk_, sums_.size()));
    TRY_OK(file_.write(chunk_));
    chunk_.clear();
    return {};
  }
  File& file_;
  std::string chunk_;
  std::vector<uint64_t> sums_;
  std::size_t size_ = 0;
};

template <class T>
std::span<const T> array_at(std::string_view bytes, std::size_t& at, uint64_t count) {
  const std::span<const T> found(reinterpret_cast<const T*>(bytes.data() + at),
                                 static_cast<std::size_t>(count));
  at += pad(found.size_bytes());
  return found;
}

struct Built {
  link::HammingArrays arrays;
  HugeVector<uint64_t> values;  // in the order of the arrays' rows
};

Built build(std::span<const HashValue> rows) {
  Built built;
  {
    HugeVector<Hash256> hashes(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) hashes[i] = rows[i].hash;
    built.arrays = link::build_hamming_index(hashes);
  }
  built.values.resize(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) built.values[i] = rows[built.arrays.rows[i]].value;
  return built;
}

}  // namespace

Result<SegmentStamp> write_segment(const std::string& path, std::span<const HashValue> rows,
                                   std::span<const uint64_t> deleted) {
  const auto [arrays, values] = build(rows);
  TRY(File file, File::create(path + ".tmp"));
  SummingWriter out(file);
  const Header header = make_header({arrays.hashes.size(), arrays.row_ends.size(), values.size(),
                                     arrays.offsets.size(), arrays.places.size(), deleted.size()});
  TRY_OK(out.write_array(std::span<const uint64_t>(header)));
  TRY_OK(out.write_array(std::span<const Hash256>(arrays.hashes)));
  TRY_OK(out.write_array(std::span<const uint32_t>(arrays.row_ends)));
  TRY_OK(out.write_array(std::span<const uint64_t>(values)));
  TRY_OK(out.write_array(std::span<const uint32_t>(arrays.offsets)));
  TRY_OK(out.write_array(std::span<const uint32_t>(arrays.places)));
  TRY_OK(out.write_array(deleted));
  TRY(const uint64_t checksum, out.finish());
  TRY_OK(publish(file, path));
  return SegmentStamp{out.size(), checksum, rows.size(), deleted.size()};
}

Result<HashSegment> HashSegment::open(const std::string& path, const SegmentStamp& stamp,
                                      Load load) {
  HashSegment segment;
  TRY(segment.file_, MappedFile::open(path, load));
  TRY_OK(segment.read(stamp));
  return segment;
}

HashSegment HashSegment::of_rows(std::span<const HashValue> rows) {
  Built built = build(rows);
  HashSegment segment;
  segment.arrays_ = std::move(built.arrays);
  segment.owned_values_ = std::move(built.values);
  segment.arrays_.rows = {};
  segment.index_ = segment.arrays_.view();
  segment.values_ = segment.owned_values_;
  return segment;
}

Result<void> HashSegment::read(const SegmentStamp& stamp) {
  const std::string_view bytes = file_.bytes();
  const auto damaged = [&](std::string_view what) {
    return fail(Code::corrupt, file_.path() + ": " + std::string(what) +
                                   "; the file is damaged: remove the folder it is in and import "
                                   "the list again, or take both from a backup");
  };
  if (bytes.size() != stamp.size || bytes.size() < kPage) return damaged("its size is wrong");
  if (checksum_of(bytes) != stamp.checksum) return damaged("its checksum is wrong");
  Header header;
  std::memcpy(header.data(), bytes.data(), sizeof(header));
  if (std::memcmp(header.data(), kHashSegmentMagic.data(), kHashSegmentMagic.size()) != 0) {
    return damaged("it is no part of a hash index");
  }
  if (header[1] != kHashSegmentVersion) {
    return fail(Code::unsupported, file_.path() + ": made by a newer maillon; use that one");
  }
  uint64_t left = bytes.size() - kPage;
  for (std::size_t i = 0; i < kArrays; ++i) {
    const uint64_t count = header[2 + i];
    if (count > left / kElement[i] || pad(count * kElement[i]) > left) {
      return damaged("its arrays do not fit");
    }
    left -= pad(count * kElement[i]);
  }
  if (left != 0) return damaged("its arrays do not fit");
  std::size_t at = kPage;
  index_.hashes = array_at<Hash256>(bytes, at, header[2]);
  index_.row_ends = array_at<uint32_t>(bytes, at, header[3]);
  values_ = array_at<uint64_t>(bytes, at, header[4]);
  index_.offsets = array_at<uint32_t>(bytes, at, header[5]);
  index_.places = array_at<uint32_t>(bytes, at, header[6]);
  deleted_ = array_at<uint64_t>(bytes, at, header[7]);
  if (!link::is_sound(index_) || index_.row_count() != values_.size() ||
      values_.size() != stamp.rows || deleted_.size() != stamp.deleted ||
      !std::is_sorted(deleted_.begin(), deleted_.end())) {
    return damaged("its tables contradict each other");
  }
  return {};
}

void HashSegment::append_rows(std::vector<HashValue>& out) const {
  for (std::size_t place = 0; place < index_.hashes.size(); ++place) {
    const auto [begin, end] = index_.range_of(place);
    for (std::size_t i = begin; i < end; ++i) out.push_back({index_.hashes[place], values_[i]});
  }
}

}  // namespace maillon::store
