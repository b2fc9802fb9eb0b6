// What a reader of a web page sees, taken from its HTML.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace maillon::collect {

struct HtmlPage {
  std::string title;
  // The visible text: without scripts, styles, templates, lists of choices and what the page's
  // own attributes hide; block elements and <br> end a line, cells of a table are kept apart by
  // a blank. UTF-8 without control characters.
  std::string text;
  std::vector<std::string> links;   // href of <a> and <area>, resolved, each once, in order
  std::vector<std::string> images;  // src of <img>, resolved, each once, in order
  // The address that the page itself states: the comment of the program that saved it, else
  // its canonical link.
  std::string stated_url;
  std::string problem;  // "" or why the page could not be read to its end
};

// A page with more of each is not read.
inline constexpr std::size_t kMaxHtmlDepth = 20'000;
inline constexpr std::size_t kMaxHtmlText = 16U << 20;
// Further ones are left out.
inline constexpr std::size_t kMaxPageLinks = 5'000;

// `html` is UTF-8. `url`: where the page was, for its references; "" if unknown.
HtmlPage read_html(std::string_view html, std::string_view url);

}  // namespace maillon::collect
