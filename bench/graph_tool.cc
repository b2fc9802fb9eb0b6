// The graphs of graph_bench.cc as files, so that other programs can read the same
// ones; and what this program finds in them, each in a process of its own.
//
//   graph_tool make DIR NODES MIXING SEED   mixing in hundredths
//   graph_tool components|leiden DIR OUT    labels of the nodes into OUT
//   graph_tool nmi TRUTH FOUND
//
// DIR/a and DIR/b hold the two ends of each link, DIR/truth the planted community of
// each node; they, and OUT, are 32-bit numbers in the machine's order and nothing
// else. Prints one line of JSON. bench/graphs.py calls it.
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "network/components.h"
#include "network/graph.h"
#include "network/planted.h"
#include "network/resolution.h"

namespace {

using namespace maillon::network;  // NOLINT(google-build-using-namespace)
using Numbers = std::vector<uint32_t>;

// A benchmark that cannot go on says why and ends.
[[noreturn]] void stop(const std::string& why) {
  fmt::print(stderr, "graph_tool: {}\n", why);
  std::exit(2);  // NOLINT(concurrency-mt-unsafe): there is one thread
}

void write(const std::filesystem::path& path, const Numbers& numbers) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(numbers.data()),
             static_cast<std::streamsize>(numbers.size() * sizeof(uint32_t)));
  if (!file.flush()) stop("cannot write " + path.string());
}

Numbers read(const std::filesystem::path& path) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(path, error);
  if (error) stop("cannot read " + path.string());
  Numbers numbers(bytes / sizeof(uint32_t));
  std::ifstream file(path, std::ios::binary);
  file.read(reinterpret_cast<char*>(numbers.data()),
            static_cast<std::streamsize>(numbers.size() * sizeof(uint32_t)));
  if (!file) stop("cannot read " + path.string());
  return numbers;
}

uint32_t to_number(std::string_view text) {
  uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size())
    stop(fmt::format("'{}' is not a whole number", text));
  return number;
}

double seconds_of(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

void make(const std::filesystem::path& folder, const PlantedSettings& settings) {
  const PlantedGraph graph = make_planted_graph(settings);
  std::filesystem::create_directories(folder);
  write(folder / "a", graph.a);
  write(folder / "b", graph.b);
  write(folder / "truth", graph.community);
  fmt::print(R"({{"nodes":{},"links":{}}})"
             "\n",
             settings.nodes, graph.a.size());
}

// Building the graph counts for Leiden, as components need none.
void find(std::string_view what, const std::filesystem::path& folder,
          const std::filesystem::path& out) {
  const Numbers a = read(folder / "a"), b = read(folder / "b");
  const auto nodes = static_cast<uint32_t>(read(folder / "truth").size());
  const double wall = seconds_of(CLOCK_MONOTONIC), cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
  Numbers found;
  double resolution = 0, build = 0;
  if (what == "components") {
    found = find_components(nodes, a, b);
  } else {
    const WeighedGraph graph = build_graph(nodes, a, b, std::vector<int32_t>(a.size(), kBit));
    build = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    ResolvedCommunities communities = find_resolved_communities(graph, 0);
    found = std::move(communities.community);
    resolution = communities.resolution;
  }
  const double wall_end = seconds_of(CLOCK_MONOTONIC);
  const double cpu_end = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
  write(out, found);
  fmt::print(R"([{{"config":"resolution {:.1f}, found","labels":"{}","wall":{},"cpu":{},)"
             R"("build_cpu":{}}}])"
             "\n",
             resolution, out.string(), wall_end - wall, cpu_end - cpu, build);
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  if (words.size() == 5 && words[0] == "make") {
    PlantedSettings settings;
    settings.nodes = to_number(words[2]);
    settings.mixing = to_number(words[3]) / 100.0;
    settings.seed = to_number(words[4]);
    make(words[1], settings);
  } else if (words.size() == 3 && (words[0] == "components" || words[0] == "leiden")) {
    find(words[0], words[1], words[2]);
  } else if (words.size() == 3 && words[0] == "nmi") {
    fmt::print("{}\n", normalized_mutual_information(read(words[1]), read(words[2])));
  } else {
    stop("usage: see the top of bench/graph_tool.cc");
  }
  return 0;
}
