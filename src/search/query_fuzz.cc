// Any bytes as a query, and as a post: no crash, an explanation or an error, and
// the opposite query gives the opposite answer.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "search/query.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace maillon;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t cut = bytes.find('\0');
  const std::string_view text = bytes.substr(0, cut);
  search::PostFieldsView post;
  post.body = cut == bytes.npos ? "a body" : bytes.substr(cut + 1);
  post.city = post.title = post.price = post.body.substr(0, 20);
  const Result<search::Query> query = search::parse_query(text, "US");
  if (!query) {
    CHECK(!query.error().message.empty());
    return 0;
  }
  CHECK(query->explanation.starts_with("posts with "));
  const bool yes = search::match(*query, post);
  const Result<search::Query> opposite = search::parse_query("-(" + std::string(text) + ")", "US");
  if (opposite) CHECK(search::match(*opposite, post) != yes);
  return 0;
}
