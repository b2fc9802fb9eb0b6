#include "collect/pages/html.h"

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace maillon::collect {
namespace {

std::string text_of(std::string_view html) {
  return read_html(html, "").text;
}

TEST(Html, textIsWhatAReaderSees) {
  constexpr std::pair<std::string_view, std::string_view> kRows[] = {
      {"<p>Call <b>06</b> 12&nbsp;34</p>", "Call 06 12 34"},
      {"<p>one</p><p>two<br>three</p>", "one\ntwo\nthree"},
      {"<ul><li>a<li>b</ul>c", "a\nb\nc"},
      {"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"},
      {"a<script>var x = '<p>no</p>';</script>b<style>p{}</style>c", "abc"},
      {"a<noscript>n</noscript><template><p>t</p></template>b", "ab"},
      {"a <span hidden>no</span><i style='DISPLAY : none !important'>no</i> b", "a b"},
      {"<div style='visibility:hidden'><p>no</p></div>yes", "yes"},
      {"<pre>a\n  b</pre>", "a\nb"},
      {"a\n\n b\t c", "a b c"},
      {"&eacute;&#233;&#xE9;&lt;", "ééé<"},
      {"<select><option>Albania<option>Algeria</select>x", "x"},
      {"<title>t</title><body>x", "x"},
      {"plain", "plain"},
      {"<!-- c -->x<!-- unclosed", "x"},
      {"<p>Работа</p><p>招聘</p><p dir=rtl>عمل</p>", "Работа\n招聘\nعمل"},
      {"<svg><title>icon</title><text>06 12</text></svg>", "06 12"},
  };
  for (const auto& [html, text] : kRows) EXPECT_EQ(text_of(html), text) << html;
}

TEST(Html, titleLinksAndImagesOfAPage) {
  const HtmlPage page = read_html(
      "<html><head><base href='/ads/'><title> Cleaner\n wanted </title></head><body>"
      "<a href='17.html'>x</a><a href='17.html'>again</a><a href='//other.example/'>o</a>"
      "<a href='tel:+41%2079'>t</a><img src=a.jpg><img src='data:image/png;base64,AA'>"
      "<svg><title>no</title></svg></body></html>",
      "https://ads.example/list?page=2");
  EXPECT_EQ(page.title, "Cleaner wanted");
  EXPECT_EQ(page.links, (std::vector<std::string>{"https://ads.example/ads/17.html",
                                                  "https://other.example/", "tel:+41%2079"}));
  EXPECT_EQ(page.images, std::vector<std::string>{"https://ads.example/ads/a.jpg"});
}

TEST(Html, theAddressThatAPageStates) {
  constexpr std::pair<std::string_view, std::string_view> kRows[] = {
      {"<!-- saved from url=(0021)https://a.example/17 -->\n<html>x", "https://a.example/17"},
      {"<!--\n Page saved with SingleFile \n url: https://a.example/s \n saved date: x\n--><p>",
       "https://a.example/s"},
      {"<link rel=CANONICAL href='https://a.example/c'>", "https://a.example/c"},
      {"<!-- saved from url=(0014)about:internet -->", ""},
      {"<p>x", ""},
  };
  for (const auto& [html, url] : kRows) EXPECT_EQ(read_html(html, "").stated_url, url) << html;
}

TEST(Html, hostilePagesEndWithAReasonOrAText) {
  std::string deep;
  for (int i = 0; i < 60'000; ++i) deep += "<div>";
  EXPECT_NE(read_html(deep, "").problem, "");
  EXPECT_EQ(read_html(std::string(18U << 20, 'a'), "").problem, "it has more than 16 MiB of text");
  EXPECT_EQ(read_html(std::string(1U << 20, '<'), "").problem, "");
  const std::string attribute = "<a title='" + std::string(1U << 20, 'x') + "' href=/y>z";
  EXPECT_EQ(text_of(attribute), "z");
  const std::string bytes("a\0b\x01\x1B c</p></p></div></nothing>", 31);
  EXPECT_EQ(text_of(bytes).find('\x1B'), std::string::npos);
  EXPECT_TRUE(is_utf8(text_of("a\xFF\xFE z")));
}

}  // namespace
}  // namespace maillon::collect
