#include "link/sample.h"

#include <algorithm>
#include <string_view>

#include "base/hash.h"

namespace maillon::link {

std::vector<MemberView> choose_sample(std::span<const MemberView> members) {
  struct Ranked {
    uint64_t words, text;
    std::size_t index;
  };
  std::vector<Ranked> ranked;
  ranked.reserve(members.size());
  std::vector<uint32_t> tokens;
  for (std::size_t i = 0; i < members.size(); ++i) {
    tokens.clear();
    const auto words = members[i].words.first(std::min(members[i].words.size(), kTemplateWords));
    for (const WordSpan& word : words) tokens.push_back(word.token);
    const std::string_view bytes(reinterpret_cast<const char*>(tokens.data()),
                                 tokens.size() * sizeof(uint32_t));
    ranked.push_back({hash64(bytes), hash64(members[i].text), i});
  }
  std::sort(ranked.begin(), ranked.end(), [&](const Ranked& a, const Ranked& b) {
    if (a.words != b.words) return a.words < b.words;
    if (a.text != b.text) return a.text < b.text;
    const MemberView &x = members[a.index], &y = members[b.index];
    if (x.city != y.city) return x.city < y.city;
    return x.author < y.author;
  });
  const std::size_t size = std::min(kTemplateSample, ranked.size());
  std::vector<MemberView> sample;
  for (std::size_t i = 0; i < size; ++i) {
    sample.push_back(members[ranked[i * ranked.size() / size].index]);
  }
  return sample;
}

}  // namespace maillon::link
