// Finds all phrases of a catalogue, of all languages, in one pass over a text.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rank/catalogue.h"
#include "rank/words.h"

namespace maillon::rank {

struct Phrases;

// Where a phrase comes from.
struct PhraseOwner {
  bool cue = false;
  uint32_t index = 0;     // of Catalogue::indicators or cues
  uint16_t language = 0;  // as in extract::Signals::language
};

struct Match {
  uint32_t owner = 0;           // of Matcher::owners()
  uint32_t first = 0, end = 0;  // words
  uint32_t joint = kNoJoint;    // of `&`: see Scanner::sides
  // Bit i: a gap of the phrase passed over word first + i (of the first 64).
  uint64_t passed = 0;
  static constexpr uint32_t kNoJoint = 0xffffffff;
};
struct WordRange {
  uint32_t first = 0, end = 0;
  uint64_t passed = 0;  // as in Match
  bool passes(uint32_t word) const {
    return word >= first && word - first < 64 && (passed >> (word - first) & 1U) != 0;
  }
};

// The phrases as an automaton. Immutable: any number of scanners may use it at once.
class Matcher {
 public:
  // Phrases that parse_phrase refuses are left out (read_catalogue has said so). The catalogue
  // is not needed afterwards.
  explicit Matcher(const Catalogue& catalogue);
  explicit Matcher(std::unique_ptr<const Phrases> phrases);
  ~Matcher();
  Matcher(Matcher&&) noexcept;

  // One for each (indicator or cue, language).
  std::span<const PhraseOwner> owners() const;

 private:
  friend class Scanner;
  std::unique_ptr<const Phrases> phrases_;
};

// Reads one text after another. One thread at a time; the matcher must outlive it.
class Scanner {
 public:
  explicit Scanner(const Matcher& matcher);
  ~Scanner();
  Scanner(Scanner&&) noexcept;

  // The matches, by (first, owner), of one owner at one first word the longest only. Valid until
  // the next call. Linear in the text for any catalogue that parse_phrase accepts.
  std::span<const Match> find(std::string_view text);
  // Where the sides of a match of `&` stand; of others, where it stands.
  std::span<const WordRange> sides(const Match& match) const;
  // The words of that text.
  const WordReader& words() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace maillon::rank
