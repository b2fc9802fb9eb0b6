// Leiden on one component that has been cut out of its graph. Inside this folder
// only; leiden.h is the way in.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "network/graph.h"
#include "network/level.h"
#include "network/quality.h"

namespace maillon::network {

using BaseLevel = Level<int32_t>;

// The nodes of each component, components by their first node.
Groups group_components(const WeighedGraph& graph);

// The part of the graph on `members`, numbered in the order given, without masses.
// `place` has the graph's size; members' entries are overwritten.
BaseLevel cut_out(const WeighedGraph& graph, std::span<const uint32_t> members,
                  std::vector<uint32_t>& place);

// One pass of Leiden over all levels, from the partition `of` to a better one.
// False if hardly any node moved on any level: another pass would not pay. `patience` as in
// move_nodes.
bool improve(const BaseLevel& level, const ProductCost& cost, std::vector<uint32_t>& of,
             std::size_t patience);
bool improve(const BaseLevel& level, const EvidenceCost& cost, std::vector<uint32_t>& of,
             std::size_t patience);
bool improve(const Level<int64_t>& level, const ProductCost& cost, std::vector<uint32_t>& of,
             std::size_t patience);

// Cuts communities that are in several pieces into these, and numbers all in the
// order of their smallest node.
void split_and_number(const WeighedGraph& graph, std::vector<uint32_t>& community);

}  // namespace maillon::network
