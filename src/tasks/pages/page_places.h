// Where a saved page stands in its source. Records of pages are lines made of them; what a
// person is shown is the bytes of the page itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "collect/pages/page.h"
#include "store/case.h"

namespace maillon::tasks {

// The page's bytes in the unpacked source, from the range of its record. Nothing if the file holds
// no saved pages, or its lines are not there.
std::optional<collect::PagePlace> find_page(const store::Case& open_case,
                                            const store::ImportedFile& file, uint64_t begin,
                                            uint64_t end);

// Those bytes, at most so many, from the original.
Result<std::string> read_page_bytes(const store::Case& open_case, const store::ImportedFile& file,
                                    const collect::PagePlace& place, std::size_t most_bytes);

}  // namespace maillon::tasks
