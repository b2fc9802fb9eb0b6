// Small made-up heaps of texts for the tests of this folder.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/records.h"

namespace maillon::link {

// A random stream that is the same everywhere.
class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed) {}
  uint64_t next() { return mix64(state_ += 0x9e3779b97f4a7c15ULL); }
  uint32_t below(uint32_t n) { return static_cast<uint32_t>(next() % n); }
  bool chance(double p) { return static_cast<double>(next() >> 11) * 0x1.0p-53 < p; }

 private:
  uint64_t state_;
};

using Text = std::vector<uint32_t>;  // tokens, kSentenceBreak between sentences

inline Text random_sentence(Dice& dice, uint32_t words) {
  Text sentence;
  for (uint32_t i = 0; i < words; ++i) {
    // Some words are common, most are rare.
    sentence.push_back(kFirstWordToken + (dice.chance(0.4) ? dice.below(200) : dice.below(30000)));
  }
  sentence.push_back(kSentenceBreak);
  return sentence;
}

inline Text random_text(Dice& dice, uint32_t sentences) {
  Text text;
  for (uint32_t i = 0; i < sentences; ++i) {
    const Text sentence = random_sentence(dice, 7);
    text.insert(text.end(), sentence.begin(), sentence.end());
  }
  return text;
}

inline Text change_words(Text text, Dice& dice, double share) {
  for (uint32_t& token : text) {
    if (token != kSentenceBreak && dice.chance(share)) token = kFirstWordToken + dice.below(30000);
  }
  return text;
}

// Views of the texts, which must stay where they are.
inline std::vector<std::span<const uint32_t>> to_rows(const std::vector<Text>& texts) {
  return {texts.begin(), texts.end()};
}

}  // namespace maillon::link
