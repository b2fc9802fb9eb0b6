#include "rank/wording/post_reader.h"

#include <algorithm>
#include <utility>

namespace maillon::rank {
namespace {

// Chosen on batches of texts that neither phrases nor wording had been made with, for macro F1 less
// the share of harmless posts that are raised.
//
// Added to the log-odds of the kind that the phrases say: more, the more of the text they are. Two
// signs in ten words are what the post says; in four hundred they are chance.
constexpr double kPhrases = 1, kCovered = 3;
// Off the kinds that raise a post: a false alarm costs an innocent poster more than a miss, which
// other posts of the network make good.
constexpr double kCaution = 1.05;
constexpr double kSure = 0.5;  // the wording's own log-odds, at least, to raise a post by itself

bool raises(PostKind kind) {
  return kind == PostKind::deceptive_offer || kind == PostKind::coercion ||
         kind == PostKind::help_seeking;
}

// Of a kind that is not what the phrases say.
Wording wording_of(PostKind kind) {
  if (kind == PostKind::deceptive_offer) return Wording::deceptive_offer;
  if (kind == PostKind::coercion) return Wording::coercion;
  return kind == PostKind::plain ? Wording::ordinary : Wording::stance;
}

// Bytes of the hits that are seen, each once.
std::size_t bytes_seen(const TextReading& reading) {
  std::size_t seen = 0;
  const SignHit* last = nullptr;
  uint32_t end = 0;  // of what is counted in the field
  for (const SignHit& hit : reading.hits) {
    if (hit.state != HitState::seen) continue;
    if (last == nullptr || last->field != hit.field) end = 0;
    const uint32_t from = std::max(end, hit.begin);
    seen += hit.end > from ? hit.end - from : 0;
    end = std::max(end, hit.end);
    last = &hit;
  }
  return seen;
}

}  // namespace

PostReader::PostReader(const Catalogue& catalogue, const Matcher& matcher,
                       const NeutralLexicon& lexicon, const WordingModel& model)
    : catalogue_(&catalogue), reader_(catalogue, matcher), scorer_(lexicon, model) {}

PostKind PostReader::decide(PostKind by_phrases, double covered, bool adult) const {
  const std::optional<KindScores> scores = scorer_.scores();
  if (!scores) return by_phrases;
  const auto own = [&](PostKind kind) { return (*scores)[static_cast<std::size_t>(kind)]; };
  const auto weighed = [&](PostKind kind) {
    const double said = kind == by_phrases ? kPhrases + kCovered * covered : 0;
    return own(kind) + said - (raises(kind) ? kCaution : 0);
  };
  PostKind best = by_phrases;
  for (std::size_t k = 0; k < kPostKinds; ++k) {
    const auto kind = static_cast<PostKind>(k);
    // Adults who work for themselves: only a sign raises them.
    if (raises(kind) && (adult || own(kind) < kSure)) continue;
    if (weighed(kind) > weighed(best)) best = kind;
  }
  return best;
}

PostReading PostReader::read(std::span<const FieldText> fields) {
  PostReading out;
  scorer_.start();
  out.text = reader_.read_words(fields, [&](const WordReader& words) { scorer_.add(words); });
  const double seen = static_cast<double>(bytes_seen(out.text));
  TextReading words = out.text;
  take_stance(out.text, out.text.stance);
  out.sum = combine(*catalogue_, out.text);
  const PostKind said = kind_of(out.text.stance, out.sum);
  const double all = static_cast<double>(std::max<std::size_t>(scorer_.size(), 1));
  out.kind = decide(said, std::min(1.0, seen / all), out.text.has(CueKind::adult_independent));
  if (out.kind == said) return out;
  out.wording = wording_of(out.kind);
  out.text = std::move(words);
  take_stance(out.text, stance_of(out.kind));
  out.sum = combine(*catalogue_, out.text, out.wording);
  return out;
}

}  // namespace maillon::rank
