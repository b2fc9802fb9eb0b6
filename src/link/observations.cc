#include "link/observations.h"

#include <algorithm>
#include <cmath>

#include "base/hash.h"

namespace maillon::link {

// Typed words are one token whatever they say, so their value is what they say.
uint64_t Observations::value_of(std::size_t m, uint32_t word) const {
  const uint32_t token = sample_->token(m, word);
  if (token >= kFirstWordToken) return token;
  const WordSpan& span = sample_->span(m, word);
  const std::string_view text = sample_->members[m].text;
  return hash64(text.substr(span.begin, span.end - span.begin)) | uint64_t{1} << 63;
}

void Observations::observe(const Sample& sample) {
  sample_ = &sample;
  const std::size_t words = sample.consensus->words.size();
  const std::size_t sentences = sample.consensus->sentences.size();
  word_bits_ = 1 + std::log2(static_cast<double>(sample.vocabulary->size()) + 16);
  place_bits_ = 1 + std::log2(static_cast<double>(words) + 2);
  seen_.clear();
  gap_seen_.assign(words + sentences, 0);
  gap_filled_.assign(words + sentences, 0);
  between_filled_.assign(sentences + 1, 0);
  between_last_.assign(sentences + 1, kUnaligned);
  for (std::size_t m = 0; m < sample.texts.size(); ++m) {
    for (const Sentence& sentence : sample.texts[m].sentences) observe_sentence(m, sentence);
    observe_between(m);
  }
  order_by_column();
}

// Sentences that are in none of the consensus, by the one that they come after.
void Observations::observe_between(std::size_t m) {
  if (sample_->alignment->is_whole(m)) return;
  const std::span<const uint32_t> to = sample_->alignment->to(m);
  uint32_t next = 0;
  for (const Sentence& sentence : sample_->texts[m].sentences) {
    bool free = true;
    for (uint32_t i = sentence.begin; i < sentence.end; ++i) {
      if (to[i] == kUnaligned) continue;
      free = false;
      next = sample_->alignment->sentence_of[to[i]] + 1;
    }
    if (!free || between_last_[next] == m) continue;
    between_last_[next] = static_cast<uint32_t>(m);
    ++between_filled_[next];
  }
}

// Walks one sentence of a member: aligned words, and the runs between them. The
// edges of the consensus' sentence count as aligned words.
void Observations::observe_sentence(std::size_t m, const Sentence& sentence) {
  const std::span<const uint32_t> to = sample_->alignment->to(m);
  const std::vector<uint32_t>& sentence_of = sample_->alignment->sentence_of;
  const std::vector<Sentence>& sentences = sample_->consensus->sentences;
  uint32_t run_begin = sentence.begin, previous = kUnaligned;
  for (uint32_t i = sentence.begin; i <= sentence.end; ++i) {
    const bool at_end = i == sentence.end;
    if (!at_end && to[i] == kUnaligned) continue;
    const uint32_t next = at_end ? kUnaligned : to[i];
    if (next != kUnaligned) seen_.push_back({next, value_of(m, i)});
    const Sentence run{run_begin, i};
    if (previous != kUnaligned &&
        (next == kUnaligned || sentence_of[next] != sentence_of[previous])) {
      const uint32_t s = sentence_of[previous];
      observe_run(m, run, previous + 1, sentences[s].end, s);
    } else if (previous == kUnaligned && next != kUnaligned) {
      const uint32_t s = sentence_of[next];
      observe_run(m, run, sentences[s].begin, next, s);
    } else if (previous != kUnaligned && previous < next) {
      observe_run(m, run, previous + 1, next, sentence_of[next]);
    }
    previous = next;
    run_begin = i + 1;
  }
}

// The run stands where the consensus has the words [low, high): more than none of
// them makes it a substitution, none of them an insertion.
void Observations::observe_run(std::size_t m, Sentence run, uint32_t low, uint32_t high,
                               uint32_t sentence) {
  const uint32_t words = run.end - run.begin, skipped = high - low;
  if (skipped == 0) {
    const std::size_t gap = std::size_t{low} + sentence;
    ++gap_seen_[gap];
    if (words > 0) ++gap_filled_[gap];
    return;
  }
  for (uint32_t i = 0; i < std::min(words, skipped); ++i) {
    uint64_t value = value_of(m, run.begin + i);
    for (uint32_t k = run.begin + i + 1; i + 1 == skipped && k < run.end; ++k) {
      value = mix64(value ^ value_of(m, k)) | uint64_t{1} << 63;
    }
    seen_.push_back({low + i, value});
  }
}

void Observations::order_by_column() {
  value_begin_.assign(sample_->consensus->words.size() + 1, 0);
  for (const Seen& seen : seen_) ++value_begin_[seen.column];
  uint32_t sum = 0;
  for (uint32_t& begin : value_begin_) {
    sum += begin;
    begin = sum;
  }
  values_.resize(seen_.size());
  for (std::size_t i = seen_.size(); i-- > 0;) {
    values_[--value_begin_[seen_[i].column]] = seen_[i].value;
  }
}

bool Observations::is_kept(uint32_t column) const {
  const Alignment& alignment = *sample_->alignment;
  const std::size_t members = sample_->members.size();
  const std::size_t support = alignment.sentence_support[alignment.sentence_of[column]];
  const std::size_t values = value_begin_[column + 1] - value_begin_[column];
  return support >= std::min<std::size_t>(members, 2) && support * 3 >= members &&
         values * 2 > support && alignment.support[column] > 0;
}

bool Observations::is_slot(uint32_t column) {
  const auto values = std::span(values_).subspan(value_begin_[column],
                                                 value_begin_[column + 1] - value_begin_[column]);
  const auto is_first = [&](uint64_t value) { return value == values.front(); };
  if (std::all_of(values.begin(), values.end(), is_first)) return false;
  votes_.clear();
  for (const uint64_t value : values) votes_.add(value);
  const auto [winner, same] = votes_.winner();
  const auto total = static_cast<uint32_t>(values.size());
  const uint32_t others = total - same, token = sample_->token(column);
  if (others * 4 < total) return false;
  if (same * 2 <= total) return true;
  if (token >= kFirstWordToken && winner != token) return true;
  double as_slot = place_bits_ + word_bits_ * static_cast<double>(votes_.counts.size());
  for (const auto& [value, count] : votes_.counts) {
    as_slot += count * std::log2(static_cast<double>(total) / count);
  }
  const double as_constant = word_bits_ + others * (place_bits_ + word_bits_);
  return as_slot < as_constant;
}

bool Observations::is_filled_gap(std::size_t gap) const {
  const uint32_t filled = gap_filled_[gap];
  return filled >= 2 && filled * 4 > gap_seen_[gap];
}

bool Observations::is_filled_between(std::size_t s) const {
  const std::size_t filled = between_filled_[s];
  return filled >= 2 && filled * 2 > sample_->members.size();
}

}  // namespace maillon::link
