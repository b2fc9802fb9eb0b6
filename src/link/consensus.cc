// The consensus of a family, by star alignment with repair.
//
// Multiple alignment proper is quadratic or worse in the number of texts, and
// partial order graphs spend most of their time on columns that nobody disputes.
// A star (each text aligned to one centre) is linear, but inherits the centre's
// own quirks: its changed words become columns, and what it lost is nowhere. So
// the centre is repaired from what the alignment shows, and everything is aligned
// again, three times at most:
//
//   centre   call anna now we pay wel     support  6 1 6 6 6 1 of 6
//   text 2   call maria now we pay well   "maria" after call: 1, "well" after pay: 5
//   ...
//   repaired call now we pay well
//
// The centre is the text with the smallest sum of symmetric differences to all
// texts, taken as bags of words. That sum needs no pairs: it is a constant plus
// the sum over the text's words of (n - 2 * number of texts that have the word).
#include "link/consensus.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "base/hash.h"

namespace maillon::link {
namespace {

constexpr int kRounds = 4;

using Counts = std::unordered_map<uint32_t, uint32_t>;

// In how many of the texts each word stands.
Counts count_texts(std::span<const FlatText> texts) {
  Counts counts;
  std::vector<uint32_t> words;
  for (const FlatText& text : texts) {
    words = text.tokens;
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    for (const uint32_t word : words) ++counts[word];
  }
  return counts;
}

std::size_t find_centre(std::span<const FlatText> texts) {
  const Counts counts = count_texts(texts);
  const auto n = static_cast<int64_t>(texts.size());
  std::size_t best = 0;
  int64_t best_score = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    int64_t score = 0;
    for (const uint32_t word : texts[i].tokens) score += 2 * int64_t{counts.at(word)} - n;
    if (i == 0 || score > best_score) {
      best = i;
      best_score = score;
    }
  }
  return best;
}

// A stretch of unaligned words that stands after column `after` of the reference
// (or at the begin of `sentence` if `after` is kUnaligned).
using Place = std::pair<uint32_t, uint32_t>;  // sentence, after + 1 (0: begin)

struct Round {
  const FlatText& reference;
  std::span<const FlatText> texts;
  std::vector<std::vector<uint32_t>> to;  // per text, per word
  std::vector<uint32_t> sentence_of;      // per word of the reference
  std::vector<uint32_t> support, sentence_support;
};

Round align_all(const FlatText& reference, std::span<const FlatText> texts) {
  Round round{reference, texts, {}, {}, {}, {}};
  const ReferenceAligner aligner(reference.tokens, reference.sentences);
  round.sentence_of.resize(reference.tokens.size());
  for (uint32_t s = 0; s < reference.sentences.size(); ++s) {
    const Sentence& sentence = reference.sentences[s];
    for (uint32_t i = sentence.begin; i < sentence.end; ++i) round.sentence_of[i] = s;
  }
  round.support.assign(reference.tokens.size(), 0);
  round.sentence_support.assign(reference.sentences.size(), 0);
  std::vector<bool> seen;
  for (const FlatText& text : texts) {
    round.to.push_back(aligner.align(text.tokens, text.sentences));
    seen.assign(reference.sentences.size(), false);
    for (const uint32_t column : round.to.back()) {
      if (column == kUnaligned) continue;
      ++round.support[column];
      seen[round.sentence_of[column]] = true;
    }
    for (std::size_t s = 0; s < seen.size(); ++s) round.sentence_support[s] += seen[s] ? 1 : 0;
  }
  return round;
}

struct Insertions {
  std::vector<std::vector<uint32_t>> runs;  // words, one run per text
};

// Calls fn(place, run of words) for the unaligned stretches beside aligned words.
template <class Fn>
void for_each_insertion(const Round& round, std::size_t t, const Fn& fn) {
  const FlatText& text = round.texts[t];
  const std::vector<uint32_t>& to = round.to[t];
  for (const Sentence& s : text.sentences) {
    uint32_t previous = kUnaligned;
    for (uint32_t i = s.begin; i < s.end;) {
      if (to[i] != kUnaligned) {
        previous = to[i++];
        continue;
      }
      const uint32_t begin = i;
      while (i < s.end && to[i] == kUnaligned) ++i;
      const auto run = std::span(text.tokens).subspan(begin, i - begin);
      if (previous != kUnaligned) {
        fn(Place{round.sentence_of[previous], previous + 1}, run);
      } else if (i < s.end) {
        // Before the word it leads up to: after the column to the left of that.
        const uint32_t sentence = round.sentence_of[to[i]];
        const bool first = to[i] == round.reference.sentences[sentence].begin;
        fn(Place{sentence, first ? 0 : to[i]}, run);
      }
    }
  }
}

// The words that most texts with that sentence insert there, in the order of the
// run that has most of them.
std::map<Place, std::vector<uint32_t>> find_common_insertions(const Round& round) {
  std::map<Place, Insertions> at;
  for (std::size_t t = 0; t < round.texts.size(); ++t) {
    for_each_insertion(round, t, [&](Place place, std::span<const uint32_t> run) {
      at[place].runs.emplace_back(run.begin(), run.end());
    });
  }
  std::map<Place, std::vector<uint32_t>> common;
  for (const auto& [place, insertions] : at) {
    const uint32_t needed = round.sentence_support[place.first] / 2;
    if (insertions.runs.size() <= needed) continue;
    Counts counts;
    std::vector<uint32_t> words;
    for (const std::vector<uint32_t>& run : insertions.runs) {
      words = run;
      std::sort(words.begin(), words.end());
      words.erase(std::unique(words.begin(), words.end()), words.end());
      for (const uint32_t word : words) ++counts[word];
    }
    std::vector<uint32_t> best;
    for (const std::vector<uint32_t>& run : insertions.runs) {
      std::vector<uint32_t> kept;
      std::copy_if(run.begin(), run.end(), std::back_inserter(kept),
                   [&](uint32_t word) { return counts[word] > needed; });
      if (kept.size() > best.size() || (kept.size() == best.size() && kept < best)) best = kept;
    }
    if (!best.empty()) common.emplace(place, std::move(best));
  }
  return common;
}

// Sentences that stand in most texts and nowhere in the reference, all of one
// text, and after which sentence of the reference they come (+ 1; 0: in front).
std::map<uint32_t, std::vector<std::vector<uint32_t>>> find_common_sentences(const Round& round) {
  std::vector<FlatText> left(round.texts.size());
  std::vector<std::vector<uint32_t>> anchors(round.texts.size());
  for (std::size_t t = 0; t < round.texts.size(); ++t) {
    uint32_t anchor = 0;
    for (const Sentence& s : round.texts[t].sentences) {
      bool aligned = false;
      for (uint32_t i = s.begin; i < s.end; ++i) {
        if (round.to[t][i] == kUnaligned) continue;
        anchor = round.sentence_of[round.to[t][i]] + 1;
        aligned = true;
      }
      if (aligned || s.begin == s.end) continue;
      FlatText& rest = left[t];
      const auto begin = static_cast<uint32_t>(rest.tokens.size());
      const auto words = std::span(round.texts[t].tokens).subspan(s.begin, s.end - s.begin);
      rest.tokens.insert(rest.tokens.end(), words.begin(), words.end());
      rest.sentences.push_back({begin, static_cast<uint32_t>(rest.tokens.size())});
      anchors[t].push_back(anchor);
    }
  }
  const Counts counts = count_texts(left);
  const auto n = static_cast<int64_t>(round.texts.size());
  std::map<uint32_t, std::vector<std::vector<uint32_t>>> best;
  int64_t best_score = 0;
  for (std::size_t t = 0; t < left.size(); ++t) {
    std::map<uint32_t, std::vector<std::vector<uint32_t>>> found;
    int64_t total = 0;
    for (std::size_t k = 0; k < left[t].sentences.size(); ++k) {
      const Sentence& s = left[t].sentences[k];
      int64_t score = 0;
      for (uint32_t i = s.begin; i < s.end; ++i) {
        score += 2 * int64_t{counts.at(left[t].tokens[i])} - n;
      }
      if (score <= 0) continue;
      total += score;
      found[anchors[t][k]].emplace_back(left[t].tokens.begin() + s.begin,
                                        left[t].tokens.begin() + s.end);
    }
    if (total > best_score) {
      best_score = total;
      best = std::move(found);
    }
  }
  return best;
}

void append_sentence(FlatText& to, const std::vector<uint32_t>& words) {
  if (words.empty()) return;
  const auto begin = static_cast<uint32_t>(to.tokens.size());
  to.tokens.insert(to.tokens.end(), words.begin(), words.end());
  to.sentences.push_back({begin, static_cast<uint32_t>(to.tokens.size())});
}

FlatText repair(const Round& round) {
  const auto insertions = find_common_insertions(round);
  const auto sentences = find_common_sentences(round);
  const std::size_t n = round.texts.size();
  FlatText next;
  const auto add_new = [&](uint32_t anchor) {
    const auto found = sentences.find(anchor);
    if (found == sentences.end()) return;
    for (const auto& words : found->second) append_sentence(next, words);
  };
  add_new(0);
  for (uint32_t s = 0; s < round.reference.sentences.size(); ++s) {
    const Sentence& sentence = round.reference.sentences[s];
    const std::size_t support = round.sentence_support[s];
    std::vector<uint32_t> words;
    const auto add_inserted = [&](uint32_t after) {
      const auto found = insertions.find({s, after});
      if (found == insertions.end()) return;
      words.insert(words.end(), found->second.begin(), found->second.end());
    };
    if (support * 3 >= n && support >= std::min<std::size_t>(n, 2)) {
      add_inserted(0);
      for (uint32_t i = sentence.begin; i < sentence.end; ++i) {
        if (round.support[i] * 2 > support) words.push_back(round.reference.tokens[i]);
        add_inserted(i + 1);
      }
    }
    append_sentence(next, words);
    add_new(s + 1);
  }
  return next;
}

// Puts the sentences into the order in which most texts have them: by the median,
// then the mean, of their ranks among the sentences that a text shares with the
// reference.
FlatText reorder(const FlatText& reference, std::span<const FlatText> texts) {
  const Round round = align_all(reference, texts);
  const std::size_t sentences = reference.sentences.size();
  std::vector<std::vector<uint64_t>> ranks(sentences);
  std::vector<bool> seen;
  for (std::size_t t = 0; t < texts.size(); ++t) {
    seen.assign(sentences, false);
    uint64_t rank = 0;
    for (const uint32_t column : round.to[t]) {
      if (column == kUnaligned || seen[round.sentence_of[column]]) continue;
      seen[round.sentence_of[column]] = true;
      ranks[round.sentence_of[column]].push_back(rank++);
    }
  }
  struct Placed {
    uint64_t median = 0, sum = 0, count = 1;
    std::size_t sentence = 0;
  };
  std::vector<Placed> order(sentences);
  for (std::size_t s = 0; s < sentences; ++s) {
    order[s].sentence = s;
    if (ranks[s].empty()) continue;
    std::sort(ranks[s].begin(), ranks[s].end());
    order[s].median = ranks[s][(ranks[s].size() - 1) / 2];
    order[s].count = ranks[s].size();
    for (const uint64_t rank : ranks[s]) order[s].sum += rank;
  }
  std::stable_sort(order.begin(), order.end(), [](const Placed& a, const Placed& b) {
    return a.median != b.median ? a.median < b.median : a.sum * b.count < b.sum * a.count;
  });
  FlatText ordered;
  for (const Placed& placed : order) {
    const Sentence& sentence = reference.sentences[placed.sentence];
    append_sentence(ordered, {reference.tokens.begin() + sentence.begin,
                              reference.tokens.begin() + sentence.end});
  }
  return ordered;
}

}  // namespace

FlatText flatten(std::span<const WordSpan> words) {
  FlatText flat;
  uint32_t begin = 0;
  const auto end_sentence = [&] {
    const auto end = static_cast<uint32_t>(flat.tokens.size());
    if (end > begin) flat.sentences.push_back({begin, end});
    begin = end;
  };
  for (uint32_t i = 0; i < words.size() && flat.tokens.size() < kTemplateWords; ++i) {
    if (words[i].token == kSentenceBreak) {
      end_sentence();
      continue;
    }
    flat.tokens.push_back(words[i].token);
    flat.word.push_back(i);
  }
  end_sentence();
  return flat;
}

FlatText build_consensus(std::span<const FlatText> texts) {
  if (texts.empty()) return {};
  FlatText reference = texts[find_centre(texts)];
  reference.word.clear();
  for (int i = 0; i < kRounds; ++i) {
    FlatText next = repair(align_all(reference, texts));
    const bool settled = next.tokens == reference.tokens;
    reference = std::move(next);
    if (settled) break;
  }
  return reorder(reference, texts);
}

}  // namespace maillon::link
