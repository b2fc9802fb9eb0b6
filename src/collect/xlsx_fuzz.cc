// Any bytes as an XLSX file: the text is the same in any pieces, and reads.
#include <cstdint>
#include <memory>
#include <string>

#include "base/check.h"
#include "collect/unwrap.h"
#include "collect/xlsx_parts.h"

namespace {

using namespace maillon::collect;

std::string unpack(const std::string& file, std::size_t step) {
  auto source = unwrap(std::make_unique<StringSource>(file), Container::xlsx);
  if (!source) return "error: " + source.error().message;
  std::string out;
  std::string chunk(step, '\0');
  while (out.size() < (4U << 20)) {
    const auto got = (*source)->read(chunk.data(), chunk.size());
    if (!got) return "error: " + got.error().message;
    if (*got == 0) break;
    CHECK(*got <= chunk.size());
    out.append(chunk, 0, *got);
  }
  return out.substr(0, 4U << 20);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string file(reinterpret_cast<const char*>(data), size);
  CHECK(unpack(file, 1U << 20) == unpack(file, 4093));
  // Small parts straight, since a fuzzer seldom makes a zip.
  is_date_format(file);
  format_xlsx_number(file);
  const std::string date = format_xlsx_date(file, size % 2 == 0);
  CHECK(date.empty() || date.size() == 8 || date.size() == 10 || date.size() == 19);
  return 0;
}
