// HTML of texts that adversaries wrote: nothing in them is markup, hides, or reverses
// what stands beside it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maillon::report {

// Appends the text with & < > " ' escaped. Control, zero-width and bidirectional control
// characters become <span class="code">[U+202E]</span>, as do marks from the fifth on one
// letter; line breaks (CR, LF, CRLF) become one LF, tabs stay. Joiners of scripts that
// need them (between letters beyond ASCII) stay; from the 201st on in one text: ▯. Bytes that are
// not UTF-8: U+FFFD.
void append_html(std::string& out, std::string_view text);

// What is ours and trusted, escaped.
std::string html(std::string_view text);

// <bdi dir="auto">text</bdi>: a value within our own sentences. "" gives "".
std::string isolated(std::string_view text);
// <bdi dir="ltr" class="id">text</bdi>: identifiers, hashes, dates, numbers.
std::string identifier(std::string_view text);

// Ranges of bytes, by begin, without overlaps.
struct MarkedRange {
  std::size_t begin = 0, end = 0;
};
// The text as append_html with those ranges in <mark>; ranges that overlap an earlier one,
// are empty, leave the text, or cut a character are left out. With `mask` the text of a
// range is replaced by masked().
void append_marked(std::string& out, std::string_view text, const std::vector<MarkedRange>& ranges,
                   bool mask);

// A value that shows its shape and not itself: "+33••••••78". Of short values nothing is left.
std::string masked(std::string_view value);

// Words that look like a phone, an address or an account (three digits or more, '@', '/')
// by their shape: for texts in which nothing was marked.
std::string scrubbed(std::string_view text);

}  // namespace maillon::report
