// The rules by which a sign that is named is told from a sign that is there. They work in words, so
// that they are the same for all languages; which words deny, report or warn is data
// (catalogue/context.yaml), and those of a hit's own language are asked only.
#include "rank/reading.h"

#include <algorithm>
#include <tuple>

#include "base/hash.h"
#include "rank/pay.h"

namespace maillon::rank {
namespace {

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

void append_field(const FieldText& field, std::string& to) {
  if (field.text.empty()) return;
  if (!to.empty()) to += '\n';
  to += field.text;
}

std::string joined(std::span<const FieldText> fields) {
  std::string out;
  for (const FieldText& field : fields) append_field(field, out);
  return out;
}

TextReader::TextReader(const Catalogue& catalogue, const Matcher& matcher)
    : catalogue_(&catalogue), matcher_(&matcher), scanner_(matcher) {}

void TextReader::collect(std::string_view text, std::span<const Match> matches, TextReading& out) {
  signs_.clear(), scope_.clear();
  if (matches.empty()) return;
  find_quotations(text);
  const WordReader& words = scanner_.words();
  tongues_.read(words);
  for (const Match& match : matches) {
    const PhraseOwner& owner = matcher_->owners()[match.owner];
    if (!tongues_.may_hold(match.first, owner.language)) continue;
    if (!owner.cue) {
      signs_.push_back(match);
      continue;
    }
    const Cue& cue = catalogue_->cues[owner.index];
    scope_.add(
        {cue.kind, owner.language, static_cast<uint8_t>(cue.weight), match.first, match.end});
    // A victim whom a leaflet quotes is not who writes.
    if (cue.kind == CueKind::first_person && is_quoted(match)) continue;
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
  // A text of nothing but quotations quotes nobody: so some people write what they say.
  const WordReader& reader = scanner_.words();
  const bool all = std::all_of(reader.words().begin(), reader.words().end(), [&](const Word& w) {
    return is_quoted(reader.source_begin(w.begin), reader.source_end(w.end));
  });
  if (all) quotations_.clear();
}

bool TextReader::is_quoted(const Match& match) const {
  if (quotations_.empty()) return false;
  const WordReader& reader = scanner_.words();
  return is_quoted(reader.source_begin(reader.words()[match.first].begin),
                   reader.source_end(reader.words()[match.end - 1].end));
}

bool TextReader::is_quoted(uint32_t begin, uint32_t end) const {
  const auto after = std::upper_bound(
      quotations_.begin(), quotations_.end(), begin,
      [](uint32_t value, const std::pair<uint32_t, uint32_t>& q) { return value < q.first; });
  return after != quotations_.begin() && std::prev(after)->second >= end;
}

HitState TextReader::state_of(const Match& match, uint16_t language) const {
  if (scope_.has_before(CueKind::refusal, language, match) ||
      scope_.has_after(CueKind::refusal, language, match))
    return HitState::refused;
  if (scope_.is_denied(match, language)) return HitState::denied;
  const bool quoted = is_quoted(match) || scope_.has_before(CueKind::quote, language, match);
  return quoted ? HitState::quoted : HitState::seen;
}

void TextReader::judge(const FieldText& field, TextReading& out) {
  const WordReader& reader = scanner_.words();
  if (signs_.empty()) return;
  scope_.place(scanner_, signs_);
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
  const uint32_t enough = kStancePoints + words_ / (2 * kWordsPerPoint);
  // Beside a cue that is sure by itself it takes as many words of his own, and two at least.
  const uint16_t own = points(CueKind::first_person);
  const bool pleads = own >= 2 && own >= std::max(warns, tells);
  const bool personal = voices.affected > 0 && own > 0 && (!strong_ || pleads);
  if (std::max(warns, tells) >= enough && !personal) {
    out.stance = tells > warns ? Stance::news : Stance::awareness;
  } else if (asks) {
    out.stance = Stance::help_seeking;
  }
}

void take_stance(TextReading& reading, Stance stance) {
  reading.stance = stance;
  if (stance != Stance::awareness && stance != Stance::news) return;
  for (SignHit& hit : reading.hits) {
    if (hit.state == HitState::seen) hit.state = HitState::reported;
  }
}

TextReading TextReader::read(std::span<const FieldText> fields) {
  TextReading out = read_words(fields);
  take_stance(out, out.stance);
  return out;
}

TextReading TextReader::read_words(std::span<const FieldText> fields,
                                   const std::function<void(const WordReader&)>& each) {
  TextReading out;
  cue_keys_.clear();
  strong_ = false;
  words_ = 0;
  for (const FieldText& field : fields) {
    collect(field.text, scanner_.find(field.text), out);
    if (each) each(scanner_.words());
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
