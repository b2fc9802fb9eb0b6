// The hash index on files of 32-byte hashes, one thread, for `./dev bench hashes`:
//
//     hash_tool HASHES QUERIES RADIUS FOLDER LOAD...
//
// Builds the index in memory and searches it query by query; then writes it to FOLDER as
// a list does, opens it by each LOAD ("mapped", "copied"), and searches again. Prints one
// JSON object.
#include <charconv>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/json_writer.h"
#include "base/parallel.h"
#include "link/photos/hamming_search.h"
#include "store/file.h"
#include "store/hash_index.h"

namespace {

using namespace maillon;

double cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// A figure of /proc/self/status in bytes: VmRSS, VmHWM.
uint64_t memory(std::string_view name) {
  auto file = store::File::open_read("/proc/self/status");
  CHECK(file);
  std::string text(1U << 16, '\0');
  const auto got = file->read(text.data(), text.size());
  CHECK(got);
  text.resize(*got);
  const std::size_t at = text.find_first_of("0123456789", text.find(name));
  uint64_t kib = 0;
  std::from_chars(text.data() + at, text.data() + text.size(), kib);
  return kib * 1024;
}

// Bytes as faiss has them: the first byte is the first two hex digits.
std::vector<Hash256> read_hashes(const char* path) {
  auto file = store::File::open_read(path);
  CHECK(file);
  std::vector<Hash256> hashes(file->size().value() / sizeof(Hash256));
  CHECK(file->read_at(0, reinterpret_cast<char*>(hashes.data()), hashes.size() * sizeof(Hash256)));
  for (Hash256& hash : hashes) {
    for (uint64_t& word : hash.word) word = __builtin_bswap64(word);
  }
  return hashes;
}

struct Searched {
  double seconds = 0;
  uint64_t hits = 0, sum = 0;  // of row numbers and distances: the same for each program
};

void put(JsonWriter& json, const Searched& searched, std::size_t queries) {
  json.member("queries_per_second", static_cast<double>(queries) / searched.seconds);
  json.member("hits", searched.hits).member("sum", searched.sum);
}

void measure_memory(JsonWriter& json, const char* path, const std::vector<Hash256>& queries,
                    uint32_t radius) {
  link::HammingArrays arrays;
  {
    const std::vector<Hash256> hashes = read_hashes(path);
    const double begin = cpu_seconds();
    arrays = link::build_hamming_index(hashes);
    json.member("hashes", hashes.size()).member("build_cpu", cpu_seconds() - begin);
    json.member("build_peak", memory("VmHWM"));
  }
  json.member("resident", memory("VmRSS"));
  link::HammingSearch search(arrays.view(), radius);
  Searched searched;
  std::vector<link::HammingHit> hits;
  const double begin = cpu_seconds();
  for (const Hash256& query : queries) {
    hits.clear();
    search.find(query, hits);
    searched.hits += hits.size();
    for (const link::HammingHit& hit : hits) searched.sum += hit.row + hit.distance;
  }
  searched.seconds = cpu_seconds() - begin;
  put(json, searched, queries.size());
  json.member("scans", search.cost().scans);
}

void write_folder(JsonWriter& json, const char* path, const std::string& folder) {
  std::vector<store::HashValue> rows;
  for (const Hash256& hash : read_hashes(path)) rows.push_back({hash, rows.size()});
  auto writer = store::HashIndexWriter::open(folder);
  CHECK(writer);
  const double begin = cpu_seconds();
  CHECK(writer->replace(rows, 1));
  json.member("write_cpu", cpu_seconds() - begin).member("write_peak", memory("VmHWM"));
}

void measure_folder(JsonWriter& json, const std::string& folder, store::Load load,
                    const std::vector<Hash256>& queries, uint32_t radius) {
  json.key(load == store::Load::map ? "mapped" : "copied").begin_object();
  double begin = cpu_seconds();
  const auto index = store::HashIndex::open(folder, load);
  CHECK(index);
  json.member("open_cpu", cpu_seconds() - begin);
  store::HashSearch search(*index, radius);
  Searched searched;
  begin = cpu_seconds();
  for (const Hash256& query : queries) {
    for (const store::HashMatch& match : search.find(query)) {
      ++searched.hits;
      searched.sum += match.value + match.distance;
    }
  }
  searched.seconds = cpu_seconds() - begin;
  put(json, searched, queries.size());
  json.end_object();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::fputs("usage: hash_tool HASHES QUERIES RADIUS FOLDER LOAD...\n", stderr);
    return 2;
  }
  const ThreadLimit one(1);
  uint32_t radius = 0;
  const std::string text = argv[3];
  std::from_chars(text.data(), text.data() + text.size(), radius);
  const std::vector<Hash256> queries = read_hashes(argv[2]);
  JsonWriter json;
  json.begin_object().member("simd", link::to_name(link::best_simd()));
  measure_memory(json, argv[1], queries, radius);
  std::filesystem::remove_all(argv[4]);
  write_folder(json, argv[1], argv[4]);
  for (int i = 5; i < argc; ++i) {
    const bool maps = argv[i] == std::string_view("mapped");
    measure_folder(json, argv[4], maps ? store::Load::map : store::Load::copy, queries, radius);
  }
  std::filesystem::remove_all(argv[4]);
  json.end_object();
  std::puts(json.take().c_str());
  return 0;
}
