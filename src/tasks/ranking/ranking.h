// What the last `maillon rank` learned: bundle "ranking" of a case.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/columns.h"
#include "base/result.h"
#include "rank/ranker/model.h"
#include "store/case.h"

namespace maillon::tasks {

struct CaseData;

// What a ranking was made of. Its parts tell why one is stale.
struct RankingInputs {
  std::string decisions;  // decided_posts.h
  std::string catalogue;  // hash of the one that the case was read with
  std::string networks;   // whose posts the decisions are about
  std::string posts;      // and their texts
  std::string program;    // version of this step

  friend bool operator==(const RankingInputs&, const RankingInputs&) = default;
};
Result<RankingInputs> read_ranking_inputs(const store::Case& from);

// "" if a ranking made of these is as good as one made now, else why not, in words.
std::string why_ranking_stale(const RankingInputs& kept, const RankingInputs& now);

// The calibrated score of what could not be read.
inline constexpr float kNoScore = -1;

// Scores, as lists need them. Empty without a ranking of these posts.
struct Ranking {
  std::vector<float> post;     // by row, within (0, 1), or kNoScore
  std::vector<float> network;  // by index: the mean of the better half of its posts

  bool empty() const { return post.empty(); }
};

// How much was learned from.
struct LearnedFrom {
  uint32_t referred = 0, closed = 0, labelled = 0;  // networks; posts
  uint64_t posts = 0, examples = 0;
};

// All of it.
struct KeptRanking {
  RankingInputs inputs;
  LearnedFrom from;
  std::vector<float> post;
  std::string model;                        // Model::to_bytes
  StringColumn lexicon_kind, lexicon_word;  // by which the texts were made neutral
};

Result<void> write_ranking(store::Case& to, const KeptRanking& ranking);
// Code::not_found if there is none, or of another program's format; Code::corrupt.
Result<KeptRanking> read_kept_ranking(const store::Case& from);

// What is kept, without the scores; nothing if nothing is. `stale`: as why_ranking_stale.
struct RankingState {
  LearnedFrom from;
  std::string stale;
};
// Nothing as well while no decision is in force.
std::optional<RankingState> ranking_state(const store::Case& from);

// Of the posts and networks in `data`. Empty if there is none, it is of other posts or damaged, or
// no decision is in force.
Ranking read_ranking(const store::Case& from, const CaseData& data);

// The mean of the better half (rounded up) of those that have a score: what a network has to show
// does not fade with plain posts beside it, and one odd post does not make it. kNoScore for none.
float network_score(std::span<const float> post, std::span<const uint32_t> rows);

// The lexicon that the kept ranking was made with.
Result<rank::NeutralLexicon> lexicon_of(const KeptRanking& ranking);

}  // namespace maillon::tasks
