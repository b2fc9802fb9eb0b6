// Hashing pictures on one core: PDQ from a plane of luma and from RGB, and JPEG files with
// their decoding. bench/peers/pictures.py puts the reference beside it.
//
//   maillon_bench --benchmark_filter=picture
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "base/hash.h"
#include "extract/image/facts.h"
#include "extract/image/pdq.h"

namespace {

using namespace maillon;

// Smooth clouds: sums of a few cells' values, so that a picture is neither noise nor flat.
std::vector<uint8_t> made_pixels(uint32_t side, uint32_t channels, uint64_t seed) {
  std::vector<uint8_t> pixels(std::size_t{side} * side * channels + 1);
  for (uint32_t y = 0; y < side; ++y) {
    for (uint32_t x = 0; x < side; ++x) {
      for (uint32_t c = 0; c < channels; ++c) {
        uint64_t sum = 0;
        for (uint32_t scale = 16; scale <= 128; scale *= 2) {
          sum += mix64(seed + (x / scale) * 1000 + (y / scale) * 1'000'000 + scale + c) % 64;
        }
        pixels[(std::size_t{y} * side + x) * channels + c] = static_cast<uint8_t>(sum);
      }
    }
  }
  return pixels;
}

// 16 pictures in turn; how many of them were ties is told, for those take longer.
void hash_pixels(benchmark::State& state, uint32_t channels, extract::PdqPath path) {
  constexpr uint32_t kSide = 512, kPictures = 16;
  std::vector<std::vector<uint8_t>> pictures;
  for (uint64_t seed = 0; seed < kPictures; ++seed) {
    pictures.push_back(made_pixels(kSide, channels, seed));
  }
  extract::PdqHasher hasher(path);
  const auto step = static_cast<std::ptrdiff_t>(channels);
  std::size_t i = 0;
  for (auto _ : state) {
    const uint8_t* pixels = pictures[i++ % kPictures].data();
    benchmark::DoNotOptimize(hasher.hash({pixels, kSide, kSide, channels, step, step * kSide}));
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()));
  state.counters["ties"] =
      static_cast<double>(hasher.ties()) / static_cast<double>(state.iterations());
}

void picture_luma_512(benchmark::State& state) {
  hash_pixels(state, 1, extract::PdqPath::automatic);
}
BENCHMARK(picture_luma_512)->Unit(benchmark::kMicrosecond);

void picture_luma_512_portable(benchmark::State& state) {
  hash_pixels(state, 1, extract::PdqPath::portable);
}
BENCHMARK(picture_luma_512_portable)->Unit(benchmark::kMicrosecond);

void picture_rgb_512(benchmark::State& state) {
  hash_pixels(state, 3, extract::PdqPath::automatic);
}
BENCHMARK(picture_rgb_512)->Unit(benchmark::kMicrosecond);

// The published pictures, from memory.
void picture_jpeg(benchmark::State& state) {
  const char* data = std::getenv("MAILLON_DATA");
  if (data == nullptr) return state.SkipWithError("MAILLON_DATA is not set");
  std::ifstream in(std::string(data) + "/images/te_bridge/aaa-orig.jpg", std::ios::binary);
  const std::string file(std::istreambuf_iterator<char>(in), {});
  extract::PictureReader reader;
  for (auto _ : state) {
    const auto facts = reader.read(file, {}, {});
    if (!facts) return state.SkipWithError(facts.error().message.c_str());
    benchmark::DoNotOptimize(facts->pdq);
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()));
}
BENCHMARK(picture_jpeg)->Unit(benchmark::kMillisecond);

}  // namespace
