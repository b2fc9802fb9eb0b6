// What analysts decided, as examples for the ranker.
//
//   triage of a network   referred: its posts are positive; closed: negative. Of other states
//                         nothing is learned.
//   label of a post       "referred" or "closed": of that post alone, above its network's state.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/case.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

// Of a network's posts with one wording at most so many are learned from; they weigh for all.
inline constexpr std::size_t kPostsOfWording = 20;

struct DecidedPosts {
  std::vector<uint32_t> row;  // ascending
  std::vector<uint8_t> positive;
  std::vector<float> weight;             // posts that it stands for
  std::vector<uint8_t> decided_network;  // per network, by index: referred or closed
  uint32_t referred = 0, closed = 0;     // networks
  uint32_t labelled = 0;                 // posts by their own label
  uint64_t posts = 0;                    // that the examples stand for
};
Result<DecidedPosts> read_decided_posts(const store::Case& from, const CaseData& data);

// Of the decisions that examples come from, as they are in force: 16 hex digits, "" for none.
Result<std::string> decisions_fingerprint(const store::Case& from);

}  // namespace maillon::tasks
