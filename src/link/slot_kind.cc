#include "link/slot_kind.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/utf8.h"

namespace maillon::link {
namespace {

constexpr std::array<std::string_view, 9> kTypedNames = {
    "", "phone", "email", "url", "handle", "number", "price", "date", "wallet"};

// Capitals of Latin, Greek and Cyrillic letters, well enough for a guess.
bool is_capital(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  return (c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) ||
         (c >= 0x400 && c <= 0x42F) || (c >= 0x100 && c < 0x138 && c % 2 == 0);
}

// "Anna", "Anna Maria": capitals at the begin of each word, and not a shout.
bool looks_like_name(std::string_view text, uint32_t begin, uint32_t end, std::size_t words) {
  if (words > 3) return false;
  uint32_t before = begin;
  while (before > 0 && text[before - 1] == ' ') --before;
  if (before == 0 || text[before - 1] == '.' || text[before - 1] == '!' ||
      text[before - 1] == '?' || text[before - 1] == '\n') {
    return false;  // any word is capitalised here
  }
  bool at_word = true, has_small = false;
  for (std::size_t i = begin; i < end;) {
    const CodePoint c = decode_utf8(text, i);
    i += c.size;
    if (c.value == ' ' || c.value == '-') {
      at_word = true;
      continue;
    }
    if (at_word && !is_capital(c.value)) return false;
    has_small = has_small || (!at_word && !is_capital(c.value));
    at_word = false;
  }
  return has_small;
}

}  // namespace

std::string find_slot_kind(const MemberView& member, const SlotFill& fill) {
  if (fill.begin == fill.end) return "";
  uint32_t typed = 0;
  std::size_t words = 0;
  auto at = std::partition_point(member.words.begin(), member.words.end(),
                                 [&](const WordSpan& word) { return word.begin < fill.begin; });
  for (; at != member.words.end() && at->end <= fill.end; ++at) {
    const WordSpan& word = *at;
    if (word.token == kSentenceBreak) continue;
    typed = words == 0 ? word.token : (typed == word.token ? typed : kFirstWordToken);
    ++words;
  }
  const std::string_view text = member.text.substr(fill.begin, fill.end - fill.begin);
  if (typed == kNumberToken) {
    // A phone in national form is only a number to a tokenizer without a country.
    const auto digits =
        std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits >= 7 && digits <= 15 ? "phone" : "number";
  }
  if (typed > 0 && typed < kTypedNames.size()) return std::string(kTypedNames[typed]);
  if (!member.city.empty() && same_ignoring_case(text, member.city)) return "place";
  if (!member.author.empty() && same_ignoring_case(text, member.author)) return "name";
  return looks_like_name(member.text, fill.begin, fill.end, words) ? "name?" : "text";
}

}  // namespace maillon::link
