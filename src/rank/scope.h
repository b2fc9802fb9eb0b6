// How far the words reach that deny, refuse or quote: which signs of a text stand under them.
#pragma once

#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

#include "rank/catalogue.h"
#include "rank/matcher.h"

namespace maillon::rank {

// A cue in one field.
struct CueHit {
  CueKind kind;
  uint16_t language;
  uint8_t weight;
  uint32_t first, end;   // words
  bool in_sign = false;  // it is a part of a sign: set by Scope
};

// The cues of one field and the clauses that end their reach. One field after another, with the
// memory of the last.
class Scope {
 public:
  void clear() { cues_.clear(); }
  // In the order of their first words.
  void add(const CueHit& cue) { cues_.push_back(cue); }
  // After the last cue; before any question. The signs are the scanner's.
  void place(const Scanner& scanner, std::span<const Match> signs);

  // A negator of the language stands before, behind or within the match, in its clause; or it is a
  // question that is answered no.
  bool is_denied(const Match& match, uint16_t language) const;
  // A cue of the kind and language (refusal or quote) begins before the match, in its sentence.
  bool has_before(CueKind kind, uint16_t language, const Match& match) const;
  // The same, behind it.
  bool has_after(CueKind kind, uint16_t language, const Match& match) const;

 private:
  // A cue that works in its whole sentence.
  struct WideCue {
    CueKind kind;
    uint16_t language;
    uint32_t first, least_end;  // words; the least end of this and those before in the sentence
    uint32_t sentence;          // its first word
    friend bool operator<(const WideCue& a, const WideCue& b) {
      return std::tie(a.kind, a.language, a.first, a.least_end) <
             std::tie(b.kind, b.language, b.first, b.least_end);
    }
  };
  struct ClauseStart {
    uint32_t word;
    uint16_t language;  // 0 = any
    bool ends;          // the reach of what stands before; "if" within a clause does not
    bool by_word;       // "but", "if", wherever they stand
  };

  void place_sentences();
  void place_clauses();
  void place_wide_cues();
  void mark_cues_in_signs(std::span<const Match> signs);
  std::vector<CueHit>::const_iterator first_cue_from(uint32_t word) const;
  bool is_denied_before(const Match& match, const CueHit& cue, uint32_t reach) const;
  bool is_denied_within(const Match& match, const CueHit& cue) const;
  bool is_answered_no(uint32_t last, uint16_t language) const;
  bool has_clause_start(uint32_t after, uint32_t last, uint16_t language) const;
  bool begins_by_word(uint32_t word, uint16_t language) const;

  const Scanner* scanner_ = nullptr;
  std::vector<CueHit> cues_;
  std::vector<uint32_t> sentence_, sentence_end_;  // per word: first of its sentence, of the next
  std::vector<ClauseStart> clauses_;               // by word
  std::vector<WideCue> wide_;                      // sorted
  std::vector<WordRange> ranges_;                  // of signs and their sides, by first
  std::vector<bool> named_;                        // per word: a sign names it
  uint32_t longest_cue_ = 0;
};

}  // namespace maillon::rank
