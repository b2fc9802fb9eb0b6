// A catalogue of any bytes, and a text that is read with it: hits lie inside the text.
#include <cstdlib>

#include "rank/combine.h"
#include "rank/read_catalogue.h"
#include "rank/reading.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace maillon::rank;
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const size_t cut = std::min(all.find('\0'), all.size());
  const CatalogueFile file{"f.yaml", std::string(all.substr(0, cut))};
  const std::string_view text = all.substr(std::min(cut + 1, all.size()));
  const CatalogueReading read = read_catalogue({&file, 1});
  const Matcher matcher(read.catalogue);
  TextReader reader(read.catalogue, matcher);
  const FieldText field{maillon::Field::body, text};
  const TextReading reading = reader.read({&field, 1});
  for (const SignHit& hit : reading.hits) {
    if (hit.begin >= hit.end || hit.end > text.size()) abort();
    if (hit.indicator >= read.catalogue.indicators.size()) abort();
  }
  combine(read.catalogue, reading);
  return 0;
}
