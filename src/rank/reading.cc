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
// Points that make a post a warning or news.
constexpr uint16_t kStancePoints = 2;
constexpr std::size_t kLongestQuotation = 1500;  // bytes: an unclosed sign quotes nothing

struct QuotePair {
  std::string_view open, close;
};
constexpr QuotePair kQuotes[] = {{"“", "”"}, {"«", "»"}, {"„", "“"}, {"\"", "\""},
                                 {"「", "」"}, {"『", "』"}, {"‘", "’"}};

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
    cues_.push_back({cue.kind, owner.language, match.first, match.end});
    // The same words twice are one point.
    uint64_t key = owner.index;
    for (uint32_t i = match.first; i < match.end; ++i) key = mix64(key ^ words.words()[i].hash);
    if (std::find(cue_keys_.begin(), cue_keys_.end(), key) != cue_keys_.end()) continue;
    if (cue_keys_.size() < 64) cue_keys_.push_back(key);
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
  return false;
}

HitState TextReader::state_of(const Match& match, uint16_t language) const {
  const WordReader& reader = scanner_.words();
  const uint32_t factor = reader.words()[match.first].han ? kHanFactor : 1;
  const uint32_t sentence = sentence_[match.first];
  bool quoted = is_quoted(reader.source_begin(reader.words()[match.first].begin),
                          reader.source_end(reader.words()[match.end - 1].end));
  bool denied = false;
  for (const CueHit& cue : cues_) {
    if (cue.language != language) continue;
    const bool before = cue.end <= match.first && sentence_[cue.first] == sentence;
    const bool after = cue.first >= match.end && sentence_[cue.first] == sentence;
    switch (cue.kind) {
      case CueKind::negation_before:
        denied = denied || (before && match.first - cue.end <= kBefore * factor &&
                            !has_clause_break(cue.end - 1, match.first));
        denied = denied || stands_between(match, cue);
        break;
      case CueKind::negation_after:
        denied = denied || (after && cue.first - match.end <= kAfter * factor &&
                            !has_clause_break(match.end - 1, cue.first));
        break;
      case CueKind::refusal:
        if (before || after) return HitState::refused;
        break;
      case CueKind::quote:
        quoted = quoted || before;
        break;
      default:
        break;
    }
  }
  if (denied) return HitState::denied;
  return quoted ? HitState::quoted : HitState::seen;
}

// "We keep no passports": a negator among what `&` joins, and no part of it.
bool TextReader::stands_between(const Match& match, const CueHit& cue) const {
  if (match.joint == Match::kNoJoint || cue.first < match.first || cue.end > match.end) return false;
  const auto sides = scanner_.sides(match);
  return std::none_of(sides.begin(), sides.end(), [&](const WordRange& side) {
    return cue.first < side.end && side.first < cue.end;
  });
}

void TextReader::judge(const FieldText& field, TextReading& out) {
  const WordReader& reader = scanner_.words();
  if (signs_.empty()) return;
  sentence_.resize(reader.words().size());
  for (uint32_t i = 0; i < sentence_.size(); ++i) {
    sentence_[i] = i == 0 || reader.words()[i].sentence ? i : sentence_[i - 1];
  }
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
    return std::tie(a.field, a.indicator, a.begin, a.state, b.end) <
           std::tie(b.field, b.indicator, b.begin, b.state, a.end);
  });
  std::vector<SignHit> kept;
  for (const SignHit& hit : out.hits) {
    const bool repeats = !kept.empty() && kept.back().indicator == hit.indicator &&
                         kept.back().field == hit.field && kept.back().end > hit.begin;
    // A wording of two languages that one of them denies is denied.
    if (repeats) {
      kept.back().state = std::max(kept.back().state, hit.state);
      kept.back().end = std::max(kept.back().end, hit.end);
    } else {
      kept.push_back(hit);
    }
  }
  std::sort(kept.begin(), kept.end(), [](const SignHit& a, const SignHit& b) {
    return std::tie(a.field, a.begin, a.indicator) < std::tie(b.field, b.begin, b.indicator);
  });
  out.hits = std::move(kept);
  const auto points = [&](CueKind kind) { return out.cues[static_cast<std::size_t>(kind)]; };
  std::size_t affected = 0;
  for (const SignHit& hit : out.hits) {
    if (hit.state == HitState::seen &&
        catalogue_->indicators[hit.indicator].voice == Voice::affected) {
      ++affected;
    }
  }
  const uint16_t warns = points(CueKind::awareness), tells = points(CueKind::news);
  if (std::max(warns, tells) >= kStancePoints) {
    out.stance = tells > warns ? Stance::news : Stance::awareness;
  } else if (affected > 0) {
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
  for (const FieldText& field : fields) {
    collect(scanner_.find(field.text), out);
    judge(field, out);
    const std::optional<Pay> pay = find_pay(scanner_.words());
    if (pay && (!out.pay || pay->monthly > out.pay->monthly)) out.pay = pay;
  }
  settle(out);
  return out;
}

}  // namespace maillon::rank
