#include "share/exchange/uri.h"

#include <gtest/gtest.h>

namespace maillon::share {
namespace {

TEST(Uri, AddressesOfEachKind) {
  struct Row {
    const char *address, *uri;
  };
  const Row rows[] = {
      {"https://kiosk.example/1?a=b&c=d#e", "https://kiosk.example/1?a=b&c=d#e"},
      {"http://kiosk.example:8080", "http://kiosk.example:8080"},
      {"example.org/album/77", "https://example.org/album/77"},
      {"https://a.example/\"<b> c\\#d#e", "https://a.example/%22%3Cb%3E%20c%5C#d%23e"},
      {"https://a.example/%41%zz%", "https://a.example/%41%25zz%25"},
      {"https://a.example/é", "https://a.example/%C3%A9"},
      {"", ""},
      {"javascript:alert(1)", ""},
      {"ftp://a.example/", ""},
      {"https://", ""},
      {"https:///path", ""},
      {"https://exa mple/", ""},
      {"not an address", ""},
  };
  for (const Row& row : rows) EXPECT_EQ(to_uri(row.address), row.uri) << row.address;
}

}  // namespace
}  // namespace maillon::share
