// Hashes files in this process and core, again and again, for bench/peers/pictures.py.
//
//   picture_tool files ROUNDS FILE...           JPEG and others, decoding included
//   picture_tool luma ROUNDS WIDTH HEIGHT FILE...  planes of bytes, each ROUNDS times in a row,
//                                               as when a decoder has just written it
//   picture_tool turns ROUNDS WIDTH HEIGHT FILE... the same, one plane after the other, so that
//                                               they come from memory
//
// Prints a line `hash quality` per file, then `cpu SECONDS` for all rounds, of user time;
// files are read before, and `ties N`.
#include <charconv>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <malloc.h>
#include <sys/resource.h>

#include "extract/image/facts.h"

namespace {

using namespace maillon;

uint32_t number(const char* text) {
  uint32_t value = 0;
  std::from_chars(text, text + std::strlen(text), value);
  return value;
}

double user_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec) * 1e-6;
}

std::vector<std::string> read_all(char** begin, char** end) {
  std::vector<std::string> files;
  for (; begin != end; ++begin) {
    std::ifstream in(*begin, std::ios::binary);
    files.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return files;
}

template <class Hash>
void run(const std::vector<std::string>& files, uint32_t rounds, bool in_turn, const Hash& hash) {
  std::vector<extract::PdqResult> results(files.size());
  const double begun = user_seconds();
  const std::size_t all = files.size() * rounds;
  for (std::size_t k = 0; k < all; ++k) {
    const std::size_t i = in_turn ? k % files.size() : k / rounds;
    results[i] = hash(files[i]);
  }
  const double spent = user_seconds() - begun;
  for (const auto& result : results) {
    fmt::print("{} {}\n", to_hex(result.hash), result.quality);
  }
  fmt::print("cpu {:.6f}\n", spent);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  const uint32_t rounds = number(argv[2]);
  mallopt(M_MMAP_THRESHOLD, 1 << 30);  // as the worker does
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  if (std::strcmp(argv[1], "files") == 0) {
    extract::PictureReader reader;
    run(read_all(argv + 3, argv + argc), rounds, true, [&](const std::string& file) {
      const auto facts = reader.read(file, {}, {});
      return facts ? facts->pdq : extract::PdqResult{};
    });
  } else if (argc > 5) {
    const uint32_t width = number(argv[3]), height = number(argv[4]);
    extract::PdqHasher hasher;
    const bool in_turn = std::strcmp(argv[1], "turns") == 0;
    run(read_all(argv + 5, argv + argc), rounds, in_turn, [&](const std::string& plane) {
      return hasher.hash({reinterpret_cast<const uint8_t*>(plane.data()), width, height, 1, 1,
                          static_cast<std::ptrdiff_t>(width)});
    });
    fmt::print("ties {}\n", hasher.ties());
  }
  return 0;
}
