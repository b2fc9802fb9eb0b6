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
//
// The alignment that showed that nothing is to be repaired is the one that the
// template is made from: what is settled is not aligned again.
#include "link/consensus.h"

#include <algorithm>

namespace maillon::link {
namespace {

constexpr int kRounds = 4;

uint64_t to_place(uint32_t sentence, uint32_t after) {
  return static_cast<uint64_t>(sentence) << 32 | after;
}

bool is_same(const FlatText& a, const FlatText& b) {
  return a.words == b.words && a.sentences == b.sentences;
}

template <class NumberOf>
void flatten_as(std::span<const WordSpan> words, const NumberOf& number_of, FlatText& flat) {
  flat.words.clear();
  flat.place.clear();
  flat.sentences.clear();
  uint32_t begin = 0;
  const auto end_sentence = [&] {
    const auto end = static_cast<uint32_t>(flat.words.size());
    if (end > begin) flat.sentences.push_back({begin, end});
    begin = end;
  };
  for (uint32_t i = 0; i < words.size() && flat.words.size() < kTemplateWords; ++i) {
    if (words[i].token == kSentenceBreak) {
      end_sentence();
      continue;
    }
    flat.words.push_back(number_of(words[i].token));
    flat.place.push_back(i);
  }
  end_sentence();
}

}  // namespace

void flatten(std::span<const WordSpan> words, Vocabulary& vocabulary, FlatText& flat) {
  flatten_as(
      words, [&](uint32_t token) { return vocabulary.add(token); }, flat);
}

void flatten_known(std::span<const WordSpan> words, const Vocabulary& vocabulary, FlatText& flat) {
  flatten_as(
      words, [&](uint32_t token) { return vocabulary.find(token); }, flat);
}

void Alignment::align(const FlatText& reference, std::span<const FlatText> texts,
                      uint32_t distinct) {
  const std::size_t words = reference.words.size(), sentences = reference.sentences.size();
  aligner_.assign(reference.words, reference.sentences, distinct);
  sentence_of.assign(words, 0);
  for (uint32_t s = 0; s < sentences; ++s) {
    std::fill(sentence_of.begin() + reference.sentences[s].begin,
              sentence_of.begin() + reference.sentences[s].end, s);
  }
  support.assign(words, 0);
  sentence_support.assign(sentences, 0);
  same_as_.resize(texts.size());
  aligned_.assign(texts.size(), 0);
  if (to_.size() < texts.size()) to_.resize(texts.size());
  seen_.assign(sentences, kUnaligned);
  for (uint32_t t = 0; t < texts.size(); ++t) {
    if (t > 0 && is_same(texts[t], texts[t - 1])) {
      same_as_[t] = same_as_[t - 1];
    } else {
      same_as_[t] = t;
      aligner_.align(texts[t].words, texts[t].sentences, to_[t]);
    }
    for (const uint32_t column : to(t)) {
      if (column == kUnaligned) continue;
      ++support[column];
      ++aligned_[t];
      const uint32_t s = sentence_of[column];
      if (seen_[s] != t) ++sentence_support[s];
      seen_[s] = t;
    }
  }
}

std::size_t ConsensusBuilder::find_centre() {
  counts_.clear(vocabulary_->size());  // in how many of the texts each word stands
  for (const FlatText& text : texts_) {
    seen_.clear(vocabulary_->size());
    for (const uint32_t word : text.words) {
      if (seen_[word]++ == 0) ++counts_[word];
    }
  }
  const auto n = static_cast<int64_t>(texts_.size());
  std::size_t best = 0;
  int64_t best_score = 0;
  for (std::size_t i = 0; i < texts_.size(); ++i) {
    int64_t score = 0;
    for (const uint32_t word : texts_[i].words) score += 2 * int64_t{counts_.get(word)} - n;
    if (i == 0 || score > best_score) {
      best = i;
      best_score = score;
    }
  }
  return best;
}

// The unaligned stretches of a text that stand beside aligned words.
void ConsensusBuilder::find_runs(uint32_t t) {
  const std::span<const uint32_t> to = alignment_.to(t);
  const std::vector<uint32_t>& sentence_of = alignment_.sentence_of;
  for (const Sentence& s : texts_[t].sentences) {
    uint32_t previous = kUnaligned;
    for (uint32_t i = s.begin; i < s.end;) {
      if (to[i] != kUnaligned) {
        previous = to[i++];
        continue;
      }
      const uint32_t begin = i;
      while (i < s.end && to[i] == kUnaligned) ++i;
      if (previous != kUnaligned) {
        runs_.push_back({to_place(sentence_of[previous], previous + 1), t, begin, i});
      } else if (i < s.end) {
        // Before the word it leads up to: after the column to the left of that.
        const uint32_t sentence = sentence_of[to[i]];
        const bool first = to[i] == reference_.sentences[sentence].begin;
        runs_.push_back({to_place(sentence, first ? 0 : to[i]), t, begin, i});
      }
    }
  }
}

// The words that most texts with that sentence insert there, in the order of the
// run that has most of them.
void ConsensusBuilder::find_insertions() {
  insertions_.clear();
  runs_.clear();
  for (uint32_t t = 0; t < texts_.size(); ++t) {
    if (!alignment_.is_whole(t)) find_runs(t);
  }
  std::sort(runs_.begin(), runs_.end(), [](const Run& a, const Run& b) {
    if (a.place != b.place) return a.place < b.place;
    return a.text != b.text ? a.text < b.text : a.begin < b.begin;
  });
  for (std::size_t i = 0; i < runs_.size();) {
    std::size_t j = i;
    while (j < runs_.size() && runs_[j].place == runs_[i].place) ++j;
    const uint32_t needed = alignment_.sentence_support[runs_[i].place >> 32] / 2;
    if (j - i > needed) choose_words(std::span(runs_).subspan(i, j - i), needed);
    i = j;
  }
}

void ConsensusBuilder::choose_words(std::span<const Run> runs, uint32_t needed) {
  counts_.clear(vocabulary_->size());
  for (const Run& run : runs) {
    seen_.clear(vocabulary_->size());
    for (const uint32_t word : words_of(run)) {
      if (seen_[word]++ == 0) ++counts_[word];
    }
  }
  best_.clear();
  const auto precedes = [&](uint32_t a, uint32_t b) {
    return vocabulary_->token(a) < vocabulary_->token(b);
  };
  for (const Run& run : runs) {
    kept_.clear();
    for (const uint32_t word : words_of(run)) {
      if (counts_.get(word) > needed) kept_.push_back(word);
    }
    if (kept_.size() > best_.size() ||
        (kept_.size() == best_.size() &&
         std::lexicographical_compare(kept_.begin(), kept_.end(), best_.begin(), best_.end(),
                                      precedes))) {
      std::swap(kept_, best_);
    }
  }
  if (best_.empty()) return;
  const auto begin = static_cast<uint32_t>(pool_.size());
  pool_.insert(pool_.end(), best_.begin(), best_.end());
  insertions_.push_back({runs.front().place, begin, static_cast<uint32_t>(pool_.size())});
}

// The sentences without any aligned word; their place is the sentence of the
// reference after which they come (+ 1; 0: in front).
void ConsensusBuilder::find_left_sentences() {
  runs_.clear();
  for (uint32_t t = 0; t < texts_.size(); ++t) {
    if (alignment_.is_whole(t)) continue;
    const std::span<const uint32_t> to = alignment_.to(t);
    uint32_t anchor = 0;
    for (const Sentence& s : texts_[t].sentences) {
      bool aligned = false;
      for (uint32_t i = s.begin; i < s.end; ++i) {
        if (to[i] == kUnaligned) continue;
        anchor = alignment_.sentence_of[to[i]] + 1;
        aligned = true;
      }
      if (!aligned && s.begin < s.end) runs_.push_back({anchor, t, s.begin, s.end});
    }
  }
}

// Sentences that stand in most texts and nowhere in the reference, all of one text.
void ConsensusBuilder::find_sentences() {
  new_sentences_.clear();
  find_left_sentences();
  if (runs_.empty()) return;
  counts_.clear(vocabulary_->size());
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    if (i == 0 || runs_[i].text != runs_[i - 1].text) seen_.clear(vocabulary_->size());
    for (const uint32_t word : words_of(runs_[i])) {
      if (seen_[word]++ == 0) ++counts_[word];
    }
  }
  const auto n = static_cast<int64_t>(texts_.size());
  best_runs_.clear();
  int64_t best_score = 0;
  for (std::size_t i = 0; i < runs_.size();) {
    chosen_.clear();
    int64_t total = 0;
    const uint32_t text = runs_[i].text;
    for (; i < runs_.size() && runs_[i].text == text; ++i) {
      int64_t score = 0;
      for (const uint32_t word : words_of(runs_[i])) score += 2 * int64_t{counts_.get(word)} - n;
      if (score <= 0) continue;
      total += score;
      chosen_.push_back(runs_[i]);
    }
    if (total > best_score) {
      best_score = total;
      std::swap(chosen_, best_runs_);
    }
  }
  std::sort(best_runs_.begin(), best_runs_.end(), [](const Run& a, const Run& b) {
    return a.place != b.place ? a.place < b.place : a.begin < b.begin;
  });
  for (const Run& run : best_runs_) {
    const auto begin = static_cast<uint32_t>(pool_.size());
    const auto words = words_of(run);
    pool_.insert(pool_.end(), words.begin(), words.end());
    new_sentences_.push_back({run.place, begin, static_cast<uint32_t>(pool_.size())});
  }
}

