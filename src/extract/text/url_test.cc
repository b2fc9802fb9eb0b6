#include "extract/text/url.h"

#include <gtest/gtest.h>

#include "extract/text/found_testing.h"

namespace maillon::extract {
namespace {

TEST(Url, table) {
  struct Row {
    const char* text;
    const char* want;
  };
  constexpr Row kRows[] = {
      {"https://www.Example.com/Path/A?x=1", "example.com/Path/A?x=1"},
      {"http://example.com:80/", "example.com"},
      {"http://example.com:8080/a/", "example.com:8080/a"},
      {"(see https://example.com/a_(b)).", "example.com/a_(b)"},
      {"https://example.com/a?utm_source=x&id=3&fbclid=y#top", "example.com/a?id=3"},
      {"https://example.com/a?utm_medium=x", "example.com/a"},
      {"hxxp://example[.]com/x", "example.com/x"},
      {"hxxps[:]//example(.)com", "example.com"},
      {"https : // example.com", "example.com"},
      {"www.example.ru, www.example.de.", "example.ru, example.de"},
      {"example.com and example.org/x", "example.com, example.org/x"},
      {"EXAMPLE.COM", "example.com"},
      {"example dot com", "example.com"},
      {"example(dot)ru", "example.ru"},
      {"https://пример.рф/путь", "пример.рф/путь"},
      {"http://192.0.2.7/x", "192.0.2.7/x"},
      {"地址https://example.com/a联系", "example.com/a"},
      {"example.com1win", "example.com"},
      {"see ex\u200Bample.com", "example.com"},
      // No addresses.
      {"All done.Live in Paris.It is", ""},
      {"e.g. this i.e. that etc.and so", ""},
      {"photo.jpg report.pdf 3.50 12.pm", ""},
      {"the point is in the dot com era", ""},
      {"http:// www. https", ""},
      {"1.2.3.4", ""},
      {"anna@example.com", ""},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.text);
    EXPECT_EQ(found(row.text, "", "url"), row.want);
  }
}

TEST(ServicePage, table) {
  struct Row {
    const char* host;
    const char* path;
    SelectorKind kind;
    Service service;
    const char* value;
  };
  constexpr Row kRows[] = {
      {"t.me", "/anna_92", SelectorKind::handle, Service::telegram, "anna_92"},
      {"t.me", "/s/anna_92", SelectorKind::handle, Service::telegram, "anna_92"},
      {"t.me", "/joinchat/abcdef", SelectorKind::url, Service::none, ""},
      {"t.me", "/+abcdef123", SelectorKind::url, Service::none, ""},
      {"t.me", "/+33612345678", SelectorKind::phone, Service::telegram, "+33612345678"},
      {"telegram.me", "/anna_92?start=1", SelectorKind::handle, Service::telegram, "anna_92"},
      {"wa.me", "/33612345678?text=x", SelectorKind::phone, Service::whatsapp, "+33612345678"},
      {"wa.me", "/message/ABC", SelectorKind::url, Service::none, ""},
      {"instagram.com", "/anna.b/", SelectorKind::handle, Service::instagram, "anna.b"},
      {"instagram.com", "/p/abc", SelectorKind::url, Service::none, ""},
      {"m.facebook.com", "/anna.b.1", SelectorKind::handle, Service::facebook, "anna.b.1"},
      {"facebook.com", "/profile.php?id=100001", SelectorKind::handle, Service::facebook, "100001"},
      {"facebook.com", "/groups/123", SelectorKind::url, Service::none, ""},
      {"vk.com", "/id12345", SelectorKind::handle, Service::vk, "id12345"},
      {"tiktok.com", "/@anna", SelectorKind::handle, Service::tiktok, "anna"},
      {"snapchat.com", "/add/anna-b", SelectorKind::handle, Service::snapchat, "anna-b"},
      {"line.me", "/r/ti/p/~anna9", SelectorKind::handle, Service::line, "anna9"},
      {"example.com", "/anna", SelectorKind::url, Service::none, ""},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(std::string(row.host) + row.path);
    const ServicePage page = read_service_page(row.host, row.path);
    EXPECT_EQ(page.kind, row.kind);
    EXPECT_EQ(page.service, row.service);
    EXPECT_EQ(page.value, row.value);
  }
}

}  // namespace
}  // namespace maillon::extract
