// Graphs whose communities are known, and how near a partition comes to them.
// Instruments for tests, benchmarks and calibration.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace maillon::network {

// A graph in the manner of Lancichinetti, Fortunato, Radicchi 2008: power laws for
// degrees and community sizes; each node has the share `mixing` of its links
// outside of its community.
struct PlantedSettings {
  uint32_t nodes = 1000;
  double mean_degree = 10;
  uint32_t max_degree = 100;
  double degree_exponent = 2.5;
  uint32_t min_community = 20, max_community = 1000;
  double community_exponent = 1.5;
  double mixing = 0.3;
  uint64_t seed = 1;
};

struct PlantedGraph {
  std::vector<uint32_t> a, b;  // links, each once, no loops
  std::vector<uint32_t> community;
};

PlantedGraph make_planted_graph(const PlantedSettings& settings);

// Mutual information over the mean of both entropies, in [0, 1]. 1 when both have
// one community only.
double normalized_mutual_information(std::span<const uint32_t> a, std::span<const uint32_t> b);

}  // namespace maillon::network
