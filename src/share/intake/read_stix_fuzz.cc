// Any bytes as a STIX bundle.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "share/intake/document_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  maillon::share::check_document(bytes, maillon::share::DocumentFormat::stix);
  return 0;
}
