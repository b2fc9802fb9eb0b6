// Any bytes as a blob of network numbers (a case may come from somebody else),
// and any numbers there and back.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/check.h"
#include "store/case_state.h"

namespace maillon::store {

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  Identities out;
  const std::size_t rows = (data[0] + 256U * data[1]) % 2048;
  if (unpack_identities(input.substr(2), rows, out)) CHECK(out.key.size() == rows);

  std::vector<Key128> key;
  std::vector<uint32_t> network;
  for (std::size_t at = 0; at + 20 <= size; at += 20) {
    Key128 k;
    uint32_t n = 0;
    std::memcpy(&k.high, data + at, 8);
    std::memcpy(&k.low, data + at + 8, 8);
    std::memcpy(&n, data + at + 16, 4);
    key.push_back(k);
    network.push_back(n);
  }
  std::sort(key.begin(), key.end());
  Identities back;
  CHECK(unpack_identities(pack_identities(key, network, 0, key.size()), key.size(), back));
  CHECK(back.key == key && back.network == network);
  return 0;
}

}  // namespace maillon::store
