// The rules by which a sign that is named is told from a sign that is there. They work within a
// sentence and in words, so that they are the same for all languages; which words deny, report or
// warn is data (catalogue/context.yaml), and those of a hit's own language are asked only.
#include "rank/reading.h"

#include <algorithm>
#include <tuple>

#include "base/hash.h"
#include "rank/pay.h"

namespace maillon::rank {
namespace {

// How far from a hit a word may deny it. Chinese words are characters.
constexpr uint32_t kBefore = 6, kAfter = 5;
constexpr uint32_t kHanFactor = 2;
// Points that make a post a warning or news, and words that ask for one point more: a long text
// has some such words by chance.
constexpr uint16_t kStancePoints = 2;
constexpr uint32_t kWordsPerPoint = 120;
constexpr std::size_t kLongestQuotation = 1500;  // bytes: an unclosed sign quotes nothing

struct QuotePair {
  std::string_view open, close;
};
constexpr QuotePair kQuotes[] = {{"“", "”"},   {"«", "»"},   {"„", "“"}, {"\"", "\""},
                                 {"「", "」"}, {"『", "』"}, {"‘", "’"}};

// Signs that are seen and stand, by whose words they are.
struct Voices {
  std::size_t affected = 0, recruiter = 0;
};
Voices count_voices(const Catalogue& catalogue, std::span<const SignHit> hits) {
  std::vector<uint32_t> seen;
  for (const SignHit& hit : hits) {
    if (hit.state == HitState::seen) seen.push_back(hit.indicator);
  }
  std::sort(seen.begin(), seen.end());
  seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
  Voices out;
  for (const uint32_t i : seen) {
    const Indicator& indicator = catalogue.indicators[i];
    if (!stands(catalogue, indicator, seen)) continue;
    out.affected += indicator.voice == Voice::affected ? 1 : 0;
    // What an advert says may be told by whom it happened to: only signs of control weigh.
    out.recruiter += indicator.voice == Voice::recruiter &&
                             indicator.dimension > Dimension::recruitment_abuse_of_vulnerability
                         ? 1
                         : 0;
  }
  return out;
}

}  // namespace

std::string_view to_name(HitState state) {
  constexpr std::array<std::string_view, 5> names = {"seen", "denied", "quoted", "refused",
                                                     "reported"};
  return names[static_cast<std::size_t>(state)];
}

std::string_view to_name(Stance stance) {
  constexpr std::array<std::string_view, 4> names = {"plain", "awareness", "news", "help_seeking"};
  return names[static_cast<std::size_t>(stance)];
}

TextReader::TextReader(const Catalogue& catalogue, const Matcher& matcher)
    : catalogue_(&catalogue), matcher_(&matcher), scanner_(matcher) {}

void TextReader::collect(std::span<const Match> matches, TextReading& out) {
  signs_.clear(), cues_.clear();
  const WordReader& words = scanner_.words();
  for (const Match& match : matches) {
    const PhraseOwner& owner = matcher_->owners()[match.owner];
    if (!owner.cue) {
      signs_.push_back(match);
      continue;
    }
    const Cue& cue = catalogue_->cues[owner.index];
    cues_.push_back({cue.kind, owner.language, match.first, match.end, false});
    // The same words twice are one point.
    uint64_t key = owner.index;
    for (uint32_t i = match.first; i < match.end; ++i) key = mix64(key ^ words.words()[i].hash);
    if (std::find(cue_keys_.begin(), cue_keys_.end(), key) != cue_keys_.end()) continue;
    if (cue_keys_.size() < 64) cue_keys_.push_back(key);
    strong_ = strong_ ||
              (cue.weight > 1 && (cue.kind == CueKind::awareness || cue.kind == CueKind::news));
    uint16_t& points = out.cues[static_cast<std::size_t>(cue.kind)];
    points = static_cast<uint16_t>(std::min<uint32_t>(points + cue.weight, 1000));
  }
}

void TextReader::find_quotations(std::string_view text) {
  quotations_.clear();
  for (std::size_t at = 0; at < text.size();) {
    const unsigned char c = static_cast<unsigned char>(text[at]);
    const QuotePair* found = nullptr;
    if (c == '"' || c >= 0xC2) {
      for (const QuotePair& pair : kQuotes) {
        if (text.substr(at).starts_with(pair.open)) found = &pair;
        if (found) break;
      }
    }
    if (!found) {
      ++at;
      continue;
    }
    const std::size_t from = at + found->open.size();
    const std::size_t close = text.substr(0, from + kLongestQuotation).find(found->close, from);
    if (close == std::string_view::npos) {
      at = from;
      continue;
    }
    quotations_.emplace_back(static_cast<uint32_t>(from), static_cast<uint32_t>(close));
    at = close + found->close.size();
  }
}

bool TextReader::is_quoted(uint32_t begin, uint32_t end) const {
  const auto after = std::upper_bound(
      quotations_.begin(), quotations_.end(), begin,
      [](uint32_t value, const std::pair<uint32_t, uint32_t>& q) { return value < q.first; });
  return after != quotations_.begin() && std::prev(after)->second >= end;
}

// A sign that ends a clause stands between the words.
bool TextReader::has_clause_break(uint32_t from, uint32_t to) const {
  if (from >= to) return false;
  const WordReader& reader = scanner_.words();
  const uint32_t begin = reader.words()[from].end, end = reader.words()[to].begin;
  const std::string_view between = reader.folded().substr(begin, end - begin);
  for (const std::string_view sign : {";", ":", "；", "：", " - ", "—", "(", "（", "؛"}) {
    if (between.find(sign) != std::string_view::npos) return true;
  }
  // "No fees, deposits ..." goes on behind a comma; a Chinese list has a sign of its own.
  const bool comma =
      between.find(',') != std::string_view::npos || between.find("，") != std::string_view::npos;
  return comma && reader.words()[to].han;
}

// A negator of the language may deny from a few words away, so only the cues around the match are
// looked at; the same for any number of them in the text.
bool TextReader::is_denied(const Match& match, uint16_t language) const {
  const WordReader& reader = scanner_.words();
  const uint32_t factor = reader.words()[match.first].han ? kHanFactor : 1;
  const uint32_t reach = kBefore * factor + longest_cue_;
  const uint32_t low = match.first - std::min(match.first, reach);
  for (auto cue = first_cue_from(low); cue != cues_.end(); ++cue) {
    if (cue->first > match.end + kAfter * factor) break;
    if (cue->language != language || cue->in_sign) continue;
    const bool same = sentence_[cue->first] == sentence_[match.first];
    if (cue->kind == CueKind::negation_before) {
      // A negator may hold the sign's first word: 不收 + 收证件.
      const bool before = cue->first < match.first && cue->end <= match.end && same;
      if (before && match.first <= cue->end + kBefore * factor &&
          !has_clause_break(cue->end - 1, match.first))
        return true;
      if (stands_between(match, *cue)) return true;
    } else if (cue->kind == CueKind::negation_after) {
      if (cue->first >= match.end && same && cue->first - match.end <= kAfter * factor &&
          !has_clause_break(match.end - 1, cue->first))
        return true;
    }
  }
  return is_answered_no(match.end - 1, language);
}

// Of the cues that work in the whole sentence: does one of the language stand before the match?
bool TextReader::has_before(CueKind kind, uint16_t language, const Match& match) const {
  const auto after =
      std::lower_bound(wide_.begin(), wide_.end(), WideCue{kind, language, match.first, 0, 0});
  if (after == wide_.begin()) return false;
  const WideCue& last = *std::prev(after);
  return last.kind == kind && last.language == language &&
         last.sentence == sentence_[match.first] && last.least_end <= match.end;
}

bool TextReader::has_after(CueKind kind, uint16_t language, const Match& match) const {
  const auto next =
      std::lower_bound(wide_.begin(), wide_.end(), WideCue{kind, language, match.end, 0, 0});
  return next != wide_.end() && next->kind == kind && next->language == language &&
         next->sentence == sentence_[match.first];
}

HitState TextReader::state_of(const Match& match, uint16_t language) const {
  if (has_before(CueKind::refusal, language, match) || has_after(CueKind::refusal, language, match))
    return HitState::refused;
  if (is_denied(match, language)) return HitState::denied;
  const WordReader& reader = scanner_.words();
  const bool quoted = is_quoted(reader.source_begin(reader.words()[match.first].begin),
                                reader.source_end(reader.words()[match.end - 1].end)) ||
                      has_before(CueKind::quote, language, match);
  return quoted ? HitState::quoted : HitState::seen;
}

// "Do you keep the papers? No, never."
bool TextReader::is_answered_no(uint32_t last, uint16_t language) const {
  const std::vector<Word>& words = scanner_.words().words();
  const uint32_t next = sentence_end_[last];
  if (next >= words.size()) return false;
  const std::string_view between = scanner_.words().folded().substr(
      words[next - 1].end, words[next].begin - words[next - 1].end);
  const bool asks = between.find('?') != std::string_view::npos ||
                    between.find("؟") != std::string_view::npos ||
                    between.find("？") != std::string_view::npos;
  if (!asks) return false;
  // "A. No", "Answer: no".
  for (auto cue = first_cue_from(next); cue != cues_.end() && cue->first <= next + 1; ++cue) {
    if (cue->kind == CueKind::negation_before && cue->language == language) return true;
  }
  return false;
}

std::vector<TextReader::CueHit>::const_iterator TextReader::first_cue_from(uint32_t word) const {
  return std::partition_point(cues_.begin(), cues_.end(),
                              [&](const CueHit& cue) { return cue.first < word; });
}

// "No experience, ticket paid": the negator belongs to a sign and denies no other.
void TextReader::mark_cues_in_signs() {
  ranges_.clear();
  for (const Match& sign : signs_) {
    const auto sides = scanner_.sides(sign);
    ranges_.insert(ranges_.end(), sides.begin(), sides.end());
  }
  std::sort(ranges_.begin(), ranges_.end(),
            [](const WordRange& a, const WordRange& b) { return a.first < b.first; });
  std::size_t next = 0;
  uint32_t furthest = 0;  // end of those that begin no later than the cue
  for (CueHit& cue : cues_) {
    while (next < ranges_.size() && ranges_[next].first <= cue.first) {
      furthest = std::max(furthest, ranges_[next++].end);
    }
    cue.in_sign = cue.end <= furthest;
  }
}

void TextReader::place_cues() {
  const std::vector<Word>& words = scanner_.words().words();
  sentence_.resize(words.size()), sentence_end_.resize(words.size());
  for (uint32_t i = 0; i < words.size(); ++i) {
    sentence_[i] = i == 0 || words[i].sentence ? i : sentence_[i - 1];
  }
  for (auto i = static_cast<uint32_t>(words.size()); i-- > 0;) {
    const bool last = i + 1 == words.size() || words[i + 1].sentence;
    sentence_end_[i] = last ? i + 1 : sentence_end_[i + 1];
  }
  mark_cues_in_signs();
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

// "We keep no passports": a negator among what `&` joins, and no part of it.
bool TextReader::stands_between(const Match& match, const CueHit& cue) const {
  if (match.joint == Match::kNoJoint || cue.first < match.first || cue.end > match.end)
    return false;
  const auto sides = scanner_.sides(match);
  return std::none_of(sides.begin(), sides.end(), [&](const WordRange& side) {
    return cue.first < side.end && side.first < cue.end;
  });
}

void TextReader::judge(const FieldText& field, TextReading& out) {
  const WordReader& reader = scanner_.words();
  if (signs_.empty()) return;
  place_cues();
  find_quotations(field.text);
  for (const Match& match : signs_) {
    const PhraseOwner& owner = matcher_->owners()[match.owner];
    SignHit hit;
    hit.indicator = owner.index;
    hit.field = field.field;
    hit.begin = reader.source_begin(reader.words()[match.first].begin);
    hit.end = reader.source_end(reader.words()[match.end - 1].end);
    hit.state = state_of(match, owner.language);
    out.hits.push_back(hit);
  }
}

void TextReader::settle(TextReading& out) const {
  std::sort(out.hits.begin(), out.hits.end(), [](const SignHit& a, const SignHit& b) {
    return std::tie(a.field, a.indicator, a.begin, b.end, b.state) <
           std::tie(b.field, b.indicator, b.begin, a.end, a.state);
  });
  std::vector<SignHit> kept;
  for (const SignHit& hit : out.hits) {
    const bool repeats = !kept.empty() && kept.back().indicator == hit.indicator &&
                         kept.back().field == hit.field && kept.back().end > hit.begin;
    if (!repeats) {
      kept.push_back(hit);
      continue;
    }
    // The longest says most; of equal ones (a wording of two languages) the one that is denied.
    if (hit.end - hit.begin > kept.back().end - kept.back().begin) {
      kept.back().state = hit.state;
      kept.back().begin = std::min(kept.back().begin, hit.begin);
    }
    kept.back().end = std::max(kept.back().end, hit.end);
  }
  std::sort(kept.begin(), kept.end(), [](const SignHit& a, const SignHit& b) {
    return std::tie(a.field, a.begin, a.indicator) < std::tie(b.field, b.begin, b.indicator);
  });
  out.hits = std::move(kept);
  const auto points = [&](CueKind kind) { return out.cues[static_cast<std::size_t>(kind)]; };
  const Voices voices = count_voices(*catalogue_, out.hits);
  const uint16_t warns = points(CueKind::awareness), tells = points(CueKind::news);
  const bool asks =
      voices.affected > 0 && (out.has(CueKind::first_person) || voices.recruiter == 0);
  // Who tells of himself may well name an embassy or the police.
  const bool personal = voices.affected > 0 && out.has(CueKind::first_person) && !strong_;
  const uint32_t enough = kStancePoints + words_ / (2 * kWordsPerPoint);
  if (std::max(warns, tells) >= enough && !personal) {
    out.stance = tells > warns ? Stance::news : Stance::awareness;
  } else if (asks) {
    out.stance = Stance::help_seeking;
  }
  if (out.stance != Stance::awareness && out.stance != Stance::news) return;
  for (SignHit& hit : out.hits) {
    if (hit.state == HitState::seen) hit.state = HitState::reported;
  }
}

TextReading TextReader::read(std::span<const FieldText> fields) {
  TextReading out;
  cue_keys_.clear();
  strong_ = false;
  words_ = 0;
  for (const FieldText& field : fields) {
    collect(scanner_.find(field.text), out);
    judge(field, out);
    // A Chinese word is one and a half characters or more.
    const auto& words = scanner_.words().words();
    for (const Word& w : words) words_ += w.han ? 1 : 2;
    const std::optional<Pay> pay = find_pay(scanner_.words());
    if (pay && (!out.pay || pay->monthly > out.pay->monthly)) out.pay = pay;
  }
  settle(out);
  return out;
}

}  // namespace maillon::rank
