// Any bytes as a block file and as a bundle: no crash, nothing read outside,
// and what can be read is what the tables promise. Since checksums would turn
// nearly all inputs away, the first byte chooses: the bytes as they are, or as
// the metadata or the only chunk of a file whose checksums are right.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/hash.h"
#include "store/bundle.h"

namespace {

using maillon::hash64;
using maillon::store::BlockReader;
using maillon::store::BundleReader;

template <class T>
void put(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

// A sound file around a stored chunk that unpacks (or not) to `size` bytes.
std::string wrap(std::string_view stored, bool raw, uint64_t size, std::string_view metadata) {
  std::string out = "MAILLONB";
  put(out, uint16_t{1});
  put(out, uint8_t{16});
  put(out, uint8_t{0});
  put(out, uint32_t{0});
  out.append(stored);
  const uint64_t table = out.size();
  std::string end;
  put(end, static_cast<uint32_t>(stored.size()) | (raw ? 0x80000000U : 0));
  put(end, hash64(stored, 0));
  end.append(metadata);
  std::string trailer;
  put(trailer, size);
  put(trailer, table);
  put(trailer, static_cast<uint64_t>(metadata.size()));
  put(trailer, hash64(end));
  put(trailer, uint32_t{1});
  put(trailer, uint32_t{0});
  put(trailer, hash64(trailer));
  return out + end + trailer + "BNOLLIAM";
}

void read_arrays(const BundleReader& bundle) {
  for (const auto& array : bundle.arrays()) {
    if (array.type == maillon::store::ArrayType::strings) {
      const auto texts = bundle.get_strings(array.name);
      if (texts && !texts->empty()) CHECK(texts->ends.back() == texts->bytes.size());
    } else if (array.type == maillon::store::ArrayType::uint32) {
      const auto values = bundle.get<uint32_t>(array.name);
      if (values) CHECK(values->size() == bundle.count(array.name));
    } else {
      (void)bundle.get<uint8_t>(array.name);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 4) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string_view rest = input.substr(4);
  const uint64_t claimed = data[1] + 256U * data[2] + (data[3] & 1) * 65536U;
  std::string file;
  switch (data[0] % 3) {
    case 0:
      file = input.substr(1);
      break;
    case 1:
      file = wrap(rest, false, claimed, "");
      break;
    default: {
      const std::string content(1 + claimed % 2000, '\3');
      file = wrap(content, true, content.size(), rest);
    }
  }
  static const auto key = std::make_shared<const maillon::store::CipherKey>();
  auto reader = BlockReader::from_bytes(file, "fuzz", key);
  if (!reader) return 0;
  const auto all = reader->read(0, reader->size());
  if (all) CHECK(all->size() == reader->size());
  const uint64_t begin = claimed % (reader->size() + 1);
  const auto part = reader->read(begin, reader->size() - begin);
  CHECK(part.has_value() == all.has_value() || begin == reader->size());
  if (part && all) CHECK(*part == all->substr(begin));
  const auto bundle = BundleReader::from_file(*std::move(reader));
  if (bundle) read_arrays(*bundle);
  return 0;
}
