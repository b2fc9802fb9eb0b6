#include "link/align.h"

#include <algorithm>
#include <bit>

namespace maillon::link {
namespace {

constexpr std::size_t kBits = 64;
// A word that stands in more places of the reference says nothing about which
// sentence is meant, and would make the search quadratic.
constexpr std::size_t kMaxPlaces = 64;
constexpr uint32_t kUnitScore = 1U << 12;

}  // namespace

LcsPattern::LcsPattern(std::span<const uint32_t> pattern)
    : size_(pattern.size()), blocks_((pattern.size() + kBits - 1) / kBits) {
  tokens_.assign(pattern.begin(), pattern.end());
  std::sort(tokens_.begin(), tokens_.end());
  tokens_.erase(std::unique(tokens_.begin(), tokens_.end()), tokens_.end());
  masks_.assign(tokens_.size() * blocks_, 0);
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const auto at = std::lower_bound(tokens_.begin(), tokens_.end(), pattern[i]);
    const auto index = static_cast<std::size_t>(at - tokens_.begin());
    masks_[index * blocks_ + i / kBits] |= uint64_t{1} << (i % kBits);
  }
}

// Row j holds a bit per word of the pattern: 0 where the table of lengths grows
// by one from column i to i + 1 when j + 1 words of the text are taken. From the
// rows the way back is read off: a set bit means that word i is in no pair; a
// clear one that was clear a row above means that text word j is in none.
void LcsPattern::match(std::span<const uint32_t> text, Scratch& scratch,
                       std::vector<std::pair<uint32_t, uint32_t>>& pairs) const {
  if (size_ == 0 || text.empty()) return;
  std::vector<uint64_t>& rows = scratch.rows;
  rows.resize((text.size() + 1) * blocks_);
  std::fill_n(rows.begin(), blocks_, ~uint64_t{0});
  for (std::size_t j = 0; j < text.size(); ++j) {
    const uint64_t* above = &rows[j * blocks_];
    uint64_t* row = &rows[(j + 1) * blocks_];
    const auto at = std::lower_bound(tokens_.begin(), tokens_.end(), text[j]);
    if (at == tokens_.end() || *at != text[j]) {
      std::copy_n(above, blocks_, row);
      continue;
    }
    const uint64_t* mask = &masks_[static_cast<std::size_t>(at - tokens_.begin()) * blocks_];
    uint64_t carry = 0;
    for (std::size_t b = 0; b < blocks_; ++b) {
      const uint64_t v = above[b], u = v & mask[b];
      const uint64_t sum = v + u, total = sum + carry;
      carry = static_cast<uint64_t>(sum < v) | static_cast<uint64_t>(total < sum);
      row[b] = total | (v - u);
    }
  }
  const auto is_set = [&](std::size_t row, std::size_t column) {
    return (rows[row * blocks_ + column / kBits] >> (column % kBits) & 1) != 0;
  };
  std::size_t i = size_, j = text.size();
  while (i > 0 && j > 0) {
    if (is_set(j, i - 1)) {
      --i;
    } else if (j > 1 && !is_set(j - 1, i - 1)) {
      --j;
    } else {
      pairs.emplace_back(static_cast<uint32_t>(--i), static_cast<uint32_t>(--j));
    }
  }
}

ReferenceAligner::ReferenceAligner(std::span<const uint32_t> tokens,
                                   std::span<const Sentence> sentences)
    : tokens_(tokens.begin(), tokens.end()), sentences_(sentences.begin(), sentences.end()) {
  places_.reserve(tokens_.size());
  for (uint32_t i = 0; i < tokens_.size(); ++i) {
    places_.push_back(static_cast<uint64_t>(tokens_[i]) << 32 | i);
  }
  std::sort(places_.begin(), places_.end());
  patterns_.reserve(sentences_.size());
  for (const Sentence& s : sentences_) {
    patterns_.emplace_back(std::span(tokens_).subspan(s.begin, s.end - s.begin));
  }
}

struct ReferenceAligner::Work {
  std::span<const uint32_t> text;
  std::vector<uint32_t> to;  // per word of the text
  std::vector<bool> used;    // per word of the reference
  LcsPattern::Scratch scratch;
  std::vector<std::pair<uint32_t, uint32_t>> pairs;
};

