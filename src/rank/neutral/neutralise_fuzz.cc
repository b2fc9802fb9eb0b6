// Any bytes as a lexicon's words and as a text: units stand in order inside the text, and reading
// it again gives the same.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "rank/neutral/neutralise.h"

namespace {

using namespace maillon;
using namespace maillon::rank;

std::vector<uint64_t> read(Neutraliser& neutraliser, std::string_view text) {
  std::vector<uint64_t> hashes;
  uint32_t end = 0;
  for (const Unit& unit : neutraliser.read(text)) {
    CHECK(end <= unit.begin && unit.begin < unit.end && unit.end <= text.size());
    end = unit.end;
    hashes.push_back(unit.hash);
  }
  return hashes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::size_t one = all.find('\0'), two = all.find('\0', one + 1);
  if (one == std::string_view::npos || two == std::string_view::npos) return 0;
  const std::string first(all.substr(0, one)), second(all.substr(one + 1, two - one - 1));
  const std::string_view text = all.substr(two + 1);
  const auto lexicon = NeutralLexicon::build(
      std::vector<LexiconEntry>{{"class", "", first, true}, {"class", "", second, false}});
  if (!lexicon) return 0;
  Neutraliser neutraliser(*lexicon);
  CHECK(read(neutraliser, text) == read(neutraliser, text));
  return 0;
}
