// The model as bytes, all numbers little-endian:
//
//   "MWRD"  u32 version
//   u64 fingerprint of the lexicon, of the texts
//   f64 bias of each kind, f64 step of each kind
//   u32 n, then n features by bin: the bin less the one before in groups of 7 bits, the lowest
//   first, bit 7 set where another follows; u8 rarity; i8 weight of each kind
//   u64 XXH3 of all bytes before
#include <bit>
#include <cmath>

#include "base/hash.h"
#include "rank/wording/wording_model.h"

namespace maillon::rank {
namespace {

constexpr std::string_view kMagic = "MWRD";
constexpr uint32_t kVersion = 1;

void put(std::string& out, uint64_t value, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i) & 0xFF));
}

// Reads numbers off the front; past the end they are 0 and `ok` is lost.
struct WordingBytes {
  std::string_view rest;
  bool ok = true;

  uint64_t take(std::size_t bytes) {
    if (rest.size() < bytes) {
      ok = false;
      return 0;
    }
    uint64_t value = 0;
    for (std::size_t i = bytes; i > 0; --i) {
      value = value << 8 | static_cast<unsigned char>(rest[i - 1]);
    }
    rest.remove_prefix(bytes);
    return value;
  }
  double take_number() {
    const auto value = std::bit_cast<double>(take(8));
    ok &= std::isfinite(value);
    return ok ? value : 0;
  }
  uint64_t take_small() {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
      const uint64_t byte = take(1);
      value |= (byte & 0x7F) << shift;
      if ((byte & 0x80) == 0) return value;
    }
    ok = false;
    return 0;
  }
};

}  // namespace

std::string WordingModel::to_bytes() const {
  std::string out(kMagic);
  put(out, kVersion, 4), put(out, lexicon_, 8), put(out, texts_, 8);
  for (const double x : bias_) put(out, std::bit_cast<uint64_t>(x), 8);
  for (const double x : step_) put(out, std::bit_cast<uint64_t>(x), 8);
  put(out, feature_.size(), 4);
  uint32_t before = 0;
  for (uint32_t bin = 0; bin < kFeatureBins; ++bin) {
    if (!knows(bin)) continue;
    const Feature& feature = known_feature(bin);
    uint32_t step = bin - before;
    for (; step >= 0x80; step >>= 7) put(out, (step & 0x7F) | 0x80, 1);
    put(out, step, 1), put(out, feature.rarity, 1);
    for (const int8_t w : feature.weight) put(out, static_cast<uint8_t>(w), 1);
    before = bin;
  }
  put(out, hash64(out), 8);
  return out;
}

Result<WordingModel> WordingModel::from_bytes(std::string_view bytes) {
  const auto damaged = [] { return fail(Code::corrupt, "the wording model is damaged"); };
  constexpr std::size_t kHash = 8;
  if (!bytes.starts_with(kMagic) || bytes.size() < kMagic.size() + kHash) return damaged();
  const std::string_view all = bytes.substr(0, bytes.size() - kHash);
  WordingBytes hash{bytes.substr(all.size())};
  WordingBytes from{all.substr(kMagic.size())};
  if (hash.take(kHash) != hash64(all) || from.take(4) != kVersion) return damaged();
  WordingModel out;
  out.lexicon_ = from.take(8), out.texts_ = from.take(8);
  for (double& x : out.bias_) x = from.take_number();
  for (double& x : out.step_) x = from.take_number();
  const uint64_t size = from.take(4);
  uint64_t bin = 0;
  for (uint64_t i = 0; i < size && from.ok; ++i) {
    const uint64_t step = from.take_small();
    bin += step;
    if (bin >= kFeatureBins || (step == 0 && i > 0)) return damaged();
    Feature feature;
    feature.rarity = static_cast<uint8_t>(from.take(1));
    for (int8_t& w : feature.weight) w = static_cast<int8_t>(static_cast<uint8_t>(from.take(1)));
    out.add(static_cast<uint32_t>(bin), feature);
  }
  if (!from.ok || !from.rest.empty()) return damaged();
  out.fingerprint_ = hash64(all);
  out.finish();
  return out;
}

}  // namespace maillon::rank
