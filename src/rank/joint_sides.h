// Phrases of several sides (`&` of the phrase language): all in one sentence, in any order. As
// some sides stand in every second sentence, only the one that is met least often is looked for
// everywhere; the others, where it stands.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "rank/matcher.h"
#include "rank/phrase.h"
#include "rank/symbol_text.h"

namespace maillon::rank {

// Which sides belong together. Sides that are written alike are one. Built once, then only read.
class Joints {
 public:
  // The number of that side, and whether it is new.
  std::pair<uint32_t, bool> side_of(std::string_view text, const std::string& language);
  // Numbers of sides, at most kMostSides.
  void add(std::span<const uint32_t> sides, uint32_t owner);
  // After the last one. `shares`: of each side, in how many sentences it is met.
  void finish(std::span<const double> shares);

  struct Joint {
    uint32_t owner = 0, count = 0;
    std::array<uint32_t, kMostSides> numbers{};
    std::span<const uint32_t> sides() const { return std::span(numbers).first(count); }
  };
  // The joints that are asked for where the side is found; none: it need not be looked for.
  std::span<const Joint> keyed_at(uint32_t side) const {
    return std::span(joints_).subspan(keyed_[side], keyed_[side + 1] - keyed_[side]);
  }
  std::size_t side_count() const { return keyed_.size() - 1; }
  // Of each side, where it begins in the automaton; the builder fills it.
  std::vector<SideBegin> begins;

 private:
  template <class A>
  friend void fields(A& a, Joints& j);
  std::unordered_map<std::string, uint32_t> numbers_;
  std::vector<Joint> joints_;          // by the side they are keyed at
  std::vector<uint32_t> keyed_ = {0};  // where those of each side begin, and the end
};

// Puts sides together, a sentence at a time. The memory of one thread.
class SideJoiner {
 public:
  SideJoiner(const Joints& joints, const PhraseNfa& nfa)
      : joints_(&joints), nfa_(&nfa), lists_(joints.side_count()) {}

  // Before a text.
  void clear() { places_.clear(), found_.clear(); }
  // A side of the sentence that joints are keyed at.
  void add(uint32_t side, const WordRange& place) { found_.push_back({side, place}); }
  // At the end of the text's sentence. What stands together is added to `out`, each with its
  // `joint` for places_of.
  void join(const SymbolText& text, std::vector<Match>& out);
  // Where the sides of a match of join() since clear() stand.
  std::span<const WordRange> places_of(uint32_t joint) const;
  // Of all those matches: kMostSides each, of which those without an end are none.
  const std::vector<WordRange>& places() const { return places_; }
  // The places of matches that are known from elsewhere; their joints go on counting from ours.
  void put_back(std::span<const WordRange> places, uint32_t first_word);

 private:
  struct Found {
    uint32_t side;
    WordRange place;
  };
  // A side's places in the sentence: a range of ranges_.
  struct List {
    uint64_t sentence = 0;
    uint32_t begin = 0, end = 0;
  };
  List& new_list(uint32_t side);
  void put(List& list, const WordRange& place);
  bool look_for(uint32_t side, const SymbolText& text);
  void put_together(const Joints::Joint& joint, const SymbolText& text, std::vector<Match>& out);

  const Joints* joints_;
  const PhraseNfa* nfa_;
  std::vector<List> lists_;  // of each side
  uint64_t sentence_ = 0;
  std::vector<Found> found_;
  std::vector<WordRange> ranges_;
  std::vector<Match> walked_;
  std::vector<WordRange> places_;
};

}  // namespace maillon::rank
