// What a post has in each slot of a template, from its alignment to the template.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "link/align.h"
#include "link/consensus.h"
#include "link/template.h"
#include "link/vocabulary.h"

namespace maillon::link {

// The template as sites in order. Thread-safe when const.
class SlotFiller {
 public:
  // Copies what it needs; the template's words are added to the vocabulary.
  void assign(const Template& to, Vocabulary& vocabulary);

  // What a post's words are to be aligned to.
  const FlatText& reference() const { return reference_; }

  // Working state of one post, to be reused.
  struct Scratch {
    std::vector<uint32_t> to;     // per word its site, or kUnaligned
    std::vector<Sentence> fills;  // per slot, a range of words; empty if none
    Sentence sentence;            // of the post, the one at hand
    uint32_t next_sentence = 0;   // of the template: the one after the last met
    std::vector<uint32_t> count;
    std::vector<uint8_t> is_slot;
  };
  // One entry per slot, ascending by slot. `to` aligns the words of `flat`, the
  // member's, to reference().
  void fill(const MemberView& member, const FlatText& flat, std::span<const uint32_t> to,
            Scratch& post, std::vector<SlotFill>& fills) const;

 private:
  void fill_sentence(Scratch& post) const;
  void fill_run(Scratch& post, Sentence run, uint32_t previous, uint32_t next) const;
  void deal_out(Scratch& post, Sentence run, Sentence between) const;
  void add(Scratch& post, uint32_t slot, Sentence words) const;
  bool has_slot(Sentence range) const;

  std::vector<uint32_t> slot_of_column_;
  std::vector<uint32_t> slot_of_;      // per site; kNoSlot for a constant
  std::vector<uint8_t> is_free_;       // per slot: of kind text, name or place
  std::vector<uint32_t> sentence_of_;  // per site
  std::vector<Sentence> sentences_;    // ranges of sites
  std::vector<uint8_t> anchored_;      // per sentence: has a word to align with
  std::vector<uint32_t> site_of_;      // per word of the reference
  FlatText reference_;                 // without `place`
};

}  // namespace maillon::link
