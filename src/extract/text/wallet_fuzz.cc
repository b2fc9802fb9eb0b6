// Wallet and IBAN checks over any bytes: no crash, and what is accepted keeps
// to its promises.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "extract/text/base58.h"
#include "extract/text/bech32.h"
#include "extract/text/iban.h"
#include "extract/text/wallet.h"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  using namespace maillon::extract;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_wallet(text);
  if (const auto iban = check_iban(text)) CHECK(check_iban(*iban) == iban);
  if (const auto bytes = decode_base58(text)) {
    CHECK(encode_base58({reinterpret_cast<const char*>(bytes->data()), bytes->size()}) == text);
  }
  if (const auto bytes = decode_base58_blocks(text)) {
    CHECK(encode_base58_blocks({reinterpret_cast<const char*>(bytes->data()), bytes->size()}) ==
          text);
  }
  if (const auto decoded = decode_bech32(text)) {
    const auto again = decode_bech32(encode_bech32(decoded->form, decoded->prefix, decoded->data));
    CHECK(again && again->data == decoded->data && again->form == decoded->form);
  }
  return 0;
}
