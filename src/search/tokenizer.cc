#include "search/tokenizer.h"

#include <unicode/uchar.h>

#include "base/utf8.h"
#include "extract/text/fold.h"

namespace maillon::search {

bool is_word_char(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
  const auto code = static_cast<UChar32>(c);
  if (c == 0xFFFD) return false;
  constexpr uint32_t kMarks = U_GC_M_MASK;
  return u_isalnum(code) != 0 || (U_MASK(u_charType(code)) & kMarks) != 0;
}

bool is_unspaced(char32_t c) {
  if (c < 0xE00) return false;
  return c <= 0xEFF || (c >= 0x1000 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF) ||
         (c >= 0x2E80 && c <= 0x2FDF) || (c >= 0x3005 && c <= 0x3007) ||
         (c >= 0x3040 && c <= 0x30FF) || (c >= 0x31F0 && c <= 0x31FF) ||
         (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF66 && c <= 0xFF9F) ||
         (c >= 0x20000 && c <= 0x3FFFD);
}

void cut_words(std::string_view folded, std::vector<WordRange>& out) {
  out.clear();
  constexpr std::size_t kNone = std::string_view::npos;
  const auto add = [&](std::size_t begin, std::size_t end) {
    out.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(end)});
  };
  std::size_t begin = kNone;
  for (std::size_t i = 0; i < folded.size();) {
    const CodePoint c = decode_utf8(folded, i);
    const bool is_single = is_word_char(c.value) && is_unspaced(c.value);
    if (begin != kNone && (is_single || !is_word_char(c.value))) {
      add(begin, i);
      begin = kNone;
    }
    if (is_single) {
      add(i, i + c.size);
    } else if (begin == kNone && is_word_char(c.value)) {
      begin = i;
    }
    i += c.size;
  }
  if (begin != kNone) add(begin, folded.size());
}

std::vector<SearchWord> find_words(std::string_view text) {
  extract::Folded folded;
  folded.assign(text);
  std::vector<WordRange> ranges;
  cut_words(folded.text(), ranges);
  std::vector<SearchWord> words;
  for (const auto& [begin, end] : ranges) {
    words.push_back({std::string(folded.text().substr(begin, end - begin)),
                     folded.source_begin(begin), folded.source_end(end)});
  }
  return words;
}

std::string fold_letters(std::string_view text) {
  if (text.empty()) return {};
  extract::Folded folded;
  folded.assign(text);
  return std::string(folded.text());
}

std::string fold(std::string_view text) {
  std::string out;
  for (const SearchWord& word : find_words(text)) {
    if (!out.empty()) out.push_back(' ');
    out += word.text;
  }
  return out;
}

}  // namespace maillon::search
