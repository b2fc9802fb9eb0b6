// The disk layer: how fast originals and arrays are packed and unpacked, and what
// a log entry and the opening of a case cost. Each benchmark checks its answer.
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/hash.h"
#include "store/block_file.h"
#include "store/bundle.h"
#include "store/case.h"

namespace maillon::store {
namespace {

class Scratch {
 public:
  Scratch() {
    std::string name = std::filesystem::temp_directory_path() / "maillon_bench_XXXXXX";
    path_ = ::mkdtemp(name.data());
  }
  ~Scratch() { std::filesystem::remove_all(path_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// Lines of made-up words: packs about as well as adverts do (0.4 of its size).
std::string posts(std::size_t size) {
  std::string out;
  for (uint64_t i = 0; out.size() < size; ++i) {
    uint64_t x = mix64(i % 4096 * 31 + mix64(i) % 16);
    for (int c = 0; c < 6; ++c, x >>= 5) out.push_back(static_cast<char>('a' + x % 26));
    out.push_back(i % 12 == 11 ? '\n' : ' ');
  }
  out.resize(size);
  return out;
}

BlockWriter write_posts(const Scratch& dir, const std::string& text) {
  BlockOptions options;
  options.sha256 = true;
  options.sync = false;
  auto writer = BlockWriter::create(dir / "posts.mblk", options);
  CHECK(writer);
  for (std::size_t at = 0; at < text.size(); at += 1 << 20) {
    CHECK(writer->append(std::string_view(text).substr(at, 1 << 20)));
  }
  return *std::move(writer);
}

void write_original(benchmark::State& state) {
  const Scratch dir;
  const std::string text = posts(128 << 20);
  const Sha256 expected = sha256(text);
  for (auto _ : state) {
    BlockWriter writer = write_posts(dir, text);
    CHECK(writer.publish() && writer.sha256() == expected);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(text.size()));
}
BENCHMARK(write_original)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime();

void read_original(benchmark::State& state) {
  const Scratch dir;
  const std::string text = posts(128 << 20);
  BlockWriter writer = write_posts(dir, text);
  CHECK(writer.publish());
  auto reader = BlockReader::open(dir / "posts.mblk");
  CHECK(reader);
  std::string out(text.size(), '\0');
  for (auto _ : state) CHECK(reader->read_into(0, out.data(), out.size()));
  CHECK(out == text);
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(text.size()));
}
BENCHMARK(read_original)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime();

// Arrays of keys: they do not compress and are kept as they are.
void read_keys(benchmark::State& state) {
  const Scratch dir;
  std::vector<uint64_t> keys(13'000'000);
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = mix64(i);
  auto writer = BundleWriter::create(dir / "keys.mbun");
  CHECK(writer && writer->add("key", keys) && writer->publish());
  auto bundle = BundleReader::open(dir / "keys.mbun");
  CHECK(bundle);
  for (auto _ : state) {
    auto read = bundle->get<uint64_t>("key");
    CHECK(read && read->back() == keys.back());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(8 * keys.size()));
}
BENCHMARK(read_keys)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime();

void open_case(benchmark::State& state) {
  const Scratch dir;
  CHECK(Case::create(dir / "case", {.actor = "bench", .time = 1}));
  for (auto _ : state) CHECK(Case::open(dir / "case", Access::read));
}
BENCHMARK(open_case)->Unit(benchmark::kMicrosecond);

void append_log(benchmark::State& state) {
  const Scratch dir;
  auto to = Case::create(dir / "case", {.actor = "bench", .time = 1});
  CHECK(to);
  for (auto _ : state) CHECK(to->log("show", "{\"id\":\"N-1\"}", {.actor = "bench", .time = 2}));
}
BENCHMARK(append_log)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace maillon::store
