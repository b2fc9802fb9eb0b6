#include "tasks/ranking/show_learned.h"

#include <algorithm>
#include <optional>

#include "tasks/indicators/sign_segments.h"
#include "tasks/ranking/post_inputs.h"

namespace maillon::tasks {
namespace {

constexpr std::size_t kReasons = 8;

std::string why_stale_now(const store::Case& from, const KeptRanking& kept) {
  const auto now = read_ranking_inputs(from);
  return now ? why_ranking_stale(kept.inputs, *now) : "";
}

report::LearnedReason to_reason(const rank::Contribution& from, const rank::PostInput& input,
                                const IndicatorTable& table) {
  report::LearnedReason out;
  out.value = from.value;
  if (from.indicator > 0) {
    out.indicator = input.indicators[from.indicator - 1];
    if (const auto i = table.find(out.indicator)) out.words = table.label_in(*i, "en");
    return out;
  }
  out.places = static_cast<uint32_t>(from.spans.size());
  if (from.spans.empty()) return out;
  const rank::TextSpan& first = from.spans.front();
  out.words = input.text.substr(first.begin, first.end - first.begin);
  const auto [field, begin] = input.place_of(first.begin);
  out.field = field, out.begin = begin, out.end = begin + (first.end - first.begin);
  return out;
}

// Nothing where the ranking cannot be read.
void add_reasons(const OpenedCase& from, uint32_t row, const RecordBatch& record,
                 report::LearnedScore& to) {
  const auto kept = read_kept_ranking(*from.file);
  if (!kept) return;
  to.stale = why_stale_now(*from.file, *kept);
  const Indicators& indicators = from.data.indicators;
  const auto model = rank::Model::from_bytes(kept->model);
  const auto lexicon = lexicon_of(*kept);
  if (!model || !lexicon || model->lexicon_fingerprint() != lexicon->fingerprint() ||
      indicators.empty() || record.size() == 0)
    return;
  rank::PostInputMaker inputs(*lexicon);
  const rank::PostInput input =
      inputs.make(sign_fields(record, 0),
                  signs_of_post(*from.file, row, from.data.made.posts, indicators.table.size()),
                  indicators.profiles.seen_of(indicators.post[row]), ids_of(indicators.table));
  rank::FeatureMaker maker(*lexicon);
  const rank::Explanation why = model->explain(maker, input.text, input.indicators, kReasons);
  for (const rank::Contribution& one : why.top) {
    to.reasons.push_back(to_reason(one, input, indicators.table));
  }
}

}  // namespace

report::LearnedScore learned_of_post(const OpenedCase& from, uint32_t row,
                                     const RecordBatch& record) {
  report::LearnedScore out;
  if (from.data.ranking.empty() || from.data.ranking.post[row] == kNoScore) return out;
  out.score = double{from.data.ranking.post[row]};
  add_reasons(from, row, record, out);
  return out;
}

report::LearnedScore learned_of_network(const OpenedCase& from, uint32_t index) {
  report::LearnedScore out;
  const Ranking& ranking = from.data.ranking;
  if (ranking.empty() || ranking.network[index] == kNoScore) return out;
  out.score = double{ranking.network[index]};
  const auto rows = from.data.networks.members(index);
  const uint32_t best = *std::max_element(rows.begin(), rows.end(), [&](uint32_t a, uint32_t b) {
    return std::pair(ranking.post[a], b) < std::pair(ranking.post[b], a);
  });
  out.of_post = post_id(from.data.posts, best);
  const auto record = from.reader->read(place_of(from.data.posts, best));
  if (record) add_reasons(from, best, *record, out);
  return out;
}

}  // namespace maillon::tasks
