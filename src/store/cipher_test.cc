#include "store/cipher.h"

#include <cstring>

#include <gtest/gtest.h>

#include "base/hash.h"

namespace maillon::store {
namespace {

CipherKey key_of(std::string_view hex) {
  CipherKey key;
  EXPECT_TRUE(parse_hex(hex, key.bytes().data(), kKeyBytes));
  return key;
}

TEST(Cipher, GivesTheVectorsOfTheStandard) {
  // "The Galois/Counter Mode of Operation", McGrew and Viega, test cases 14 and 16.
  char sealed[16 + kTagBytes];
  seal(CipherKey(), Nonce{}, "", std::string(16, '\0'), sealed);
  EXPECT_EQ(to_hex(std::string_view(sealed, sizeof(sealed))),
            "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");

  const CipherKey key = key_of("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
  Nonce nonce;
  ASSERT_TRUE(parse_hex("cafebabefacedbaddecaf888", nonce.data(), nonce.size()));
  const auto bytes = [](std::string_view hex) {
    std::string text(hex.size() / 2, '\0');
    EXPECT_TRUE(parse_hex(hex, reinterpret_cast<uint8_t*>(text.data()), text.size()));
    return text;
  };
  const std::string plain = bytes(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6"
      "b5"
      "25b16aedf5aa0de657ba637b39");
  const std::string context = bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  std::string out(plain.size() + kTagBytes, '\0');
  seal(key, nonce, context, plain, out.data());
  EXPECT_EQ(
      to_hex(std::string_view(out)),
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056"
      "828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b");
}

TEST(Cipher, OneFlippedBitIsNotOpened) {
  const CipherKey key = CipherKey::random();
  const Nonce nonce = numbered_nonce(7);
  const std::string plain = "a made-up text";
  std::string sealed(plain.size() + kTagBytes, '\0'), opened(plain.size(), '\0');
  seal(key, nonce, "head", plain, sealed.data());
  ASSERT_TRUE(unseal(key, nonce, "head", sealed, opened.data()));
  EXPECT_EQ(opened, plain);
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string changed = sealed;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(unseal(key, nonce, "head", changed, opened.data())) << bit;
  }
  EXPECT_FALSE(unseal(key, nonce, "other", sealed, opened.data()));
  EXPECT_FALSE(unseal(key, numbered_nonce(8), "head", sealed, opened.data()));
  EXPECT_FALSE(unseal(CipherKey::random(), nonce, "head", sealed, opened.data()));
  EXPECT_FALSE(unseal(key, nonce, "head", std::string_view(sealed).substr(0, 8), opened.data()));
}

TEST(Cipher, KeysAreWrapped) {
  const CipherKey under = CipherKey::random(), key = CipherKey::random();
  CipherKey got;
  const std::string wrapped = wrap(under, "case", key);
  ASSERT_EQ(wrapped.size(), kWrappedBytes);
  ASSERT_TRUE(unwrap(under, "case", wrapped, got));
  EXPECT_EQ(got.view(), key.view());
  EXPECT_FALSE(unwrap(key, "case", wrapped, got));
  EXPECT_NE(wrap(under, "case", key), wrapped);
  EXPECT_NE(key.derive("a").view(), key.derive("b").view());
  EXPECT_EQ(key.derive("a").view(), key.derive("a").view());
}

TEST(Cipher, ScrambledHeadsComeBackAtTheirPlace) {
  const CipherKey key = CipherKey::random();
  for (uint64_t place : {uint64_t{0}, uint64_t{4120}, uint64_t{1} << 40}) {
    uint8_t head[24];
    for (std::size_t i = 0; i < sizeof(head); ++i) head[i] = static_cast<uint8_t>(i * 7);
    uint8_t kept[24];
    std::memcpy(kept, head, sizeof(head));
    scramble(key, place, head);
    EXPECT_NE(std::memcmp(kept, head, 8), 0);
    EXPECT_NE(std::memcmp(kept + 16, head + 16, 8), 0);
    uint8_t elsewhere[24];
    std::memcpy(elsewhere, head, sizeof(head));
    unscramble(key, place, head);
    EXPECT_EQ(std::memcmp(kept, head, sizeof(head)), 0);
    unscramble(key, place + 1, elsewhere);
    EXPECT_NE(std::memcmp(kept, elsewhere, sizeof(head)), 0);
  }
}

}  // namespace
}  // namespace maillon::store
