#include "tasks/ranking/ranking.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "tasks/bundle_columns.h"
#include "tasks/case_data.h"
#include "tasks/derived_io.h"
#include "tasks/indicators/indicators.h"
#include "tasks/ranking/decided_posts.h"

namespace maillon::tasks {
namespace {

constexpr const char* kRankingBundle = "ranking";
constexpr uint32_t kRankingVersion = 1;
// Raised when the same inputs give another ranking.
constexpr const char* kStepVersion = "1";

Result<std::string> checksum_in(const store::Case& from, std::string_view bundle) {
  TRY(const store::BundleReader reader, from.read_bundle(bundle));
  return checksum_of(reader);
}

// The second word of what the indicators were made with.
std::string catalogue_hash(const store::Case& from) {
  const std::string made = indicators_made_with(from);
  const std::size_t begin = std::min(made.find(' '), made.size());
  const std::size_t end = std::min(made.find(' ', begin + 1), made.size());
  return begin < end ? made.substr(begin + 1, end - begin - 1) : "";
}

template <class I, class V>
void visit_inputs(I& inputs, V&& v) {
  v("decisions", inputs.decisions), v("catalogue", inputs.catalogue);
  v("networks", inputs.networks), v("posts", inputs.posts), v("program", inputs.program);
}

RankingInputs inputs_of(const store::BundleReader& bundle) {
  RankingInputs out;
  visit_inputs(out, [&](const char* name, std::string& value) { value = bundle.attribute(name); });
  return out;
}

constexpr std::size_t kCounts = 5;
LearnedFrom to_learned_from(const std::vector<uint64_t>& counts) {
  return {static_cast<uint32_t>(counts[0]), static_cast<uint32_t>(counts[1]),
          static_cast<uint32_t>(counts[2]), counts[3], counts[4]};
}

Result<store::BundleReader> open_bundle(const store::Case& from) {
  if (!from.has_bundle(kRankingBundle))
    return fail(Code::not_found, "nothing has been learned in this case");
  TRY(store::BundleReader bundle, from.read_bundle(kRankingBundle));
  if (bundle.version() != kRankingVersion) {
    return fail(Code::not_found, "the ranking is of another version: run `maillon rank` again");
  }
  return bundle;
}

}  // namespace

Result<RankingInputs> read_ranking_inputs(const store::Case& from) {
  RankingInputs out;
  TRY(out.decisions, decisions_fingerprint(from));
  out.catalogue = catalogue_hash(from);
  TRY(out.networks, checksum_in(from, "networks"));
  TRY(out.posts, checksum_in(from, "rows"));
  out.program = kStepVersion;
  return out;
}

std::string why_ranking_stale(const RankingInputs& kept, const RankingInputs& now) {
  if (kept.posts != now.posts) return "posts came, went or changed since";
  if (kept.decisions != now.decisions) return "decisions were made or taken back since";
  if (kept.catalogue != now.catalogue) return "the catalogue is another since";
  if (kept.networks != now.networks) return "networks changed since";
  if (kept.program != now.program) return "another version of the program made it";
  return "";
}

Result<void> write_ranking(store::Case& to, const KeptRanking& ranking) {
  TRY(store::BundleWriter bundle, to.write_bundle(kRankingBundle, kRankingVersion));
  visit_inputs(ranking.inputs, [&](const char* name, const std::string& value) {
    bundle.set_attribute(name, value);
  });
  ColumnWriter writer{std::move(bundle), {}};
  const LearnedFrom& f = ranking.from;
  writer("from", std::vector<uint64_t>{f.referred, f.closed, f.labelled, f.posts, f.examples});
  writer("post", ranking.post);
  writer("model", std::vector<uint8_t>(ranking.model.begin(), ranking.model.end()));
  writer("lexicon_kind", ranking.lexicon_kind), writer("lexicon_word", ranking.lexicon_word);
  TRY_OK(std::move(writer.done));
  return writer.bundle.publish();
}

Result<KeptRanking> read_kept_ranking(const store::Case& from) {
  TRY(store::BundleReader bundle, open_bundle(from));
  KeptRanking out;
  out.inputs = inputs_of(bundle);
  std::vector<uint64_t> counts;
  std::vector<uint8_t> model;
  ColumnReader reader{std::move(bundle), {}};
  reader("from", counts), reader("post", out.post), reader("model", model);
  reader("lexicon_kind", out.lexicon_kind), reader("lexicon_word", out.lexicon_word);
  TRY_OK(std::move(reader.done));
  if (counts.size() != kCounts || out.lexicon_kind.size() != out.lexicon_word.size()) {
    return fail(Code::corrupt, "derived/ranking is damaged: run `maillon rank` again");
  }
  out.from = to_learned_from(counts);
  out.model.assign(model.begin(), model.end());
  return out;
}

std::optional<RankingState> ranking_state(const store::Case& from) {
  const auto bundle = open_bundle(from);
  const auto now = read_ranking_inputs(from);
  if (!bundle || !now || now->decisions.empty()) return std::nullopt;
  const auto counts = bundle->get<uint64_t>("from");
  if (!counts || counts->size() != kCounts) return std::nullopt;
  return RankingState{to_learned_from(*counts), why_ranking_stale(inputs_of(*bundle), *now)};
}

Ranking read_ranking(const store::Case& from, const CaseData& data) {
  auto bundle = open_bundle(from);
  const auto rows = from.read_bundle("rows");
  if (!bundle || !rows || inputs_of(*bundle).posts != checksum_of(*rows) ||
      rows->attribute("posts") != data.made.posts)
    return {};
  const auto decisions = decisions_fingerprint(from);
  if (!decisions || decisions->empty()) return {};
  Ranking out;
  auto scores = bundle->get<float>("post");
  const bool sound = scores && scores->size() == data.posts.size() &&
                     std::all_of(scores->begin(), scores->end(), [](float score) {
                       return score == kNoScore || (score > 0 && score < 1);
                     });
  if (!sound) return {};
  out.post = *std::move(scores);
  for (uint32_t n = 0; n < data.networks.size(); ++n) {
    out.network.push_back(network_score(out.post, data.networks.members(n)));
  }
  return out;
}

float network_score(std::span<const float> post, std::span<const uint32_t> rows) {
  std::vector<float> scores;
  for (const uint32_t row : rows) {
    if (post[row] != kNoScore) scores.push_back(post[row]);
  }
  if (scores.empty()) return kNoScore;
  std::sort(scores.rbegin(), scores.rend());
  scores.resize((scores.size() + 1) / 2);
  double sum = 0;
  for (const float score : scores) sum += double{score};
  return static_cast<float>(sum / static_cast<double>(scores.size()));
}

Result<rank::NeutralLexicon> lexicon_of(const KeptRanking& ranking) {
  std::vector<rank::LexiconEntry> entries;
  for (std::size_t i = 0; i < ranking.lexicon_word.size(); ++i) {
    entries.push_back(
        {std::string(ranking.lexicon_kind[i]), "", std::string(ranking.lexicon_word[i]), false});
  }
  return rank::NeutralLexicon::build(entries);
}

}  // namespace maillon::tasks