// The words of next_ from `begin` on are a sentence, if there are any.
void ConsensusBuilder::append_sentence(uint32_t begin) {
  const auto end = static_cast<uint32_t>(next_.words.size());
  if (begin < end) next_.sentences.push_back({begin, end});
}

void ConsensusBuilder::repair_sentence(uint32_t s, std::size_t& insertion) {
  const auto add_inserted = [&](uint32_t after) {
    const uint64_t place = to_place(s, after);
    while (insertion < insertions_.size() && insertions_[insertion].place < place) ++insertion;
    if (insertion == insertions_.size() || insertions_[insertion].place != place) return;
    const Addition& found = insertions_[insertion];
    next_.words.insert(next_.words.end(), pool_.begin() + found.begin, pool_.begin() + found.end);
  };
  const Sentence& sentence = reference_.sentences[s];
  const uint32_t support = alignment_.sentence_support[s];
  const std::size_t n = texts_.size();
  if (support * std::size_t{3} < n || support < std::min<std::size_t>(n, 2)) return;
  add_inserted(0);
  for (uint32_t i = sentence.begin; i < sentence.end; ++i) {
    if (alignment_.support[i] * 2 > support) next_.words.push_back(reference_.words[i]);
    add_inserted(i + 1);
  }
}

// From the reference and what the texts show, next_.
void ConsensusBuilder::repair() {
  pool_.clear();
  find_insertions();
  find_sentences();
  next_.words.clear();
  next_.sentences.clear();
  std::size_t insertion = 0, added = 0;
  const auto add_new = [&](uint32_t anchor) {
    for (; added < new_sentences_.size() && new_sentences_[added].place == anchor; ++added) {
      const Addition& found = new_sentences_[added];
      const auto begin = static_cast<uint32_t>(next_.words.size());
      next_.words.insert(next_.words.end(), pool_.begin() + found.begin, pool_.begin() + found.end);
      append_sentence(begin);
    }
  };
  add_new(0);
  for (uint32_t s = 0; s < reference_.sentences.size(); ++s) {
    const auto begin = static_cast<uint32_t>(next_.words.size());
    repair_sentence(s, insertion);
    append_sentence(begin);
    add_new(s + 1);
  }
}

