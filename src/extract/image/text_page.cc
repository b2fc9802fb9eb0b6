#include "extract/image/text_page.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "base/utf8.h"
#include "extract/image/right_to_left.h"

namespace maillon::extract {
namespace {

constexpr uint32_t kBlank = 20;  // pixels around a line
constexpr uint32_t kLettersOfAnyLanguage = 8;
constexpr std::size_t kMostText = 16 << 10;
// In hundredths, as tesseract counts. docs/photographs.md says what they were chosen on.
constexpr double kLeastOfLine = 60, kLeastOfWord = 40;

struct Word {
  uint32_t middle = 0, left = 0;
  double confidence = 0;
  std::string text;
};

// Blanks and what does no harm to a terminal alone; bytes that are no UTF-8 go.
std::string clean_word(std::string_view word) {
  std::string out;
  for (std::size_t at = 0; at < word.size();) {
    const CodePoint next = decode_utf8(word, at);
    const bool is_bad = next.value == 0xFFFD || next.value <= 0x20 ||
                        (next.value >= 0x7F && next.value < 0xA0) || next.value == 0x2028 ||
                        next.value == 0x2029;
    if (!is_bad) out += word.substr(at, next.size);
    at += next.size;
  }
  return out;
}

template <class T>
bool read_number(std::string_view text, T& to) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), to);
  return error == std::errc{} && end == text.data() + text.size();
}

// A row: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
bool read_word(std::string_view row, Word& to) {
  constexpr std::size_t kColumns = 12;
  std::array<std::string_view, kColumns> columns;
  for (std::size_t i = 0; i < kColumns; ++i) {
    const std::size_t end = i + 1 < kColumns ? row.find('\t') : row.size();
    if (end == std::string_view::npos) return false;
    columns[i] = row.substr(0, end);
    row.remove_prefix(std::min(end + 1, row.size()));
  }
  constexpr std::string_view kWordLevel = "5";
  uint32_t left = 0, top = 0, height = 0;
  if (columns[0] != kWordLevel || !read_number(columns[6], left) || !read_number(columns[7], top) ||
      !read_number(columns[9], height) || !read_number(columns[10], to.confidence))
    return false;
  if (std::max({left, top, height}) > kPageSideMax) return false;
  to.left = left;
  to.middle = top + height / 2;
  to.text = clean_word(columns[11]);
  return !to.text.empty();
}

struct Reading {
  double confidence = 0;  // mean of its letters
  std::string text;
};

Reading read_line(std::vector<Word> words) {
  std::stable_sort(words.begin(), words.end(),
                   [](const Word& a, const Word& b) { return a.left < b.left; });
  Reading reading;
  double letters = 0;
  for (const Word& word : words) {
    const auto size = static_cast<double>(word.text.size());
    reading.confidence += size * word.confidence;
    letters += size;
    if (!reading.text.empty()) reading.text.push_back(' ');
    reading.text += word.confidence >= kLeastOfWord ? std::string_view(word.text) : kUnread;
  }
  if (letters > 0) reading.confidence /= letters;
  return reading;
}

bool is_one_place(const Box& a, const Box& b) {
  const int width = std::min(a.right, b.right) - std::max(a.left, b.left);
  const int height = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
  return 2 * width > std::min(a.width(), b.width()) &&
         2 * height > std::min(a.height(), b.height());
}

}  // namespace

TextPage set_page(const std::vector<TextLine>& lines) {
  TextPage page;
  if (lines.empty()) return page;
  uint32_t width = 0, height = kBlank;
  for (const TextLine& line : lines) {
    width = std::max(width, line.image.width + 2 * kBlank);
    height += line.image.height + kBlank;
  }
  page.grey = {width, height, std::vector<uint8_t>(std::size_t{width} * height, 255)};
  uint32_t top = kBlank;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const GreyPicture& image = lines[i].image;
    for (uint32_t y = 0; y < image.height; ++y)
      std::memcpy(&page.grey.grey[std::size_t{top + y} * width + kBlank],
                  &image.grey[std::size_t{y} * image.width], image.width);
    uint32_t place = static_cast<uint32_t>(i);
    for (std::size_t j = 0; j < i; ++j) {
      if (is_one_place(lines[i].box, lines[j].box)) place = std::min(place, page.lines[j].place);
    }
    page.lines.push_back({top, top + image.height, place, std::min(lines[i].letters, 255U)});
    top += image.height + kBlank;
  }
  return page;
}

std::vector<std::string> read_places(const std::vector<PageLine>& lines, std::string_view table) {
  std::vector<std::vector<Word>> words(lines.size());
  while (!table.empty()) {
    const std::size_t end = std::min(table.find('\n'), table.size());
    Word word;
    const bool is_word = read_word(table.substr(0, end), word);
    table.remove_prefix(std::min(end + 1, table.size()));
    for (std::size_t i = 0; is_word && i < lines.size(); ++i) {
      if (word.middle >= lines[i].top && word.middle < lines[i].bottom) {
        words[i].push_back(std::move(word));
        break;
      }
    }
  }
  std::vector<Reading> best(kTextLinesMax);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    Reading reading = read_line(std::move(words[i]));
    Reading& known = best[std::min<std::size_t>(lines[i].place, kTextLinesMax - 1)];
    if (reading.confidence > known.confidence) known = std::move(reading);
  }
  std::vector<std::string> texts(kTextLinesMax);
  for (std::size_t i = 0; i < best.size(); ++i) {
    if (best[i].confidence >= kLeastOfLine) texts[i] = std::move(best[i].text);
  }
  return texts;
}

TextPage take_unread(const TextPage& page, const std::vector<std::string>& texts) {
  TextPage rest;
  rest.grey.width = page.grey.width;
  std::vector<uint8_t>& grey = rest.grey.grey;
  grey.assign(std::size_t{kBlank} * page.grey.width, 255);
  for (const PageLine& line : page.lines) {
    if (line.letters < kLettersOfAnyLanguage) continue;
    if (line.place < texts.size() && !texts[line.place].empty()) continue;
    const uint32_t end = std::min(line.bottom + kBlank, page.grey.height);
    if (line.top >= end) continue;
    const auto top = static_cast<uint32_t>(grey.size() / page.grey.width);
    const auto from = page.grey.grey.begin();
    grey.insert(grey.end(), from + std::ptrdiff_t{line.top} * page.grey.width,
                from + std::ptrdiff_t{end} * page.grey.width);
    rest.lines.push_back({top, top + line.bottom - line.top, line.place, line.letters});
  }
  rest.grey.height = page.grey.width > 0 ? static_cast<uint32_t>(grey.size() / page.grey.width) : 0;
  return rest;
}

std::string join_places(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) {
    if (text.empty()) continue;
    if (!all.empty()) all.push_back('\n');
    all += order_as_typed(text);
  }
  all.resize(utf8_prefix(all, kMostText));
  return all;
}

}  // namespace maillon::extract
