#include "extract/text/keccak.h"

#include <bit>
#include <cstddef>

namespace maillon::extract {
namespace {

constexpr std::size_t kRate = 136;  // bytes a block for a 256-bit digest
constexpr std::array<uint64_t, 24> kRoundConstants = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
    0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
    0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
    0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
    0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};
// Rotation of lane (x, y) at [x + 5 y].
constexpr std::array<int, 25> kRotations = {0,  1,  62, 28, 27, 36, 44, 6,  55, 20, 3,  10, 43,
                                            25, 39, 41, 45, 15, 21, 8,  18, 2,  61, 56, 14};

using State = std::array<uint64_t, 25>;

void permute(State& a) {
  for (const uint64_t constant : kRoundConstants) {
    std::array<uint64_t, 5> c{};
    for (std::size_t x = 0; x < 5; ++x) c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
    for (std::size_t x = 0; x < 5; ++x) {
      const uint64_t d = c[(x + 4) % 5] ^ std::rotl(c[(x + 1) % 5], 1);
      for (std::size_t y = 0; y < 5; ++y) a[x + 5 * y] ^= d;
    }
    State b{};
    for (std::size_t x = 0; x < 5; ++x) {
      for (std::size_t y = 0; y < 5; ++y) {
        b[y + 5 * ((2 * x + 3 * y) % 5)] = std::rotl(a[x + 5 * y], kRotations[x + 5 * y]);
      }
    }
    for (std::size_t y = 0; y < 25; y += 5) {
      for (std::size_t x = 0; x < 5; ++x) {
        a[x + y] = b[x + y] ^ (~b[(x + 1) % 5 + y] & b[(x + 2) % 5 + y]);
      }
    }
    a[0] ^= constant;
  }
}

void absorb(State& state, std::size_t at, uint8_t byte) {
  state[at / 8] ^= uint64_t{byte} << (8 * (at % 8));
}

}  // namespace

std::array<uint8_t, 32> keccak256(std::string_view bytes) {
  State state{};
  std::size_t at = 0;
  for (const char c : bytes) {
    absorb(state, at, static_cast<uint8_t>(c));
    if (++at == kRate) {
      permute(state);
      at = 0;
    }
  }
  absorb(state, at, 0x01);
  absorb(state, kRate - 1, 0x80);
  permute(state);
  std::array<uint8_t, 32> digest{};
  for (std::size_t i = 0; i < digest.size(); ++i) {
    digest[i] = static_cast<uint8_t>(state[i / 8] >> (8 * (i % 8)));
  }
  return digest;
}

}  // namespace maillon::extract
