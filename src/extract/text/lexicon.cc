#include "extract/text/lexicon.h"

#include <array>
#include <bitset>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "extract/text/fold.h"
#include "extract/text/lexicon_words.h"

namespace maillon::extract {
namespace {

bool same_word(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if ((a[i] == 'l' ? 'i' : a[i]) != (b[i] == 'l' ? 'i' : b[i])) return false;
  }
  return true;
}

// German and Italian write 21 to 99 as one word.
std::vector<std::pair<std::string, uint16_t>> joined_numbers() {
  static constexpr const char* kGermanUnits[] = {"ein",   "zwei",   "drei", "vier", "fünf",
                                                 "sechs", "sieben", "acht", "neun"};
  static constexpr const char* kGermanTens[] = {"zwanzig", "dreißig", "vierzig", "fünfzig",
                                                "sechzig", "siebzig", "achtzig", "neunzig"};
  static constexpr const char* kItalianUnits[] = {"uno", "due",   "tre",  "quattro", "cinque",
                                                  "sei", "sette", "otto", "nove"};
  static constexpr const char* kItalianTens[] = {"venti",    "trenta",   "quaranta", "cinquanta",
                                                 "sessanta", "settanta", "ottanta",  "novanta"};
  static constexpr const char* kSpanishUnits[] = {"uno",  "dós",   "trés", "cuatro", "cinco",
                                                  "séis", "siete", "ocho", "nueve"};
  std::vector<std::pair<std::string, uint16_t>> out;
  for (uint16_t t = 0; t < 8; ++t) {
    for (uint16_t u = 0; u < 9; ++u) {
      const auto value = static_cast<uint16_t>((t + 2) * 10 + u + 1);
      out.emplace_back(std::string(kGermanUnits[u]) + "und" + kGermanTens[t], value);
      std::string tens = kItalianTens[t];
      if (u == 0 || u == 7) tens.pop_back();  // ventuno, ventotto
      out.emplace_back(tens + kItalianUnits[u], value);
      if (t == 0) out.emplace_back(std::string("veinti") + kSpanishUnits[u], value);
    }
  }
  return out;
}

class Lexicon {
 public:
  Lexicon() : infos_(1), words_(1), slots_(kSlots) {
    for (const WordLine& line : kWordLines) {
      std::string_view rest = line.words;
      while (!rest.empty()) {
        const std::size_t blank = rest.find(' ');
        add(rest.substr(0, blank), {line.roles, line.value, line.service});
        rest = blank == std::string_view::npos ? std::string_view() : rest.substr(blank + 1);
      }
    }
    for (const auto& [word, value] : joined_numbers()) add(word, {kNumber, value, Service::none});
  }

  uint16_t find(uint32_t hash, std::string_view word) const {
    for (uint32_t slot = hash & (kSlots - 1); slots_[slot].word != 0;
         slot = (slot + 1) & (kSlots - 1)) {
      if (slots_[slot].hash == hash && same_word(words_[slots_[slot].word], word)) {
        return slots_[slot].word;
      }
    }
    return 0;
  }

  const uint64_t* filter() const { return filter_.data(); }
  const WordInfo& info(uint16_t word) const { return infos_[word]; }

  uint16_t find_prefix(std::string_view text, char32_t first, uint32_t& size) const {
    if (first >= begins_.size() || !begins_[first]) return 0;
    uint16_t best = 0;
    WordHash hash;
    std::size_t at = 0;
    for (int chars = 0; chars < 6 && at < text.size(); ++chars) {
      const CodePoint c = decode_utf8(text, at);
      if (c.value < 0xE00) break;
      for (uint32_t i = 0; i < c.size; ++i) hash.add(text[at + i]);
      at += c.size;
      if (const uint16_t word = find(hash.value(), text.substr(0, at)); word != 0) {
        best = word;
        size = static_cast<uint32_t>(at);
      }
    }
    return best;
  }

 private:
  static constexpr uint32_t kSlots = 1U << 13;
  struct Slot {
    uint32_t hash = 0;
    uint16_t word = 0;
  };

  void add(std::string_view raw, const WordInfo& info) {
    // Alone, "сто" is taken for Latin letters in disguise; among Russian words it
    // is not. Both forms are known.
    Folded folded;
    folded.assign(raw);
    const std::string alone(folded.text());
    folded.assign(std::string(raw) + " ж");
    const std::string among(folded.text().substr(0, folded.text().rfind(' ')));
    add_folded(alone, info);
    if (among != alone) add_folded(among, info);
  }

  void add_folded(const std::string& word, const WordInfo& info) {
    if (word.empty()) return;
    const uint32_t hash = hash_word(word);
    if (const uint16_t known = find(hash, word); known != 0) {
      WordInfo& old = infos_[known];
      // A word that is a weak number in one language and a sure one in another is weak.
      if ((info.roles & kNumber) != 0) old.value = info.value;
      if (info.service != Service::none) old.service = info.service;
      old.roles |= info.roles;
      return;
    }
    const uint32_t bit = hash >> 16;
    filter_[bit / 64] |= uint64_t{1} << (bit % 64);
    infos_.push_back(info);
    words_.push_back(word);
    uint32_t slot = hash & (kSlots - 1);
    while (slots_[slot].word != 0) slot = (slot + 1) & (kSlots - 1);
    slots_[slot] = {hash, static_cast<uint16_t>(words_.size() - 1)};
    const char32_t first = decode_utf8(word, 0).value;
    if (first < begins_.size()) begins_[first] = true;
  }

  std::vector<WordInfo> infos_;
  std::vector<std::string> words_;
  std::vector<Slot> slots_;
  std::array<uint64_t, kWordFilterBits / 64> filter_{};
  std::bitset<0x10000> begins_;
};

const Lexicon& lexicon() {
  static const Lexicon table;
  return table;
}

}  // namespace

uint32_t hash_word(std::string_view folded) {
  WordHash hash;
  for (const char byte : folded) hash.add(byte);
  return hash.value();
}

uint16_t find_word(uint32_t hash, std::string_view folded) {
  return lexicon().find(hash, folded);
}
const uint64_t* word_filter() {
  return lexicon().filter();
}

const WordInfo& word_info(uint16_t word) {
  return lexicon().info(word);
}

uint16_t find_word_prefix(std::string_view folded, char32_t first, uint32_t& size) {
  return lexicon().find_prefix(folded, first, size);
}

}  // namespace maillon::extract
