#include "network/graph.h"

#include <algorithm>
#include <limits>

#include "base/check.h"
#include "base/parallel.h"

namespace maillon::network {
namespace {

// A link's end as one word that sorts by target: the target, then the weight.
constexpr uint64_t pack(uint32_t target, int32_t weight) {
  return uint64_t{target} << 32 | static_cast<uint32_t>(weight);
}
constexpr uint32_t target_of(uint64_t half) {
  return static_cast<uint32_t>(half >> 32);
}
constexpr int32_t weight_of(uint64_t half) {
  return static_cast<int32_t>(half & 0xffffffff);
}

constexpr std::size_t kRowsPerBlock = 4096;

// Sorts a row and sums parallel links, in place. Gives the links that are left.
std::size_t tidy_row(std::span<uint64_t> row) {
  std::sort(row.begin(), row.end());
  std::size_t out = 0;
  for (std::size_t i = 0; i < row.size();) {
    const uint32_t target = target_of(row[i]);
    int64_t sum = 0;
    for (; i < row.size() && target_of(row[i]) == target; ++i) sum += weight_of(row[i]);
    sum = std::min<int64_t>(sum, std::numeric_limits<int32_t>::max());
    row[out++] = pack(target, static_cast<int32_t>(sum));
  }
  return out;
}

// Both ends of every link, grouped by node; offsets gets the groups' borders.
std::vector<uint64_t> scatter(std::span<const uint32_t> a, std::span<const uint32_t> b,
                              std::span<const int32_t> weight, std::vector<uint64_t>& offsets) {
  const auto counts = [&](std::size_t i) { return a[i] != b[i] && weight[i] > 0; };
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!counts(i)) continue;
    ++offsets[a[i] + 1];
    ++offsets[b[i] + 1];
  }
  for (std::size_t v = 1; v < offsets.size(); ++v) offsets[v] += offsets[v - 1];
  std::vector<uint64_t> halves(offsets.back());
  std::vector<uint64_t> at(offsets.begin(), offsets.end() - 1);
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!counts(i)) continue;
    halves[at[a[i]]++] = pack(b[i], weight[i]);
    halves[at[b[i]]++] = pack(a[i], weight[i]);
  }
  return halves;
}

}  // namespace

WeighedGraph build_graph(uint32_t nodes, std::span<const uint32_t> a, std::span<const uint32_t> b,
                         std::span<const int32_t> weight) {
  CHECK(a.size() == b.size() && a.size() == weight.size());
  for (std::size_t i = 0; i < a.size(); ++i) CHECK(a[i] < nodes && b[i] < nodes);
  std::vector<uint64_t> raw_offsets(std::size_t{nodes} + 1);
  std::vector<uint64_t> halves = scatter(a, b, weight, raw_offsets);

  WeighedGraph graph;
  graph.offsets.assign(std::size_t{nodes} + 1, 0);
  parallel_blocks(nodes, kRowsPerBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t v = begin; v < end; ++v) {
      const auto row =
          std::span(halves).subspan(raw_offsets[v], raw_offsets[v + 1] - raw_offsets[v]);
      graph.offsets[v + 1] = tidy_row(row);
    }
  });
  for (std::size_t v = 0; v < nodes; ++v) graph.offsets[v + 1] += graph.offsets[v];
  graph.target.resize(graph.offsets.back());
  graph.weight.resize(graph.offsets.back());
  parallel_blocks(nodes, kRowsPerBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t v = begin; v < end; ++v) {
      const uint64_t* from = halves.data() + raw_offsets[v];
      for (uint64_t i = graph.offsets[v]; i < graph.offsets[v + 1]; ++i, ++from) {
        graph.target[i] = target_of(*from);
        graph.weight[i] = weight_of(*from);
      }
    }
  });
  return graph;
}

bool is_well_formed(const WeighedGraph& graph) {
  const uint32_t n = graph.nodes();
  if (graph.offsets.empty() || graph.offsets.front() != 0) return false;
  if (graph.target.size() != graph.weight.size() || graph.offsets.back() != graph.target.size()) {
    return false;
  }
  for (uint32_t v = 0; v < n; ++v) {
    if (graph.offsets[v] > graph.offsets[v + 1]) return false;
  }
  for (uint32_t v = 0; v < n; ++v) {
    for (uint64_t i = graph.offsets[v]; i < graph.offsets[v + 1]; ++i) {
      const uint32_t u = graph.target[i];
      if (u >= n || u == v || graph.weight[i] <= 0) return false;
      if (i > graph.offsets[v] && graph.target[i - 1] >= u) return false;
      const auto row = std::span(graph.target).subspan(graph.offsets[u], graph.degree(u));
      const auto back = std::lower_bound(row.begin(), row.end(), v);
      if (back == row.end() || *back != v) return false;
      const auto at = graph.offsets[u] + static_cast<uint64_t>(back - row.begin());
      if (graph.weight[at] != graph.weight[i]) return false;
    }
  }
  return true;
}

}  // namespace maillon::network
