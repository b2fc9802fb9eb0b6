#include "rank/neutral/stem.h"

#include <algorithm>
#include <span>

#include "base/utf8.h"

namespace maillon::rank {
namespace {

constexpr std::size_t kLatinMin = 2, kWideMin = 4;  // bytes: two letters

// Cuts one of the endings if `min` bytes are left; the first that fits.
bool cut_ending(std::string_view& word, std::span<const std::string_view> endings,
                std::size_t min) {
  for (const std::string_view ending : endings) {
    if (word.size() >= min + ending.size() && word.ends_with(ending)) {
      word.remove_suffix(ending.size());
      return true;
    }
  }
  return false;
}

struct Exchange {
  std::string_view ending, by;
};
// The first that fits.
constexpr Exchange kLatin[] = {{"tric", "teu"}, {"eur", "eu"}, {"eau", "el"}, {"v", "f"},
                               {"cqu", "c"},    {"qu", "c"},   {"gu", "g"},   {"ch", "c"}};

void append_latin(std::string& out, std::string_view word) {
  constexpr std::string_view kEndings = "aeosx";
  while (word.size() > kLatinMin && kEndings.find(word.back()) != std::string_view::npos) {
    word.remove_suffix(1);
  }
  const std::size_t begin = out.size();
  out += word;
  for (const auto& [ending, by] : kLatin) {
    if (word.size() >= ending.size() + kLatinMin && word.ends_with(ending)) {
      out.replace(out.size() - ending.size(), ending.size(), by);
      return;
    }
  }
  const bool doubled = word.size() > kLatinMin && word[word.size() - 1] == word[word.size() - 2];
  if (doubled) out.resize(begin + word.size() - 1);
}

constexpr std::string_view kCyrillic[] = {"ся", "сь", "ог", "ег", "ом", "ем", "ым",
                                          "им", "ых", "их", "а",  "е",  "и",  "о",
                                          "у",  "ы",  "э",  "ю",  "я",  "ь",  "л"};

// Vowels that come and go: должен/должна, филиппинец/филиппинцы, близок/близка.
constexpr Exchange kFleeting[] = {{"ен", "н"}, {"ец", "ц"}, {"ок", "к"}, {"ек", "к"}};

void append_cyrillic(std::string& out, std::string_view word) {
  while (cut_ending(word, kCyrillic, kWideMin)) {
  }
  constexpr std::size_t kLetter = 2;  // bytes
  if (word.size() >= kWideMin + kLetter && word.ends_with("нн")) word.remove_suffix(kLetter);
  for (const auto& [ending, by] : kFleeting) {
    if (word.size() >= kWideMin + kLetter && word.ends_with(ending)) {
      out += word.substr(0, word.size() - ending.size());
      out += by;
      return;
    }
  }
  out += word;
}

constexpr std::string_view kArabic[] = {"ين", "ون", "ان", "ات", "وا", "هم", "هن",
                                        "كم", "كن", "ه",  "ت",  "ا",  "ي"};

// Where the ي or ت of a verb's third person stands: behind one of و ف س ل at most. npos if nowhere.
std::size_t verb_prefix(std::string_view word) {
  const auto is = [&](std::size_t at, std::string_view letter) {
    return word.substr(at, letter.size()) == letter;
  };
  const bool led = is(0, "و") || is(0, "ف") || is(0, "س") || is(0, "ل");
  const std::size_t at = led ? 2 : 0;
  constexpr std::size_t kRoot = 6;  // bytes: three letters
  const bool found = word.size() >= at + 2 + kRoot && (is(at, "ي") || is(at, "ت"));
  return found ? at : std::string_view::npos;
}

void append_arabic(std::string& out, std::string_view word) {
  std::string rest(word);
  if (const std::size_t at = verb_prefix(word); at != std::string_view::npos) rest.erase(at, 2);
  std::string_view left = rest;
  while (cut_ending(left, kArabic, kWideMin)) {
  }
  out += left;
}

}  // namespace

void append_stem(std::string& out, std::string_view word) {
  if (word.empty()) return;
  const char32_t first = decode_utf8(word, 0).value;
  if (first < 0x250) {
    append_latin(out, word);
  } else if (first >= 0x400 && first < 0x530) {
    append_cyrillic(out, word);
  } else if (first >= 0x620 && first < 0x700) {
    append_arabic(out, word);
  } else {
    out += word;
  }
}

std::size_t count_letters(std::string_view word) {
  return static_cast<std::size_t>(std::count_if(word.begin(), word.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

}  // namespace maillon::rank
