// Any bytes as a signed head, and as an authority's response: both come from somebody else. What is
// taken for a head must come back from its document.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "store/timestamp.h"
#include "store/tree_head.h"

namespace maillon::store {

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (const auto head = read_tree_head(input)) {
    const auto again = read_tree_head(to_json(*head));
    CHECK(again && *again == *head);
    (void)is_signed(*head);
  }
  (void)read_timestamp(input);
  return 0;
}

}  // namespace maillon::store
