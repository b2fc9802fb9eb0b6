// What of a post the ranker may learn from: its text, and those indicators that do not hang on who
// somebody is.
//
// A phrase of the catalogue may hold a word of the lexicon ("girls wanted abroad"). An indicator
// that fires for one sex, name or nationality and not for another would bring back what the
// neutral text leaves out, so it is a feature only if some hit of it holds no such word.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "rank/neutral/neutralise.h"
#include "rank/reading.h"

namespace maillon::rank {

struct PostInput {
  std::string text;                                // the fields that are not empty, a line each
  std::vector<std::pair<Field, uint32_t>> fields;  // and where each begins
  std::vector<std::string> indicators;             // ids

  // Where the byte of the text stands in its field.
  std::pair<Field, uint32_t> place_of(uint32_t byte) const;
};

// One thread at a time; the lexicon must outlive it.
class PostInputMaker {
 public:
  explicit PostInputMaker(const NeutralLexicon& lexicon) : neutraliser_(lexicon) {}

  // `shown`: the indicators that the post shows, ascending: those of its hits that are seen, and
  // those that rest on facts and have no hit. `ids`: of all indicators.
  PostInput make(std::span<const FieldText> fields, std::span<const SignHit> hits,
                 std::span<const uint16_t> shown, std::span<const std::string> ids);
  // Of a text by itself.
  PostInput make(std::span<const FieldText> fields, const TextReading& reading,
                 std::span<const std::string> ids);

 private:
  bool holds_listed(const PostInput& input, const SignHit& hit) const;

  Neutraliser neutraliser_;
  std::vector<std::pair<uint32_t, uint32_t>> listed_;  // bytes of the text, ascending
};

}  // namespace maillon::rank
