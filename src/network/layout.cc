#include "network/layout.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/parallel.h"

namespace maillon::network {

namespace {

constexpr double kNear = 0.8;  // a cell narrower than this share of its distance is one point
constexpr double kGravity = 0.02;
constexpr int kDepth = 24;  // of the tree: beyond it nodes share a leaf
constexpr std::size_t kNodeBlock = 256;
constexpr uint32_t kNone = 0xffffffff;

// SplitMix64.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  double next() {  // in [0, 1)
    uint64_t z = state_ += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
  }

 private:
  uint64_t state_;
};

// The square that a node of the tree covers, and the nodes in it as one point.
struct Cell {
  Point center;      // of the square
  double half = 0;   // of its side
  Point sum;         // of the places in it
  double count = 0;  // of nodes
  std::array<uint32_t, 4> child = {kNone, kNone, kNone, kNone};
  uint32_t leaf = kNone;  // the only node, if there is one
};

class Tree {
 public:
  explicit Tree(std::span<const Point> points) : points_(points) {
    double reach = 1;
    for (const Point& p : points) reach = std::max({reach, std::abs(p.x), std::abs(p.y)});
    cells_.reserve(2 * points.size() + 1);
    cells_.push_back({{}, reach, {}, 0, {kNone, kNone, kNone, kNone}, kNone});
    for (uint32_t i = 0; i < points.size(); ++i) add(i);
  }

  // What pushes node i away: the sum of strength / distance over all others.
  Point push(uint32_t i, double strength) const {
    Point force;
    std::array<uint32_t, 4 * kDepth> open{};
    std::size_t waiting = 0;
    open[waiting++] = 0;
    while (waiting > 0) {
      const Cell& cell = cells_[open[--waiting]];
      if (cell.count == 0 || cell.leaf == i) continue;
      const Point middle{cell.sum.x / cell.count, cell.sum.y / cell.count};
      const double dx = points_[i].x - middle.x, dy = points_[i].y - middle.y;
      const double squared = dx * dx + dy * dy;
      const bool is_leaf = cell.child == std::array<uint32_t, 4>{kNone, kNone, kNone, kNone};
      if (is_leaf || 4 * cell.half * cell.half < kNear * kNear * squared) {
        const double factor = strength * cell.count / (squared + 0.01);
        force.x += dx * factor;
        force.y += dy * factor;
        continue;
      }
      for (const uint32_t child : cell.child) {
        if (child != kNone) open[waiting++] = child;
      }
    }
    return force;
  }

 private:
  uint32_t child_for(uint32_t at, const Point& p) {
    const Cell cell = cells_[at];  // a copy: the vector may grow
    const unsigned quarter = (p.x >= cell.center.x ? 1U : 0U) + (p.y >= cell.center.y ? 2U : 0U);
    if (cell.child[quarter] != kNone) return cell.child[quarter];
    const double half = cell.half / 2;
    const Point center{cell.center.x + ((quarter & 1U) != 0 ? half : -half),
                       cell.center.y + ((quarter & 2U) != 0 ? half : -half)};
    const auto made = static_cast<uint32_t>(cells_.size());
    cells_.push_back({center, half, {}, 0, {kNone, kNone, kNone, kNone}, kNone});
    cells_[at].child[quarter] = made;
    return made;
  }

  void count_in(uint32_t at, uint32_t node) {
    cells_[at].sum.x += points_[node].x;
    cells_[at].sum.y += points_[node].y;
    cells_[at].count += 1;
  }

  void add(uint32_t node) {
    uint32_t at = 0;
    for (int depth = 0;; ++depth) {
      const bool was_empty = cells_[at].count == 0;
      const uint32_t other = cells_[at].leaf;
      count_in(at, node);
      if (was_empty) {
        cells_[at].leaf = node;
        return;
      }
      if (depth >= kDepth) {  // as good as one place
        cells_[at].leaf = kNone;
        return;
      }
      if (other != kNone) {  // a leaf becomes a square with quarters
        cells_[at].leaf = kNone;
        const uint32_t to = child_for(at, points_[other]);
        count_in(to, other);
        cells_[to].leaf = other;
      }
      at = child_for(at, points_[node]);
    }
  }

  std::span<const Point> points_;
  std::vector<Cell> cells_;
};

int rounds_for(uint32_t nodes) {
  return nodes < 500 ? 300 : nodes < 3000 ? 200 : 100;
}

}  // namespace

std::vector<Point> lay_out(const WeighedGraph& graph, const LayoutSettings& settings) {
  const uint32_t nodes = graph.nodes();
  const double spacing = settings.spacing;
  const double spread = spacing * std::sqrt(static_cast<double>(nodes) + 1);
  std::vector<Point> places(nodes), forces(nodes);
  Random random(settings.seed);
  for (Point& p : places) p = {(random.next() - 0.5) * spread, (random.next() - 0.5) * spread};
  const int rounds = settings.rounds > 0 ? settings.rounds : rounds_for(nodes);
  for (int round = 0; round < rounds; ++round) {
    const Tree tree(places);
    parallel_blocks(nodes, kNodeBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
      for (std::size_t i = begin; i < end; ++i) {
        const auto node = static_cast<uint32_t>(i);
        Point force = tree.push(node, spacing * spacing);
        for (uint64_t k = graph.offsets[i]; k < graph.offsets[i + 1]; ++k) {
          const Point& to = places[graph.target[k]];
          const double dx = to.x - places[i].x, dy = to.y - places[i].y;
          const double pull = std::sqrt(dx * dx + dy * dy) / spacing;
          force.x += dx * pull;
          force.y += dy * pull;
        }
        forces[i] = {force.x - places[i].x * kGravity * spacing / 4,
                     force.y - places[i].y * kGravity * spacing / 4};
      }
    });
    const double left = 1 - static_cast<double>(round) / rounds;
    const double heat = std::max(0.5, spread / 8 * left * left);
    for (uint32_t i = 0; i < nodes; ++i) {
      const double length = std::sqrt(forces[i].x * forces[i].x + forces[i].y * forces[i].y);
      if (length == 0) continue;
      const double step = std::min(heat, length) / length;
      places[i].x += forces[i].x * step;
      places[i].y += forces[i].y * step;
    }
  }
  for (Point& p : places) p = {std::round(p.x * 10) / 10, std::round(p.y * 10) / 10};
  return places;
}

std::vector<Point> place_around(Point center, std::size_t count, double spacing) {
  // The golden angle, which spreads points evenly; as constants, the same on all machines.
  constexpr double kCos = -0.737368878078320, kSin = 0.675490294261524;
  std::vector<Point> places;
  Point direction{1, 0};
  for (std::size_t i = 0; i < count; ++i) {
    const double radius = spacing * std::sqrt(static_cast<double>(i) + 1);
    places.push_back({std::round((center.x + direction.x * radius) * 10) / 10,
                      std::round((center.y + direction.y * radius) * 10) / 10});
    direction = {direction.x * kCos - direction.y * kSin, direction.x * kSin + direction.y * kCos};
  }
  return places;
}

}  // namespace maillon::network
