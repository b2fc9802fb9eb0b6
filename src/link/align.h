// Alignment of texts whose sentences stand in another order.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "link/lcs.h"
#include "link/vocabulary.h"

namespace maillon::link {

// No column.
inline constexpr uint32_t kUnaligned = 0xFFFFFFFF;

// A text cut into sentences: the half-open range of words of each.
struct Sentence {
  uint32_t begin = 0, end = 0;
  friend bool operator==(const Sentence&, const Sentence&) = default;
};

// Aligns texts to a reference, sentence by sentence, in whatever order they
// stand: each sentence goes to the reference's sentence with which it shares
// most, then the words of each pair are aligned; what is left over (a sentence
// that was cut in two, or two that were joined) is tried a second time.
//
// Words are numbers (link/vocabulary.h). Most families are two to five short
// texts, so memory is kept from one reference and one text to the next; one
// thread at a time.
class ReferenceAligner {
 public:
  // The text that others are aligned to from now on; it must stay where it is.
  // `sentences` cover the words, ascending; all words are below `distinct`.
  void assign(std::span<const uint32_t> words, std::span<const Sentence> sentences,
              uint32_t distinct);

  // For each word of the text the reference's word that it stands for, or
  // kUnaligned. Each word of the reference is used at most once; within a run of
  // one sentence pair both ascend. Words that are not below `distinct` are in no
  // reference.
  void align(std::span<const uint32_t> words, std::span<const Sentence> sentences,
             std::vector<uint32_t>& to);

 private:
  struct Candidate {
    uint32_t score, shared, text_unit, reference_unit;
  };
  struct Places {
    uint32_t first = kUnaligned, count = 0;
  };
  // Sentences, or what is left of them, that may be paired.
  struct Units {
    std::span<const Sentence> text, reference;
    std::span<const uint32_t> unit_of;  // per word of the reference, or kUnaligned
    bool whole = true;
  };
  bool aligns_to_itself();
  void match_units(const Units& units);
  void add_candidates(const Units& units, uint32_t text_unit);
  void align_pair(const Sentence& text, const Sentence& reference);
  void align_rest(std::span<const Sentence> sentences);

  std::span<const uint32_t> reference_;
  std::span<const Sentence> sentences_;
  uint32_t distinct_ = 0;
  std::vector<Places> places_;         // per word; all empty but for the reference's
  std::vector<uint32_t> next_place_;   // per place, ascending; kUnaligned: the last
  std::vector<uint32_t> sentence_of_;  // per place
  std::vector<uint32_t> placed_;       // the words that places_ knows
  enum class Answer : uint8_t { unknown, no, yes } to_itself_ = Answer::unknown;

  // Of the text at hand.
  std::span<const uint32_t> text_;
  std::vector<uint32_t>* to_ = nullptr;
  std::vector<uint8_t> used_;  // per word of the reference
  std::size_t aligned_ = 0;    // words
  WordCounts seen_;
  std::vector<Candidate> candidates_, current_;  // current_: shared is 0 between units
  std::vector<uint32_t> touched_, unit_of_rest_;
  std::vector<uint8_t> text_used_, reference_used_;
  std::vector<Sentence> text_rest_, reference_rest_;
  std::vector<std::pair<uint32_t, uint32_t>> pairs_;
  LcsMatcher lcs_;
};

}  // namespace maillon::link