// Puts the sentences into the order in which most texts have them: by the median,
// then the mean, of their ranks among the sentences that a text shares with the
// reference. Into next_; false if they stand so already.
bool ConsensusBuilder::reorder() {
  const std::size_t sentences = reference_.sentences.size(), n = texts_.size();
  struct Placed {
    uint64_t median = 0, sum = 0, count = 0;
    std::size_t sentence = 0;
  };
  std::vector<Placed> order(sentences);
  ranks_.resize(std::max(ranks_.size(), sentences * n));
  bool straight = true;
  for (uint32_t t = 0; t < n; ++t) {
    seen_.clear(sentences);
    uint64_t rank = 0;
    uint32_t next = 0, last = kUnaligned;
    for (const uint32_t column : alignment_.to(t)) {
      if (column == kUnaligned) continue;
      const uint32_t s = alignment_.sentence_of[column];
      if (s == last) continue;
      last = s;
      if (seen_[s]++ > 0) continue;
      straight = straight && s == next++;
      ranks_[s * n + order[s].count++] = rank++;
    }
  }
  // A sentence that no text has comes first.
  if (straight && (sentences == 0 || order.back().count > 0)) return false;
  for (std::size_t s = 0; s < sentences; ++s) {
    Placed& placed = order[s];
    placed.sentence = s;
    uint64_t* ranks = &ranks_[s * n];
    std::sort(ranks, ranks + placed.count);
    if (placed.count > 0) placed.median = ranks[(placed.count - 1) / 2];
    for (std::size_t i = 0; i < placed.count; ++i) placed.sum += ranks[i];
    placed.count = std::max<uint64_t>(placed.count, 1);
  }
  std::stable_sort(order.begin(), order.end(), [](const Placed& a, const Placed& b) {
    return a.median != b.median ? a.median < b.median : a.sum * b.count < b.sum * a.count;
  });
  next_.words.clear();
  next_.sentences.clear();
  bool moved = false;
  for (std::size_t i = 0; i < sentences; ++i) {
    moved = moved || order[i].sentence != i;
    const Sentence& sentence = reference_.sentences[order[i].sentence];
    const auto begin = static_cast<uint32_t>(next_.words.size());
    next_.words.insert(next_.words.end(), reference_.words.begin() + sentence.begin,
                       reference_.words.begin() + sentence.end);
    append_sentence(begin);
  }
  return moved;
}

void ConsensusBuilder::build(std::span<const FlatText> texts, const Vocabulary& vocabulary) {
  texts_ = texts;
  vocabulary_ = &vocabulary;
  reference_.words.clear();
  reference_.sentences.clear();
  if (texts.empty()) return;
  const FlatText& centre = texts[find_centre()];
  reference_.words = centre.words;
  reference_.sentences = centre.sentences;
  alignment_.align(reference_, texts_, vocabulary.size());
  for (int i = 0; i < kRounds; ++i) {
    repair();
    if (is_same(next_, reference_)) break;
    const bool settled = next_.words == reference_.words;
    std::swap(next_, reference_);
    alignment_.align(reference_, texts_, vocabulary.size());
    if (settled) break;
  }
  if (!reorder()) return;
  std::swap(next_, reference_);
  alignment_.align(reference_, texts_, vocabulary.size());
}

}  // namespace maillon::link
