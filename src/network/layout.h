// Where the nodes of a graph are drawn: tied ones near each other, others apart.
//
// Forces as of Fruchterman and Reingold (Graph drawing by force-directed placement, 1991),
// the repulsion of far groups taken together as of Barnes and Hut (1986). The start is
// drawn from the seed and sums are made in a fixed order without functions of the maths
// library that differ between machines, so the same graph and seed give the same places.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "network/graph.h"

namespace maillon::network {

struct Point {
  double x = 0, y = 0;
  friend bool operator==(const Point&, const Point&) = default;
};

struct LayoutSettings {
  uint64_t seed = 1;
  double spacing = 40;  // of tied nodes, about
  int rounds = 0;       // 0: by the size of the graph
};

// One place for each node, around (0, 0), rounded to tenths. Weights are not looked at.
// A few thousand nodes take about a second.
std::vector<Point> lay_out(const WeighedGraph& graph, const LayoutSettings& settings);

// `count` places on a spiral around `center`, spacing apart: for what is added later.
std::vector<Point> place_around(Point center, std::size_t count, double spacing);

}  // namespace maillon::network
