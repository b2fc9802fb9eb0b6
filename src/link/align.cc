#include "link/align.h"

#include <algorithm>

namespace maillon::link {
namespace {

// A word that stands in more places of the reference says nothing about which
// sentence is meant, and would make the search quadratic.
constexpr uint32_t kMaxPlaces = 64;
constexpr uint32_t kUnitScore = 1U << 12;

// The ranges of [unit.begin, unit.end) for which is_free holds.
template <class IsFree>
void append_free_runs(const Sentence& unit, const IsFree& is_free, std::vector<Sentence>& runs) {
  for (uint32_t i = unit.begin; i < unit.end;) {
    if (!is_free(i)) {
      ++i;
      continue;
    }
    const uint32_t begin = i;
    while (i < unit.end && is_free(i)) ++i;
    runs.push_back({begin, i});
  }
}

// A pair of units is worth aligning if two words agree, or half of a short one.
bool is_enough(uint32_t shared, const Sentence& a, const Sentence& b, bool whole) {
  if (shared >= 2) return true;
  const uint32_t shorter = std::min(a.end - a.begin, b.end - b.begin);
  return whole && shared * 2 >= shorter;
}

}  // namespace

void ReferenceAligner::assign(std::span<const uint32_t> words, std::span<const Sentence> sentences,
                              uint32_t distinct) {
  for (const uint32_t word : placed_) places_[word] = {};
  placed_.assign(words.begin(), words.end());
  reference_ = words;
  sentences_ = sentences;
  distinct_ = distinct;
  to_itself_ = Answer::unknown;
  if (places_.size() < distinct) places_.resize(distinct);
  next_place_.resize(words.size());
  for (auto i = static_cast<uint32_t>(words.size()); i > 0;) {
    Places& places = places_[words[--i]];
    next_place_[i] = places.first;
    places.first = i;
    ++places.count;
  }
  sentence_of_.assign(words.size(), kUnaligned);
  for (uint32_t s = 0; s < sentences.size(); ++s) {
    std::fill(sentence_of_.begin() + sentences[s].begin, sentence_of_.begin() + sentences[s].end,
              s);
  }
}

// Whether each sentence of the reference finds itself in it. If so, a text that is
// the reference word for word is aligned straight through: each sentence's best
// match is itself, or one that has all its words, and that one finds itself first.
bool ReferenceAligner::aligns_to_itself() {
  if (to_itself_ != Answer::unknown) return to_itself_ == Answer::yes;
  to_itself_ = Answer::yes;
  for (const Sentence& sentence : sentences_) {
    seen_.clear(distinct_);
    uint32_t shared = 0;
    for (uint32_t i = sentence.begin; i < sentence.end; ++i) {
      if (places_[reference_[i]].count <= kMaxPlaces && seen_[reference_[i]]++ == 0) ++shared;
    }
    // Nothing shared is never a candidate.
    if (shared > 0 && is_enough(shared, sentence, sentence, true)) continue;
    if (sentence.begin == sentence.end) continue;
    to_itself_ = Answer::no;
    break;
  }
  return to_itself_ == Answer::yes;
}

// The units of the reference that share enough with one of the text.
void ReferenceAligner::add_candidates(const Units& units, uint32_t text_unit) {
  const Sentence& unit = units.text[text_unit];
  seen_.clear(distinct_);
  touched_.clear();
  for (uint32_t i = unit.begin; i < unit.end; ++i) {
    const uint32_t word = text_[i];
    if (word >= distinct_) continue;
    const Places& places = places_[word];
    if (places.count == 0 || places.count > kMaxPlaces || seen_[word]++ > 0) continue;
    const uint32_t weight = kUnitScore / places.count;
    uint32_t last = kUnaligned;  // places ascend, so a unit's places are neighbours
    for (uint32_t at = places.first; at != kUnaligned; at = next_place_[at]) {
      const uint32_t u = units.unit_of[at];
      if (u == kUnaligned || u == last) continue;
      last = u;
      Candidate& candidate = current_[u];
      if (candidate.shared == 0) {
        touched_.push_back(u);
        candidate = {0, 0, text_unit, u};
      }
      candidate.score += weight;
      ++candidate.shared;
    }
  }
  for (const uint32_t u : touched_) {
    if (is_enough(current_[u].shared, unit, units.reference[u], units.whole)) {
      candidates_.push_back(current_[u]);
    }
    current_[u].shared = 0;
  }
}

void ReferenceAligner::align_pair(const Sentence& text, const Sentence& reference) {
  pairs_.clear();
  lcs_.match(reference_.subspan(reference.begin, reference.end - reference.begin),
             text_.subspan(text.begin, text.end - text.begin), distinct_, pairs_);
  aligned_ += pairs_.size();
  for (const auto& [i, j] : pairs_) {
    (*to_)[text.begin + j] = reference.begin + i;
    used_[reference.begin + i] = 1;
  }
}

void ReferenceAligner::match_units(const Units& units) {
  candidates_.clear();
  if (current_.size() < units.reference.size()) current_.resize(units.reference.size());
  for (uint32_t t = 0; t < units.text.size(); ++t) {
    // Of a rest, one word is never enough.
    if (units.whole || units.text[t].end - units.text[t].begin > 1) add_candidates(units, t);
  }
  std::sort(candidates_.begin(), candidates_.end(), [](const Candidate& a, const Candidate& b) {
    if (a.score != b.score) return a.score > b.score;
    if (a.text_unit != b.text_unit) return a.text_unit < b.text_unit;
    return a.reference_unit < b.reference_unit;
  });
  text_used_.assign(units.text.size(), 0);
  reference_used_.assign(units.reference.size(), 0);
  for (const Candidate& c : candidates_) {
    if (text_used_[c.text_unit] != 0 || reference_used_[c.reference_unit] != 0) continue;
    text_used_[c.text_unit] = reference_used_[c.reference_unit] = 1;
    align_pair(units.text[c.text_unit], units.reference[c.reference_unit]);
  }
}

void ReferenceAligner::align_rest(std::span<const Sentence> sentences) {
  if (aligned_ == text_.size() || aligned_ == reference_.size()) return;
  text_rest_.clear();
  for (const Sentence& s : sentences) {
    append_free_runs(
        s, [&](uint32_t i) { return (*to_)[i] == kUnaligned; }, text_rest_);
  }
  const bool any = std::any_of(text_rest_.begin(), text_rest_.end(),
                               [](const Sentence& run) { return run.end - run.begin > 1; });
  if (!any) return;
  reference_rest_.clear();
  for (const Sentence& s : sentences_) {
    append_free_runs(
        s, [&](uint32_t i) { return used_[i] == 0; }, reference_rest_);
  }
  if (reference_rest_.empty()) return;
  unit_of_rest_.assign(reference_.size(), kUnaligned);
  for (uint32_t u = 0; u < reference_rest_.size(); ++u) {
    std::fill(unit_of_rest_.begin() + reference_rest_[u].begin,
              unit_of_rest_.begin() + reference_rest_[u].end, u);
  }
  match_units({text_rest_, reference_rest_, unit_of_rest_, false});
}

void ReferenceAligner::align(std::span<const uint32_t> words, std::span<const Sentence> sentences,
                             std::vector<uint32_t>& to) {
  to.assign(words.size(), kUnaligned);
  const bool same =
      std::equal(words.begin(), words.end(), reference_.begin(), reference_.end()) &&
      std::equal(sentences.begin(), sentences.end(), sentences_.begin(), sentences_.end()) &&
      aligns_to_itself();
  if (same) {
    for (const Sentence& s : sentences) {
      for (uint32_t i = s.begin; i < s.end; ++i) to[i] = i;
    }
    return;
  }
  text_ = words;
  to_ = &to;
  used_.assign(reference_.size(), 0);
  aligned_ = 0;
  match_units({sentences, sentences_, sentence_of_, true});
  align_rest(sentences);
}

}  // namespace maillon::link
