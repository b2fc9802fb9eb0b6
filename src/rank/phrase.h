// The phrase language of the catalogue. It has no repetition without end, so that every phrase is
// found in linear time and nothing catastrophic can be written.
//
//   word        that word (folded and stemmed, see words.h)      word*     what begins so
//   (a b|c)     one of these                                     (a b|c)? word?   may be missing
//   ..  ..5     up to 3 (or 5) other words of the same sentence  #         a number
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace maillon::rank {

// One step of a phrase.
struct PhrasePart {
  enum Kind : uint8_t { word, prefix, number, gap };
  Kind kind = word;
  std::string text;   // word: its key; prefix: the folded letters
  uint32_t most = 0;  // gap: so many words, or none

  friend bool operator==(const PhrasePart&, const PhrasePart&) = default;
};
using PhraseWords = std::vector<PhrasePart>;

inline constexpr std::size_t kMostCombinations = 200;
inline constexpr uint32_t kMostGap = 8;         // of one gap
inline constexpr uint32_t kMostGapsTogether = 12;
inline constexpr std::size_t kMostPhraseParts = 16;

// All sequences that the phrase stands for, each once, none longer than kMostPhraseParts, none
// beginning or ending with a gap. `language`: ISO 639-1, for its script. Fails (invalid_input)
// with what is wrong with it and how to write it.
Result<std::vector<PhraseWords>> parse_phrase(std::string_view phrase, std::string_view language);

// True if it is enough to be an indicator: two words, or one of which at least 3 letters are left
// by stemming. Cues may be shorter ("no").
bool is_telling(const PhraseWords& words);

}  // namespace maillon::rank
