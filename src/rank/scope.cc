// A negator reaches a few words, over a list ("no fees, deposits or papers") but not beyond its
// clause: a mark such as ';', a word such as "but", or a comma with a new subject behind it ends
// it. Which words those are is data (catalogue/context.yaml), as is what denies.
#include "rank/scope.h"

#include <algorithm>
#include <string_view>

namespace maillon::rank {
namespace {

// How far from a hit a word may deny it. Chinese words are characters.
constexpr uint32_t kBefore = 6, kAfter = 5;
constexpr uint32_t kHanFactor = 2;

bool holds(std::string_view text, std::span<const std::string_view> signs) {
  return std::any_of(signs.begin(), signs.end(), [&](std::string_view sign) {
    return text.find(sign) != std::string_view::npos;
  });
}

constexpr std::string_view kClauseMarks[] = {";", ":", "；", "：", " - ", "—", "(", "（", "؛"};
constexpr std::string_view kCommas[] = {",", "，", "،"};
constexpr std::string_view kQuestionMarks[] = {"?", "؟", "？"};

}  // namespace

void Scope::place(const Scanner& scanner, std::span<const Match> signs) {
  scanner_ = &scanner;
  place_sentences();
  place_clauses();
  place_wide_cues();
  mark_cues_in_signs(signs);
}

void Scope::place_sentences() {
  const std::vector<Word>& words = scanner_->words().words();
  sentence_.resize(words.size()), sentence_end_.resize(words.size());
  for (uint32_t i = 0; i < words.size(); ++i) {
    sentence_[i] = i == 0 || words[i].sentence ? i : sentence_[i - 1];
  }
  for (auto i = static_cast<uint32_t>(words.size()); i-- > 0;) {
    const bool last = i + 1 == words.size() || words[i + 1].sentence;
    sentence_end_[i] = last ? i + 1 : sentence_end_[i + 1];
  }
}

void Scope::place_clauses() {
  clauses_.clear();
  const std::vector<Word>& words = scanner_->words().words();
  const std::string_view text = scanner_->words().folded();
  auto cue = cues_.begin();
  for (uint32_t i = 0; i < words.size(); ++i) {
    const uint32_t before = i == 0 ? 0 : words[i - 1].end;
    const std::string_view between = text.substr(before, words[i].begin - before);
    const bool marks = between.size() > 1 || (between.size() == 1 && between[0] != ' ');
    const bool comma = marks && holds(between, kCommas);
    // A Chinese list has a sign of its own.
    if (marks && (holds(between, kClauseMarks) || (comma && words[i].han))) {
      clauses_.push_back({i, 0, true, false});
    }
    while (cue != cues_.end() && cue->first < i) ++cue;
    for (; cue != cues_.end() && cue->first == i; ++cue) {
      if (cue->kind == CueKind::condition) {
        clauses_.push_back({i, cue->language, comma, true});
      } else if (cue->kind == CueKind::clause && (comma || cue->weight >= 2)) {
        clauses_.push_back({i, cue->language, true, cue->weight >= 2});
      }
    }
  }
}

bool Scope::has_clause_start(uint32_t after, uint32_t last, uint16_t language) const {
  auto at = std::partition_point(clauses_.begin(), clauses_.end(),
                                 [&](const ClauseStart& c) { return c.word <= after; });
  for (; at != clauses_.end() && at->word <= last; ++at) {
    if (at->ends && (at->language == 0 || at->language == language)) return true;
  }
  return false;
}

// "But", "if" stands there.
bool Scope::begins_by_word(uint32_t word, uint16_t language) const {
  auto at = std::partition_point(clauses_.begin(), clauses_.end(),
                                 [&](const ClauseStart& c) { return c.word < word; });
  for (; at != clauses_.end() && at->word == word; ++at) {
    if (at->by_word && at->language == language) return true;
  }
  return false;
}

void Scope::place_wide_cues() {
  longest_cue_ = 0;
  wide_.clear();
  for (const CueHit& cue : cues_) {
    longest_cue_ = std::max(longest_cue_, cue.end - cue.first);
    if (cue.kind == CueKind::refusal || cue.kind == CueKind::quote) {
      wide_.push_back({cue.kind, cue.language, cue.first, cue.end, sentence_[cue.first]});
    }
  }
  std::sort(wide_.begin(), wide_.end());
  for (std::size_t i = 1; i < wide_.size(); ++i) {
    const WideCue& before = wide_[i - 1];
    const bool same = before.kind == wide_[i].kind && before.language == wide_[i].language &&
                      before.sentence == wide_[i].sentence;
    if (same) wide_[i].least_end = std::min(wide_[i].least_end, before.least_end);
  }
}

// "No experience, ticket paid": the negator belongs to a sign and denies no other. One in a gap of
// a sign belongs to none.
void Scope::mark_cues_in_signs(std::span<const Match> signs) {
  ranges_.clear();
  for (const Match& sign : signs) {
    const auto sides = scanner_->sides(sign);
    ranges_.insert(ranges_.end(), sides.begin(), sides.end());
  }
  std::sort(ranges_.begin(), ranges_.end(),
            [](const WordRange& a, const WordRange& b) { return a.first < b.first; });
  named_.assign(scanner_->words().words().size(), false);
  for (const WordRange& range : ranges_) {
    for (uint32_t i = range.first; i < range.end; ++i) {
      if (!range.passes(i)) named_[i] = true;
    }
  }
  std::size_t next = 0;
  uint32_t furthest = 0;  // end of those that begin no later than the cue
  for (CueHit& cue : cues_) {
    while (next < ranges_.size() && ranges_[next].first <= cue.first) {
      furthest = std::max(furthest, ranges_[next++].end);
    }
    cue.in_sign = cue.end <= furthest && named_[cue.end - 1];
  }
}

std::vector<CueHit>::const_iterator Scope::first_cue_from(uint32_t word) const {
  return std::partition_point(cues_.begin(), cues_.end(),
                              [&](const CueHit& cue) { return cue.first < word; });
}

// Only the cues around the match are looked at; the same for any number of them in the text.
bool Scope::is_denied(const Match& match, uint16_t language) const {
  const uint32_t factor = scanner_->words().words()[match.first].han ? kHanFactor : 1;
  const uint32_t reach = kBefore * factor + longest_cue_;
  const uint32_t low = match.first - std::min(match.first, reach);
  for (auto cue = first_cue_from(low); cue != cues_.end(); ++cue) {
    if (cue->first > match.end + kAfter * factor) break;
    if (cue->language != language || cue->in_sign) continue;
    if (cue->kind == CueKind::negation_before) {
      if (is_denied_before(match, *cue, kBefore * factor) || is_denied_within(match, *cue))
        return true;
    } else if (cue->kind == CueKind::negation_after) {
      if (cue->first >= match.end && sentence_[cue->first] == sentence_[match.first] &&
          cue->first - match.end <= kAfter * factor &&
          !has_clause_start(match.end - 1, cue->first, language))
        return true;
    }
  }
  return is_answered_no(match.end - 1, language);
}

bool Scope::is_denied_before(const Match& match, const CueHit& cue, uint32_t reach) const {
  // A negator may hold the sign's first word: 不收 + 收证件.
  return cue.first < match.first && cue.end <= match.end &&
         sentence_[cue.first] == sentence_[match.first] && match.first <= cue.end + reach &&
         !has_clause_start(cue.end - 1, match.first, cue.language);
}

// "We keep no passports", "we keep, as you know, never a passport": a negator among what `&` joins
// or in a gap, in the clause of what it denies. "If you do not pay, the police ..." denies nothing.
bool Scope::is_denied_within(const Match& match, const CueHit& cue) const {
  const uint32_t key = cue.end - 1;  // the word that denies
  if (key < match.first || cue.end > match.end) return false;
  bool named = false;
  const WordRange* gap_of = nullptr;
  for (const WordRange& side : scanner_->sides(match)) {
    if (key < side.first || key >= side.end) continue;
    if (side.passes(key)) gap_of = &side;
    named = named || !side.passes(key);
  }
  if (named) return false;
  if (gap_of == nullptr) return cue.first >= match.first;
  uint32_t next = cue.end;
  while (next + 1 < gap_of->end && gap_of->passes(next)) ++next;
  return !has_clause_start(match.first, cue.first, cue.language) &&
         !has_clause_start(key, next, cue.language) && !begins_by_word(match.first, cue.language);
}

bool Scope::has_before(CueKind kind, uint16_t language, const Match& match) const {
  const auto after =
      std::lower_bound(wide_.begin(), wide_.end(), WideCue{kind, language, match.first, 0, 0});
  if (after == wide_.begin()) return false;
  const WideCue& last = *std::prev(after);
  return last.kind == kind && last.language == language &&
         last.sentence == sentence_[match.first] && last.least_end <= match.end;
}

bool Scope::has_after(CueKind kind, uint16_t language, const Match& match) const {
  const auto next =
      std::lower_bound(wide_.begin(), wide_.end(), WideCue{kind, language, match.end, 0, 0});
  return next != wide_.end() && next->kind == kind && next->language == language &&
         next->sentence == sentence_[match.first];
}

// "Do you keep the papers? No, never."
bool Scope::is_answered_no(uint32_t last, uint16_t language) const {
  const std::vector<Word>& words = scanner_->words().words();
  const uint32_t next = sentence_end_[last];
  if (next >= words.size()) return false;
  const std::string_view between = scanner_->words().folded().substr(
      words[next - 1].end, words[next].begin - words[next - 1].end);
  if (!holds(between, kQuestionMarks)) return false;
  // "A. No", "Answer: no".
  for (auto cue = first_cue_from(next); cue != cues_.end() && cue->first <= next + 1; ++cue) {
    const bool answers = cue->kind == CueKind::negation_before && !cue->in_sign;
    if (answers && cue->language == language) return true;
  }
  return false;
}

}  // namespace maillon::rank
