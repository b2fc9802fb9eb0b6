#include "link/texts.h"

#include <algorithm>
#include <string_view>

#include "base/hash.h"
#include "base/parallel.h"

namespace maillon::link {
namespace {

constexpr std::size_t kTextBlock = 4096;

}  // namespace

Texts collapse_identical(TokenRows tokens) {
  const std::size_t rows = tokens.size();
  std::vector<std::pair<uint64_t, uint32_t>> keys(rows);
  parallel_blocks(rows, kTextBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t i = begin; i < end; ++i) {
      const auto* data = reinterpret_cast<const char*>(tokens[i].data());
      keys[i] = {hash64(std::string_view(data, tokens[i].size_bytes())), static_cast<uint32_t>(i)};
    }
  });
  std::sort(keys.begin(), keys.end());
  Texts texts;
  std::vector<uint32_t> first(rows);
  for (std::size_t i = 0; i < rows;) {
    std::size_t j = i;
    for (; j < rows && keys[j].first == keys[i].first; ++j) first[keys[j].second] = keys[i].second;
    i = j;
  }
  texts.text.resize(rows);
  for (uint32_t row = 0; row < rows; ++row) {
    if (first[row] == row) {
      texts.text[row] = static_cast<uint32_t>(texts.first_row.size());
      texts.first_row.push_back(row);
      texts.copies.push_back(1);
    } else {
      texts.text[row] = texts.text[first[row]];
      ++texts.copies[texts.text[row]];
    }
  }
  return texts;
}

}  // namespace maillon::link
