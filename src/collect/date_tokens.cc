#include "collect/date_tokens.h"

#include "base/utf8.h"
#include "collect/fold.h"

namespace maillon::collect {
namespace {

constexpr std::size_t kMaxTokens = 24;

bool is_han(char32_t c) {
  return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3);
}
bool is_mark(char32_t c) {  // direction marks that chat programs put into dates
  return c == 0x200E || c == 0x200F || c == 0x61C || c == 0xFEFF || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}
// 年月日 and their Korean and Japanese kin, as units after a number.
char date_unit(char32_t c) {
  switch (c) {
    case U'年':
    case U'년':
      return 'y';
    case U'月':
    case U'월':
      return 'm';
    case U'日':
    case U'号':
    case U'號':
    case U'일':
      return 'd';
    case U'时':
    case U'時':
    case U'点':
    case U'點':
    case U'시':
      return 'h';
    case U'分':
    case U'분':
      return 'i';
    case U'秒':
    case U'초':
      return 's';
    default:
      return 0;
  }
}

std::u32string to_code_points(std::string_view text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text, i);
    i += c.size;
    if (!is_mark(c.value)) out.push_back(c.value);
  }
  while (!out.empty() && is_date_space(out.back())) out.pop_back();
  std::size_t begin = 0;
  while (begin < out.size() && is_date_space(out[begin])) ++begin;
  return out.substr(begin);
}

}  // namespace

bool is_date_space(char32_t c) {
  return c == ' ' || c == '\t' || c == 0xA0 || c == 0x202F || c == 0x2009 || c == 0x3000;
}

bool is_date_letter(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0x2000) || is_han(c);
}

std::vector<DateToken> to_date_tokens(std::string_view utf8_text) {
  const std::u32string text = to_code_points(utf8_text);
  std::vector<DateToken> tokens;
  for (std::size_t i = 0; i < text.size();) {
    if (tokens.size() >= kMaxTokens) return {};
    const std::size_t begin = i;
    DateToken token;
    if (digit_value(text[i]) >= 0) {
      for (; i < text.size() && digit_value(text[i]) >= 0; ++i) {
        if (++token.digits > 18) return {};
        token.value = token.value * 10 + digit_value(text[i]);
      }
      token.is_number = true;
      token.before = begin == 0 ? 0 : text[begin - 1];
      token.after = i == text.size() ? 0 : text[i];
      token.unit = date_unit(token.after);
      if (token.unit != 0) ++i;
    } else if (is_date_letter(text[i])) {
      // "p.m." and "p. m." are one word: dots and spaces after single letters go.
      std::string word;
      for (; i < text.size() && (is_date_letter(text[i]) || (text[i] >= 0x300 && text[i] < 0x370));
           ++i) {
        append_utf8(word, text[i]);
        const bool single = i == begin;
        std::size_t next = i + 1;
        if (single && next < text.size() && text[next] == '.') {
          ++next;
          while (next < text.size() && is_date_space(text[next])) ++next;
          if (next < text.size() &&
              (text[next] == 'm' || text[next] == 'M' || text[next] == U'м')) {
            i = next - 1;
          }
        }
      }
      token.word = fold_name(word);
    } else {
      ++i;
      continue;
    }
    tokens.push_back(std::move(token));
  }
  return tokens;
}

}  // namespace maillon::collect
