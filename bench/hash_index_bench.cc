// The hash index in small: building, queries at several radii, all pairs. The large
// sizes, beside other programs, are `./dev bench hashes`.
#include <cstdint>
#include <vector>

#include <benchmark/benchmark.h>

#include "base/check.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "link/photos/hamming_pairs.h"
#include "link/photos/hamming_search.h"

namespace {

using namespace maillon;

std::vector<Hash256> make_hashes(std::size_t count) {
  std::vector<Hash256> hashes(count);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t w = 0; w < 4; ++w) hashes[i].word[w] = mix64(i * 4 + w + 1);
  }
  return hashes;
}

void build_hash_index(benchmark::State& state) {
  const ThreadLimit one(1);
  const std::vector<Hash256> hashes = make_hashes(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(link::build_hamming_index(hashes));
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * state.range(0));
}
BENCHMARK(build_hash_index)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

// The second argument is the radius; half of the queries have a hash within it.
void find_hashes(benchmark::State& state) {
  const std::vector<Hash256> hashes = make_hashes(static_cast<std::size_t>(state.range(0)));
  const link::HammingArrays arrays = link::build_hamming_index(hashes);
  const auto radius = static_cast<uint32_t>(state.range(1));
  link::HammingSearch search(arrays.view(), radius);
  std::vector<link::HammingHit> hits;
  uint64_t asked = 0;
  for (auto _ : state) {
    hits.clear();
    Hash256 query = hashes[mix64(++asked) % hashes.size()];
    for (uint64_t bit = 0; bit < (asked % 2 == 0 ? radius : 120); ++bit)
      query.word[bit % 4] ^= uint64_t{1} << (mix64(asked) + bit / 4) % 64;
    search.find(query, hits);
    CHECK(hits.empty() == (asked % 2 != 0));
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()));
}
BENCHMARK(find_hashes)
    ->Args({20'000, 31})
    ->Args({100'000, 31})
    ->Args({1'000'000, 31})
    ->Args({1'000'000, 45})
    ->Args({1'000'000, 60})
    ->Unit(benchmark::kMicrosecond);

void find_pairs_of_hashes(benchmark::State& state) {
  const ThreadLimit one(1);
  const link::HammingArrays arrays =
      link::build_hamming_index(make_hashes(static_cast<std::size_t>(state.range(0))));
  for (auto _ : state)
    CHECK(link::find_hamming_pairs(arrays.view(), link::kPdqRadius).pairs.empty());
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * state.range(0));
}
BENCHMARK(find_pairs_of_hashes)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
