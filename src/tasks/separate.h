// A person's "these are different" against what the links say.
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

// No node of `a` may be with a node of `b`.
struct Apart {
  std::vector<uint32_t> a, b;
};

// `community` of each node, so changed that no two nodes that are to be apart are in one: a
// community with such nodes is put together anew from its strongest links down,
// leaving out each link that would join the two. So every post stays with the side
// that it is tied to most strongly. Nodes from `posts` on are signals, each linked to the
// posts that carry it: one that posts of two sides carry holds each side together by itself, so
// that the part that goes stays one. Other communities stay as they are. Labels come
// out dense, in the order of their first node.
std::vector<uint32_t> separate(std::vector<uint32_t> community, std::vector<SeparateLink> links,
                               std::span<const Apart> apart, uint32_t posts);

}  // namespace maillon::tasks
