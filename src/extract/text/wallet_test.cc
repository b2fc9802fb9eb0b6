#include "extract/text/wallet.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <vector>

#include <gtest/gtest.h>

#include "base/hash.h"
#include "extract/text/base58.h"
#include "extract/text/bech32.h"
#include "extract/text/keccak.h"

namespace maillon::extract {
namespace {

// Rows of a CSV without quotes under the directory of published vectors that
// MAILLON_DATA names; empty if there is none.
std::vector<std::vector<std::string>> read_vectors(const std::string& name) {
  std::vector<std::vector<std::string>> rows;
  const char* directory = std::getenv("MAILLON_DATA");
  if (directory == nullptr) return rows;
  std::ifstream file(std::string(directory) + "/crypto/" + name);
  for (std::string line; std::getline(file, line);) {
    std::vector<std::string> row;
    std::stringstream cells(line);
    for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell);
    rows.push_back(row);
  }
  return rows;
}

std::string hex(const std::array<uint8_t, 32>& bytes) {
  return to_hex(bytes.data(), bytes.size());
}

TEST(Keccak, PublishedDigests) {
  EXPECT_EQ(hex(keccak256("")), "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
  EXPECT_EQ(hex(keccak256("abc")),
            "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
}

TEST(Keccak, EachByteCountsOverBlockBorders) {
  std::vector<std::string> seen;
  for (std::size_t size = 130; size < 145; ++size)
    seen.push_back(hex(keccak256(std::string(size, 'a'))));
  std::string changed(140, 'a');
  changed[136] = 'b';
  seen.push_back(hex(keccak256(changed)));
  std::sort(seen.begin(), seen.end());
  EXPECT_EQ(std::unique(seen.begin(), seen.end()), seen.end());
}

TEST(Base58, PublishedStrings) {
  EXPECT_EQ(encode_base58("Hello World!"), "2NEpo7TZRRrLZSi2U");
  EXPECT_EQ(encode_base58(std::string("\0\0\x28\x7f\xb4\xcd", 6)), "11233QC4");
  EXPECT_EQ(decode_base58("11233QC4"), (std::vector<uint8_t>{0, 0, 0x28, 0x7f, 0xb4, 0xcd}));
  EXPECT_EQ(decode_base58("0OIl"), std::nullopt);
  EXPECT_EQ(decode_base58(std::string(129, '2')), std::nullopt);
}

TEST(Base58, DecodesWhatItEncodes) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    std::string bytes;
    for (uint64_t i = 0; i < seed % 40; ++i) {
      bytes += static_cast<char>(i < seed % 3 ? 0 : mix64(seed * 100 + i));
    }
    const std::vector<uint8_t> expected(bytes.begin(), bytes.end());
    EXPECT_EQ(decode_base58(encode_base58(bytes)), expected);
    EXPECT_EQ(decode_base58check(encode_base58check(bytes)), expected);
    EXPECT_EQ(decode_base58_blocks(encode_base58_blocks(bytes)), expected);
  }
}

TEST(Base58, BlocksRefuseWhatNoBytesGive) {
  EXPECT_EQ(decode_base58_blocks("zzzzzzzzzzz"), std::nullopt);  // over 2^64
  EXPECT_EQ(decode_base58_blocks("zz"), std::nullopt);           // over 2^8
  EXPECT_EQ(decode_base58_blocks("2"), std::nullopt);            // no such length
}

struct WalletCase {
  const char* text;
  std::optional<Service> chain;
};

TEST(Wallet, KnownAddresses) {
  const WalletCase kCases[] = {
      // First block of Bitcoin; the wiki's script example; BIP-173 and BIP-350.
      {"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", Service::bitcoin},
      {"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", std::nullopt},
      {"3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", Service::bitcoin},
      {"BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", Service::bitcoin},
      {"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", Service::bitcoin},
      {"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", std::nullopt},
      {"bc1Qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", std::nullopt},  // mixed case
      {"bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", Service::bitcoin},
      {"bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y",
       Service::bitcoin},
      {"bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7k7grplx",
       std::nullopt},  // version 1 as bech32: right by BIP-173, refused by BIP-350
      {"tb1qqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesrxh6hy", std::nullopt},  // testnet
      {"bc1gmk9yu", std::nullopt},
      // EIP-55.
      {"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", Service::ethereum},
      {"0x5aAeb6053f3E94C9b9A09f33669435E7Ef1BeAed", std::nullopt},
      {"0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", Service::ethereum},
      {"0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED", Service::ethereum},
      {"0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae", std::nullopt},
      {"0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaeg", std::nullopt},
      // A token contract on Tron; the public donation addresses of Monero.
      {"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", Service::tron},
      {"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u", std::nullopt},
      {"44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQB"
       "EP3A",
       Service::monero},
      {"44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQB"
       "EP3B",
       std::nullopt},
      {"888tNkZrPN6JsEgekjMnABU4TBzc2Dt29EPAvkRxbANsAnjyPbb3iQ1YBRk1UXcdRsiKc9dhwMVgN5S9cQUiyoogDav"
       "up3H",
       Service::monero},
      {"", std::nullopt},
      {"1", std::nullopt},
      {"11111111111111111111111111111111", std::nullopt},
      {"+33612345678901234567890", std::nullopt},
  };
  for (const auto& [text, chain] : kCases) {
    SCOPED_TRACE(text);
    EXPECT_EQ(check_wallet(text), chain);
  }
}

TEST(Wallet, MadeOnesHoldAndOneChangedCharacterDoesNot) {
  for (const Service chain :
       {Service::bitcoin, Service::ethereum, Service::tron, Service::litecoin, Service::monero}) {
    for (uint64_t seed = 0; seed < 64; ++seed) {
      std::string wallet = make_wallet(chain, seed);
      SCOPED_TRACE(wallet);
      EXPECT_EQ(make_wallet(chain, seed), wallet);
      EXPECT_EQ(check_wallet(wallet), chain);
      EXPECT_NE(make_wallet(chain, seed + 1), wallet);
      if (chain == Service::ethereum) continue;  // a single case has no checksum
      char& c = wallet[wallet.size() - 3];
      c = c == '5' ? '6' : '5';
      EXPECT_EQ(check_wallet(wallet), std::nullopt);
    }
  }
}

TEST(Wallet, LitecoinHasItsThreeForms) {
  std::string first;
  for (uint64_t seed = 0; seed < 64; ++seed) first += make_wallet(Service::litecoin, seed)[0];
  for (const char c : {'L', 'M', 'l'}) EXPECT_NE(first.find(c), std::string::npos) << c;
}

TEST(Wallet, Bech32FileOfTheBips) {
  const auto rows = read_vectors("bech32_vectors.csv");
  if (rows.empty()) GTEST_SKIP() << "MAILLON_DATA names no directory with the published vectors";
  int checked = 0;
  for (const auto& row : rows) {
    if (row.size() < 3) continue;
    SCOPED_TRACE(row[2]);
    const auto decoded = decode_bech32(row[2]);
    if (row[1] == "valid_bech32" || row[1] == "valid_bech32m") {
      ASSERT_TRUE(decoded.has_value());
      EXPECT_EQ(decoded->form, row[1] == "valid_bech32" ? Bech32Form::bech32 : Bech32Form::bech32m);
      EXPECT_TRUE(decode_bech32(encode_bech32(decoded->form, decoded->prefix, decoded->data)));
    } else if (row[1] == "invalid_bech32") {
      EXPECT_FALSE(decoded.has_value());
    } else if (row[1] == "invalid_segwit") {
      EXPECT_FALSE(is_segwit_address(row[2], "bc") || is_segwit_address(row[2], "tb"));
    } else if (row[1] == "valid_segwit") {
      // Under BIP-350 the versions above 0 of BIP-173's list are refused.
      const bool version_0 = row[3].starts_with("00");
      EXPECT_EQ(is_segwit_address(row[2], "bc") || is_segwit_address(row[2], "tb"), version_0);
    }
    ++checked;
  }
  EXPECT_GT(checked, 30);
}

TEST(Wallet, ChecksumFileOfPublishedAddresses) {
  const auto rows = read_vectors("checksum_vectors.csv");
  if (rows.empty()) GTEST_SKIP() << "MAILLON_DATA names no directory with the published vectors";
  for (const auto& row : rows) {
    if (row.size() < 3 || row[0] == "kind") continue;
    SCOPED_TRACE(row[1]);
    EXPECT_EQ(check_wallet(row[1]).has_value(), row[2].starts_with("valid"));
  }
}

}  // namespace
}  // namespace maillon::extract
