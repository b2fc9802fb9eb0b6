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
    const auto words = members[i].words.first(std::min(members[i].words.size(), kTemplateWords));
    tokens.resize(words.size());
    std::transform(words.begin(), words.end(), tokens.begin(),
                   [](const WordSpan& word) { return word.token; });
    const std::string_view bytes(reinterpret_cast<const char*>(tokens.data()),
                                 tokens.size() * sizeof(uint32_t));
    ranked.push_back({hash64(bytes), 0, i});
  }
  const auto by_words = [](const Ranked& a, const Ranked& b) { return a.words < b.words; };
  std::sort(ranked.begin(), ranked.end(), by_words);
  // Few have the same words; only they are looked at further.
  for (auto first = ranked.begin(); first != ranked.end();) {
    const auto last = std::find_if(
        first, ranked.end(), [&](const Ranked& other) { return other.words != first->words; });
    if (last - first > 1) {
      for (auto at = first; at != last; ++at) at->text = hash64(members[at->index].text);
      std::sort(first, last, [&](const Ranked& a, const Ranked& b) {
        if (a.text != b.text) return a.text < b.text;
        const MemberView &x = members[a.index], &y = members[b.index];
        if (x.city != y.city) return x.city < y.city;
        return x.author < y.author;
      });
    }
    first = last;
  }
  const std::size_t size = std::min(kTemplateSample, ranked.size());
  std::vector<MemberView> sample;
  for (std::size_t i = 0; i < size; ++i) {
    sample.push_back(members[ranked[i * ranked.size() / size].index]);
  }
  return sample;
}

}  // namespace maillon::link
