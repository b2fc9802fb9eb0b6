// Hashes: XXH3 for tables and keys, SHA-256 for evidence.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace maillon {

// XXH3 64 bit. Stable over versions and machines; not for adversarial proofs.
uint64_t hash64(std::string_view bytes, uint64_t seed = 0);

// 128-bit key of a post: XXH3-128 of its source, a NUL, and its id.
struct Key128 {
  uint64_t high = 0, low = 0;
  friend auto operator<=>(const Key128&, const Key128&) = default;
};
Key128 post_key(std::string_view source, std::string_view id);

// Mixes a 64-bit value into a well spread one (the finaliser of splitmix64).
constexpr uint64_t mix64(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

using Sha256 = std::array<uint8_t, 32>;

// SHA-256 of a stream of bytes (FIPS 180-4).
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(Sha256Stream&&) noexcept;
  Sha256Stream& operator=(Sha256Stream&&) noexcept;
  void update(std::string_view bytes);
  Sha256 finish();  // may be called once

 private:
  struct State;
  std::unique_ptr<State> state_;
};

Sha256 sha256(std::string_view bytes);
std::string to_hex(const uint8_t* bytes, std::size_t size);
template <std::size_t N>
std::string to_hex(const std::array<uint8_t, N>& bytes) {
  return to_hex(bytes.data(), N);
}
std::string to_hex(std::string_view bytes);
// Bytes from hex digits of either case; false if there are not exactly so many.
bool parse_hex(std::string_view hex, uint8_t* to, std::size_t size);

}  // namespace maillon
