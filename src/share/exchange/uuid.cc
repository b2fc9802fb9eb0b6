#include "share/exchange/uuid.h"

#include <charconv>

#include "base/check.h"
#include "base/checksums.h"

namespace maillon::share {
namespace {

// uuid5 of "tag:maillon,2026:exchange" in RFC 9562's namespace of URLs. Never change it:
// every identifier that was ever exported would be another.
constexpr std::string_view kExchange = "31480c6c-78e3-5d75-8896-b6b94c9a5b4e";

std::string bytes_of(std::string_view uuid) {
  std::string bytes;
  for (std::size_t at = 0; at + 1 < uuid.size();) {
    if (uuid[at] == '-') {
      ++at;
      continue;
    }
    unsigned value = 0;
    const auto [end, error] = std::from_chars(uuid.data() + at, uuid.data() + at + 2, value, 16);
    CHECK(error == std::errc{} && end == uuid.data() + at + 2);
    bytes += static_cast<char>(value);
    at += 2;
  }
  CHECK(bytes.size() == 16);
  return bytes;
}

}  // namespace

std::string uuid5(std::string_view space, std::string_view name) {
  ChecksumStream stream;
  stream.update(bytes_of(space));
  stream.update(name);
  auto hash = stream.finish().sha1;
  hash[6] = static_cast<uint8_t>((hash[6] & 0x0FU) | 0x50U);
  hash[8] = static_cast<uint8_t>((hash[8] & 0x3FU) | 0x80U);
  std::string text = to_hex(hash.data(), 16);
  for (const std::size_t at : {8U, 13U, 18U, 23U}) text.insert(at, 1, '-');
  return text;
}

std::string exchange_uuid(std::string_view what, std::initializer_list<std::string_view> parts) {
  std::string name(what);
  for (const std::string_view part : parts) name.append(1, '\0').append(part);
  return uuid5(kExchange, name);
}

}  // namespace maillon::share
