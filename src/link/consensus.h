// What most texts of a family have in common: the words that a template keeps.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "link/align.h"
#include "link/template.h"
#include "link/vocabulary.h"

namespace maillon::link {

// A text as its words and sentences, without sentence breaks.
struct FlatText {
  std::vector<uint32_t> words;  // numbers of a vocabulary
  std::vector<uint32_t> place;  // of each, its index in the member's words
  std::vector<Sentence> sentences;
};

// The first kTemplateWords words, with new numbers for new ones.
void flatten(std::span<const WordSpan> words, Vocabulary& vocabulary, FlatText& flat);
// The same, but unknown words get the vocabulary's size.
void flatten_known(std::span<const WordSpan> words, const Vocabulary& vocabulary, FlatText& flat);

// Texts aligned to a reference.
class Alignment {
 public:
  // Texts that follow one another and are the same word for word are aligned once.
  void align(const FlatText& reference, std::span<const FlatText> texts, uint32_t distinct);

  // Of text t, per word, the word of the reference or kUnaligned.
  std::span<const uint32_t> to(std::size_t t) const { return to_[same_as_[t]]; }
  // Whether all words of text t are.
  bool is_whole(std::size_t t) const { return aligned_[t] == to(t).size(); }

  // Of the reference: per word its sentence and how many texts have it; per
  // sentence how many texts have a word of it.
  std::vector<uint32_t> sentence_of, support, sentence_support;

 private:
  ReferenceAligner aligner_;
  std::vector<std::vector<uint32_t>> to_;    // grows only
  std::vector<uint32_t> same_as_, aligned_;  // per text
  std::vector<uint32_t> seen_;
};

// Words that most of the texts share, in sentences: starts from the text that is
// closest to all others and is mended until it no longer changes: words that
// the others do not have go, words that most others have there come in, and so do
// whole sentences. Nothing if the texts share nothing. The order of texts that
// differ must be fixed by the caller; linear in their words. Memory is kept from
// one family to the next.
class ConsensusBuilder {
 public:
  void build(std::span<const FlatText> texts, const Vocabulary& vocabulary);

  const FlatText& consensus() const { return reference_; }   // without `place`
  const Alignment& alignment() const { return alignment_; }  // of the texts to it

 private:
  // Words of `pool_`, to be added to the reference in one place.
  struct Addition {
    uint64_t place = 0;  // sentence << 32 | after + 1 (0: its begin); of sentences, the anchor
    uint32_t begin = 0, end = 0;
  };
  // A stretch of words of a text.
  struct Run {
    uint64_t place = 0;
    uint32_t text = 0, begin = 0, end = 0;
  };
  std::size_t find_centre();
  void find_insertions();
  void find_runs(uint32_t t);
  void choose_words(std::span<const Run> runs, uint32_t needed);
  void find_sentences();
  void find_left_sentences();
  void repair();
  void repair_sentence(uint32_t s, std::size_t& insertion);
  bool reorder();
  void append_sentence(uint32_t begin);
  std::span<const uint32_t> words_of(const Run& run) const {
    return std::span(texts_[run.text].words).subspan(run.begin, run.end - run.begin);
  }

  std::span<const FlatText> texts_;
  const Vocabulary* vocabulary_ = nullptr;
  FlatText reference_, next_;
  Alignment alignment_;
  std::vector<Addition> insertions_, new_sentences_;  // by place
  std::vector<uint32_t> pool_;
  std::vector<uint32_t> kept_, best_;
  std::vector<Run> runs_, chosen_, best_runs_;
  WordCounts counts_, seen_;
  std::vector<uint64_t> ranks_;
};

}  // namespace maillon::link
