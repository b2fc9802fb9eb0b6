// The phrase language of the catalogue. It has no repetition without end, so that every phrase is
// found in linear time and nothing catastrophic can be written.
//
//   word        that word (folded and stemmed, see words.h)      word*     what begins so
//   (a b|c)     one of these                                     (a b|c)? word?   may be missing
//   ..  ..5     up to 3 (or 5) other words of the same sentence  #         a number
//   a & b       both in one sentence, in any order, within kJointWindow words
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
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

// One place in a phrase: any of these, of which one may be empty.
struct PhraseItem {
  std::vector<PhraseWords> any;
  std::size_t fewest_words = 0;  // of what it stands for, gaps not counted
  uint32_t most_skipped = 0;     // words that gaps of one wording can take together
};
using PhraseItems = std::vector<std::shared_ptr<const PhraseItem>>;
// `any`: at least one.
std::shared_ptr<const PhraseItem> make_item(std::vector<PhraseWords> any);
// Without gaps before the first word and behind the last, which mean nothing.
void trim_gaps(PhraseItems& items);

inline constexpr std::size_t kMostAlternatives = 400;  // of one item
inline constexpr std::size_t kMostItems = 24;
inline constexpr std::size_t kMostWords = 64;  // of one wording of an item, and its gaps
inline constexpr uint32_t kMostGap = 12;       // of one gap
inline constexpr uint32_t kMostGapsTogether = 24;

// Words from the first to the last of what `&` joins; Chinese characters count a half.
inline constexpr uint32_t kJointWindow = 18;
inline constexpr std::size_t kMostSides = 4;
// The sides of a phrase, between its `&`; one if it has none.
std::vector<std::string_view> split_sides(std::string_view phrase);

// The items of one side in order; neither the first nor the last is a gap. `language`: ISO 639-1,
// for its script. Fails (invalid_input) with what is wrong with it and how to write it.
Result<PhraseItems> parse_phrase(std::string_view phrase, std::string_view language);

// The same for many phrases: what is written alike is read once, and is one item of them all.
class PhraseParser {
 public:
  Result<PhraseItems> parse(std::string_view phrase, std::string_view language);

 private:
  std::unordered_map<std::string, std::shared_ptr<const PhraseItem>> items_;
  std::size_t parts_ = 0;  // of those that are kept
};

// True if whatever it stands for is enough to be an indicator: two words, or one of which at least
// 3 letters are left by stemming. Cues may be shorter ("no").
bool is_telling(const PhraseItems& items);

}  // namespace maillon::rank