namespace {

struct Candidate {
  uint32_t score, shared, text_unit, reference_unit;
};

// The ranges of [unit.begin, unit.end) for which is_free holds.
template <class IsFree>
void append_free_runs(const Sentence& unit, const IsFree& is_free, std::vector<Sentence>& runs) {
  for (uint32_t i = unit.begin; i < unit.end; ++i) {
    if (!is_free(i)) continue;
    if (!runs.empty() && runs.back().end == i && i != unit.begin) {
      runs.back().end = i + 1;
    } else {
      runs.push_back({i, i + 1});
    }
  }
}

// A pair of units is worth aligning if two words agree, or half of a short one.
bool is_enough(const Candidate& c, const Sentence& a, const Sentence& b, bool whole) {
  if (c.shared >= 2) return true;
  const uint32_t shorter = std::min(a.end - a.begin, b.end - b.begin);
  return whole && c.shared * 2 >= shorter;
}

}  // namespace

void ReferenceAligner::match_units(Work& work, std::span<const Sentence> text_units,
                                   std::span<const Sentence> reference_units, bool whole) const {
  std::vector<uint32_t> unit_of(tokens_.size(), kUnaligned);
  for (uint32_t u = 0; u < reference_units.size(); ++u) {
    for (uint32_t i = reference_units[u].begin; i < reference_units[u].end; ++i) unit_of[i] = u;
  }
  std::vector<Candidate> candidates, current(reference_units.size());
  std::vector<uint32_t> words, touched;
  for (uint32_t t = 0; t < text_units.size(); ++t) {
    words.assign(work.text.begin() + text_units[t].begin, work.text.begin() + text_units[t].end);
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    touched.clear();
    auto at = places_.begin();
    for (const uint32_t word : words) {
      at = std::lower_bound(at, places_.end(), static_cast<uint64_t>(word) << 32);
      auto end = at;
      while (end != places_.end() && *end >> 32 == word) ++end;
      const auto count = static_cast<std::size_t>(end - at);
      if (count == 0 || count > kMaxPlaces) continue;
      const auto weight = static_cast<uint32_t>(kUnitScore / count);
      uint32_t last = kUnaligned;  // places ascend, so a unit's places are neighbours
      for (; at != end; ++at) {
        const uint32_t u = unit_of[static_cast<uint32_t>(*at)];
        if (u == kUnaligned || u == last) continue;
        last = u;
        Candidate& c = current[u];
        if (c.shared == 0) {
          touched.push_back(u);
          c = {0, 0, t, u};
        }
        c.score += weight;
        ++c.shared;
      }
    }
    for (const uint32_t u : touched) {
      if (is_enough(current[u], text_units[t], reference_units[u], whole)) {
        candidates.push_back(current[u]);
      }
      current[u].shared = 0;
    }
  }
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    if (a.score != b.score) return a.score > b.score;
    if (a.text_unit != b.text_unit) return a.text_unit < b.text_unit;
    return a.reference_unit < b.reference_unit;
  });
  std::vector<bool> text_used(text_units.size()), reference_used(reference_units.size());
  for (const Candidate& c : candidates) {
    if (text_used[c.text_unit] || reference_used[c.reference_unit]) continue;
    text_used[c.text_unit] = reference_used[c.reference_unit] = true;
    const Sentence& t = text_units[c.text_unit];
    const Sentence& r = reference_units[c.reference_unit];
    work.pairs.clear();
    const auto text = work.text.subspan(t.begin, t.end - t.begin);
    if (whole) {
      patterns_[c.reference_unit].match(text, work.scratch, work.pairs);
    } else {
      LcsPattern(std::span(tokens_).subspan(r.begin, r.end - r.begin))
          .match(text, work.scratch, work.pairs);
    }
    for (const auto& [i, j] : work.pairs) {
      work.to[t.begin + j] = r.begin + i;
      work.used[r.begin + i] = true;
    }
  }
}

std::vector<uint32_t> ReferenceAligner::align(std::span<const uint32_t> tokens,
                                              std::span<const Sentence> sentences) const {
  Work work;
  work.text = tokens;
  work.to.assign(tokens.size(), kUnaligned);
  work.used.assign(tokens_.size(), false);
  match_units(work, sentences, sentences_, true);

  std::vector<Sentence> text_rest, reference_rest;
  for (const Sentence& s : sentences) {
    append_free_runs(
        s, [&](uint32_t i) { return work.to[i] == kUnaligned; }, text_rest);
  }
  for (const Sentence& s : sentences_) {
    append_free_runs(
        s, [&](uint32_t i) { return !work.used[i]; }, reference_rest);
  }
  if (!text_rest.empty() && !reference_rest.empty()) {
    match_units(work, text_rest, reference_rest, false);
  }
  return std::move(work.to);
}

}  // namespace maillon::link
