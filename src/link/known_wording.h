// New texts seen with the weights that an earlier link learned (knowledge.h).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "link/knowledge.h"
#include "link/profiles.h"
#include "link/wording.h"

namespace maillon::link {

// The place of a hash in knowledge.hash, or its size.
std::size_t find_hash(const WordingKnowledge& knowledge, uint32_t hash);
Worth worth_at(const WordingKnowledge& knowledge, std::size_t place);

// The known features of a text, as places in knowledge.hash, ascending; gives how many
// others it has.
uint32_t known_features(const WordingKnowledge& knowledge, std::span<const uint32_t> tokens,
                        std::vector<uint32_t>& places);
// The knowledge's profiles, weighed; their features are places in knowledge.hash.
Profiles known_profiles(const WordingKnowledge& knowledge, std::span<const Worth> worth);
std::vector<Worth> known_worth(const WordingKnowledge& knowledge);

// The texts without a profile (places in knowledge.single) that agree with a sketch in most
// bins, the best few, the best first.
std::vector<uint32_t> similar_singles(const WordingKnowledge& knowledge, const IndexSketch& sketch);

// The features that two of the texts share: known ones weigh what they did, new ones are as
// rare as they are here. What no other text here shares counts in the totals as it does in
// the large heap.
Wording weigh_as_known(const WordingKnowledge& knowledge, TokenRows tokens,
                       std::span<const uint32_t> rows);

}  // namespace maillon::link
