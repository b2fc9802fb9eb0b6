// Alignment of word sequences: longest common subsequences, and texts whose
// sentences stand in another order.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace maillon::link {

// A longest common subsequence of a pattern with many texts, bit-parallel
// (Hyyrö 2004: a row of the table is one bit per word of the pattern), with the
// pairs themselves. |pattern| / 64 * |text| steps, as many words of scratch.
class LcsPattern {
 public:
  LcsPattern() = default;
  explicit LcsPattern(std::span<const uint32_t> pattern);
  std::size_t size() const { return size_; }

  // Working space, to be reused between calls.
  struct Scratch {
    std::vector<uint64_t> rows;
  };
  // Appends (pattern index, text index) of one longest common subsequence, in
  // descending order. The same for the same input.
  void match(std::span<const uint32_t> text, Scratch& scratch,
             std::vector<std::pair<uint32_t, uint32_t>>& pairs) const;

 private:
  std::size_t size_ = 0, blocks_ = 0;
  std::vector<uint32_t> tokens_;  // distinct, ascending
  std::vector<uint64_t> masks_;   // blocks_ words per distinct token
};

// No column.
inline constexpr uint32_t kUnaligned = 0xFFFFFFFF;

// A text cut into sentences: the half-open range of words of each.
struct Sentence {
  uint32_t begin = 0, end = 0;
};

// Aligns texts to a reference, sentence by sentence, in whatever order they
// stand: each sentence goes to the reference's sentence with which it shares
// most, then the words of each pair are aligned; what is left over (a sentence
// that was cut in two, or two that were joined) is tried a second time.
class ReferenceAligner {
 public:
  // `tokens` without sentence breaks; `sentences` cover them, ascending.
  ReferenceAligner(std::span<const uint32_t> tokens, std::span<const Sentence> sentences);

  // For each word of the text the reference's word that it stands for, or
  // kUnaligned. Each word of the reference is used at most once; within a run of
  // one sentence pair both ascend.
  std::vector<uint32_t> align(std::span<const uint32_t> tokens,
                              std::span<const Sentence> sentences) const;

 private:
  struct Work;
  void match_units(Work& work, std::span<const Sentence> text_units,
                   std::span<const Sentence> reference_units, bool whole_sentences) const;

  std::vector<uint32_t> tokens_;
  std::vector<Sentence> sentences_;
  std::vector<LcsPattern> patterns_;  // of whole sentences
  std::vector<uint64_t> places_;      // token << 32 | position, ascending
};

}  // namespace maillon::link
