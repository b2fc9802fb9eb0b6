// A person's "these two are different" against what the links say.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace maillon::tasks {

// A weighed link between two nodes of the graph that communities were found in.
struct SeparateLink {
  uint32_t a = 0, b = 0;
  int32_t weight = 0;
};

// `community` of each node, so changed that no pair of `apart` is in one: a
// community with such a pair is put together anew from its strongest links down,
// leaving out each link that would join the two. So every post stays with the side
// that it is tied to most strongly. Other communities stay as they are. Labels come
// out dense, in the order of their first node.
std::vector<uint32_t> separate(std::vector<uint32_t> community, std::vector<SeparateLink> links,
                               std::span<const std::pair<uint32_t, uint32_t>> apart);

}  // namespace maillon::tasks
