// The lines of text of a picture, set below each other for a program that reads pages, and what
// it says of them put together again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "extract/image/grey_picture.h"
#include "extract/image/text_lines.h"

namespace maillon::extract {

// The longer side of what is searched for text; a larger picture is reduced first.
inline constexpr int kTextSideMax = 1600;
inline constexpr uint32_t kPageSideMax = 8192;

struct PageLine {
  uint32_t top = 0, bottom = 0;  // rows of the page, from the top
  uint32_t place = 0;            // lines of one place in the picture, as letters and their outline
  uint32_t letters = 0;
  friend bool operator==(const PageLine&, const PageLine&) = default;
};
struct TextPage {
  GreyPicture grey;
  std::vector<PageLine> lines;
  friend bool operator==(const TextPage&, const TextPage&) = default;
};

// No lines, no page. The lines are as of find_text_lines().
TextPage set_page(const std::vector<TextLine>& lines);

// What tesseract printed of the page as a table (tessedit_create_tsv): of each place, beside the
// line of that number, the line that was read with most confidence, "" if with too little; words
// of less are kUnread. Any bytes may be given. UTF-8, no control characters.
std::vector<std::string> read_places(const std::vector<PageLine>& lines, std::string_view table);
inline constexpr std::string_view kUnread = "\xE2\x80\xA6";  // an ellipsis

// The page of those places alone that are "" in `texts`, for a program of other languages; of
// lines of few letters, which are mostly no text, none. Lines keep their places.
TextPage take_unread(const TextPage& page, const std::vector<std::string>& texts);

// The places that were read, a line each, numbers as they were typed
// (right_to_left.h); no more than 16 KiB.
std::string join_places(const std::vector<std::string>& texts);

}  // namespace maillon::extract
