// The words that mean something to the finders: number words, services, units ...
#pragma once

#include <cstdint>
#include <string_view>

#include "base/records.h"

namespace maillon::extract {

// What a word can be; a word may have several roles ("sept": 7, and a month).
enum Role : uint32_t {
  kNumber = 1U << 0,      // `value`: 0 to 900
  kWeakNumber = 1U << 1,  // is mostly something else ("for", "un"): counts between numbers only
  kRepeat = 1U << 2,      // "double": `value` times the next digit
  kLink = 1U << 3,        // stands between tens and units: "et", "y", "and"
  kAndTens = 1U << 4,     // Arabic "and thirty": adds to the unit before it
  kCurrency = 1U << 5,
  kUnit = 1U << 6,  // a number before it is an age, a size, a duration
  kMonth = 1U << 7,
  kPhoneCue = 1U << 8,      // "tel", "call": a number after it may well be a phone
  kCodeCue = 1U << 9,       // "order", "ref": a number after it is no phone
  kService = 1U << 10,      // `service`
  kServiceSure = 1U << 11,  // names nothing else ("instagram", not "line")
  kAtWord = 1U << 12,
  kDotWord = 1U << 13,
  kSlashWord = 1U << 14,
  kPlusWord = 1U << 15,
  kTopLevel = 1U << 16,      // a top-level domain that is no ordinary word
  kTopLevelWord = 1U << 17,  // one that is: "in", "me", "it"
  kWebmail = 1U << 18,       // "gmail": the label before the top-level domain
  kFiller = 1U << 19,        // may stand between a service and the handle: "id", "is", "my"
  kNoHandle = 1U << 20,      // after a service, but certainly no handle: "and", "number"
  kUrlScheme = 1U << 21,     // http, https, hxxp, www
  kTimeWord = 1U << 22,      // am, pm, uhr: a number before it is a time
  kUnderscoreWord = 1U << 23,
  kDashWord = 1U << 24,
  kMailCue = 1U << 25,  // "e-mail", "correo": an address may follow
};

struct WordInfo {
  uint32_t roles = 0;
  uint16_t value = 0;
  Service service = Service::none;
  bool has(uint32_t any_of) const { return (roles & any_of) != 0; }
};

// The hash of a folded word: also the base of its token. l and i count as one
// letter, since I, l and 1 pass for each other.
class WordHash {
 public:
  void add(char byte) {
    state_ =
        (state_ ^ static_cast<unsigned char>(byte == 'l' ? 'i' : byte)) * 0x9E3779B97F4A7C15ULL;
    state_ ^= state_ >> 29;
  }
  uint32_t value() const { return static_cast<uint32_t>((state_ * 0xbf58476d1ce4e5b9ULL) >> 32); }

 private:
  uint64_t state_ = 0x243F6A8885A308D3ULL;
};
uint32_t hash_word(std::string_view folded);

// Number of the word in the lexicon, 0 if it is not there.
uint16_t find_word(uint32_t hash, std::string_view folded);
// A word that fails this is not in the lexicon; most words fail. For loops.
inline constexpr uint32_t kWordFilterBits = 1U << 16;
const uint64_t* word_filter();
inline bool may_be_word(const uint64_t* filter, uint32_t hash) {
  const uint32_t bit = hash >> 16;
  return (filter[bit / 64] >> (bit % 64) & 1U) != 0;
}

const WordInfo& word_info(uint16_t word);  // word 0: no roles

// For scripts without blanks: the longest word of the lexicon at the start of
// `folded`; its size in bytes is put into `size`. 0 if none. Cheap for characters
// that begin no word.
uint16_t find_word_prefix(std::string_view folded, char32_t first, uint32_t& size);

}  // namespace maillon::extract
