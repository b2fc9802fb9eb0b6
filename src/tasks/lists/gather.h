// A document of another agency, ready to go into a list or to be looked up: its selectors as
// extraction and search write them, its hashes, and all that is neither.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "share/intake/document.h"

namespace maillon::tasks {

struct GatheredDocument {
  share::DocumentFormat format = share::DocumentFormat::stix;
  share::SelectorUpdate update;  // of `about` what the document says: format, rejected, left out
  std::vector<share::ListEntry> hashes;
};

// Of one document at most so many selectors and hashes.
inline constexpr std::size_t kMostListed = 2'000'000;

// `country` (ISO 3166-1 alpha-2, "" = none) is for phones in national form where the document
// says no country. Fails as share::read_document, and Code::invalid_input for more than
// kMostListed.
Result<GatheredDocument> gather_document(std::string_view bytes, share::DocumentFormat format,
                                         std::string_view country);

// The selectors that a text stands for where a document says what kind it is: one, several if ';',
// ',' or '|' stand between them. `reasons` gets a constant text for each part that is none.
// The service may be what an address shows (t.me/x is an account).
std::vector<std::pair<Service, std::string>> canonical_values(
    SelectorKind& kind, Service service, std::string_view written, std::string_view country,
    std::vector<std::string_view>& reasons);

}  // namespace maillon::tasks
