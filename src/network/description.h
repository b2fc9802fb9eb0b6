// How much shorter a graph can be told by way of its communities. Inside this folder only.
#pragma once

#include <cstdint>
#include <span>

#include "network/level.h"

namespace maillon::network {

// Nats saved by telling the links with the help of the partition `of` instead of by the
// nodes' degrees alone, the partition's own cost taken off; negative where it does not
// pay. `size`: how many nodes of the graph each node of the level is; `unit`: weight that
// counts as one link; `total`: the graph's weight, each link counted twice. Mass is the
// weighed degree. description.cc says what is counted. Sums go by index: the same for any
// number of threads.
double nats_saved(const Level<int64_t>& level, std::span<const uint32_t> of,
                  std::span<const uint32_t> size, double unit, double total);

}  // namespace maillon::network
