// What a post is, by its phrases and by its wording as a whole.
//
// Phrases (reading.h) name signs and are exact; the wording (wording_model.h) weighs everything
// else that stands there. Each sees what the other misses, so the kind of a post is what both
// together make likeliest: the wording's log-odds, and a fixed weight for what the phrases say.
// What is *seen*, and the level by the ILO/EC rule, stay with the phrases; the kind decides whether
// they are seen or only reported, and holds the level of an ordinary post low.
#pragma once

#include <span>

#include "rank/catalogue.h"
#include "rank/combine.h"
#include "rank/matcher.h"
#include "rank/neutral/lexicon.h"
#include "rank/reading.h"
#include "rank/wording/wording_model.h"

namespace maillon::rank {

struct PostReading {
  TextReading text;  // the stance is that of `kind`
  Wording wording = Wording::agrees;
  Combination sum;
  PostKind kind = PostKind::plain;
};

// One post after another. One thread at a time; what it is made of must outlive it.
class PostReader {
 public:
  PostReader(const Catalogue& catalogue, const Matcher& matcher, const NeutralLexicon& lexicon,
             const WordingModel& model = built_in_wording());
  PostReading read(std::span<const FieldText> fields);

 private:
  PostKind decide(PostKind by_phrases, double covered, bool adult) const;

  const Catalogue* catalogue_;
  TextReader reader_;
  WordingScorer scorer_;
};

}  // namespace maillon::rank
