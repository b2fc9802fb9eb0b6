// What the texts of a family have in each place of their consensus.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "link/consensus.h"
#include "link/template.h"
#include "link/votes.h"

namespace maillon::link {

// The sample of a family, its words, and their consensus. Members and texts stand
// beside each other.
struct Sample {
  std::span<const MemberView> members;
  std::span<const FlatText> texts;
  const Vocabulary* vocabulary = nullptr;
  const FlatText* consensus = nullptr;
  const Alignment* alignment = nullptr;  // of the texts to the consensus

  uint32_t token(std::size_t m, uint32_t word) const {
    return vocabulary->token(texts[m].words[word]);
  }
  uint32_t token(uint32_t column) const { return vocabulary->token(consensus->words[column]); }
  const WordSpan& span(std::size_t m, uint32_t word) const {
    return members[m].words[texts[m].place[word]];
  }
};

// For each word of the consensus (a column) what the members write there, for each
// gap between two how often something stands in it. Gap `column + sentence` stands
// before that word; there is one more after the last word of a sentence. Memory is
// kept from one family to the next.
class Observations {
 public:
  // `sample` must stay where it is.
  void observe(const Sample& sample);

  // False: most members that have the sentence have nothing here.
  bool is_kept(uint32_t column) const;
  // By minimum description length; template_build.cc says how.
  bool is_slot(uint32_t column);
  bool is_filled_gap(std::size_t gap) const;
  // Whether most members have something before sentence s that is in no sentence.
  bool is_filled_between(std::size_t s) const;

 private:
  // Something that a member writes in a column.
  struct Seen {
    uint32_t column;
    uint64_t value;
  };
  void observe_sentence(std::size_t m, const Sentence& sentence);
  void observe_run(std::size_t m, Sentence run, uint32_t low, uint32_t high, uint32_t sentence);
  void observe_between(std::size_t m);
  void order_by_column();
  uint64_t value_of(std::size_t m, uint32_t word) const;

  const Sample* sample_ = nullptr;
  double word_bits_ = 0, place_bits_ = 0;
  std::vector<Seen> seen_;             // in the order of the members
  std::vector<uint64_t> values_;       // by column, of each in the order of the members
  std::vector<uint32_t> value_begin_;  // per column, and one more
  std::vector<uint32_t> gap_seen_, gap_filled_;
  std::vector<uint32_t> between_filled_;  // before sentence s; one more at the end
  std::vector<uint32_t> between_last_;    // the last member that was counted there
  Votes<uint64_t> votes_;
};

}  // namespace maillon::link
