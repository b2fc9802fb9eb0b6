// Any bytes as a pattern: what is read as a list of equalities reads the same when written as one.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "share/intake/stix_pattern.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using maillon::share::parse_stix_equalities;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto found = parse_stix_equalities(bytes);
  if (!found) return 0;
  CHECK(!found->empty());
  std::string again;
  for (const auto& one : *found) {
    CHECK(one.value.size() <= size);
    again += again.empty() ? "[" : " OR [";
    // Quoted as a whole, so that a path with any bytes is one word.
    again += 'x';
    again += "'";
    for (const char c : one.path) again += (c == '\'' || c == '\\' ? "\\" : "") + std::string(1, c);
    again += "' = '";
    for (const char c : one.value)
      again += (c == '\'' || c == '\\' ? "\\" : "") + std::string(1, c);
    again += "']";
  }
  const auto back = parse_stix_equalities(again);
  CHECK(back.has_value() && back->size() == found->size());
  for (std::size_t i = 0; i < found->size(); ++i) {
    CHECK((*back)[i].value == (*found)[i].value && (*back)[i].path == "x" + (*found)[i].path);
  }
  return 0;
}
