// A page saved as mail: MHTML, RFC 2557, of the parts that RFC 2045 and 2046 describe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace maillon::collect {

// Not read further than this.
inline constexpr std::size_t kMaxMimeDepth = 50;
inline constexpr std::size_t kMaxMimeParts = 20'000;

// A leaf of the message: its content decoded, its text not yet made UTF-8.
struct MimePage {
  std::string location;  // Content-Location as stated; "" if none is
  std::string charset;   // as its header states
  bool is_html = true;   // else plain text
  std::string content;
};
struct MimeMessage {
  std::string url;      // of the page: Snapshot-Content-Location, else the root's Content-Location
  std::string date;     // the header's Date, as stated
  std::string subject;  // UTF-8
  // The root of the page, then the pages in its frames.
  std::vector<MimePage> pages;
  std::size_t images = 0, others = 0;  // parts that are no text of the page
};

// Code::invalid_input: it is no such message, or its page's text is cut off; the message says why.
Result<MimeMessage> read_mime(std::string_view bytes);

// True if this is how a saved page of that kind begins: header fields, among them
// MIME-Version and a Content-Type that holds a page.
bool begins_mime(std::string_view head);

}  // namespace maillon::collect
