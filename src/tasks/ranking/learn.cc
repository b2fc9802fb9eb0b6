#include "tasks/ranking/learn.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "tasks/indicators/catalogue_files.h"
#include "tasks/indicators/lexicon.h"
#include "tasks/ranking/post_inputs.h"

namespace maillon::tasks {
namespace {

struct Examples {
  rank::FeatureTable table;
  std::vector<rank::Example> examples;
};

Result<Examples> read_examples(const PostInputs& inputs, const CaseData& data,
                               const DecidedPosts& decided, Progress& progress) {
  std::vector<rank::FeatureRow> made(decided.row.size());
  std::vector<uint8_t> is_read(decided.row.size(), 0);
  const auto place = [&](uint32_t row) {
    return static_cast<std::size_t>(std::lower_bound(decided.row.begin(), decided.row.end(), row) -
                                    decided.row.begin());
  };
  TRY_OK(inputs.read(
      decided.row,
      [&](uint32_t row, const rank::FeatureRow& features) {
        made[place(row)] = features, is_read[place(row)] = 1;
      },
      progress));
  Examples out;
  for (std::size_t i = 0; i < made.size(); ++i) {
    if (is_read[i] == 0) continue;
    const uint32_t row = decided.row[i];
    out.table.add(made[i]);
    out.examples.push_back({data.posts.key_high[row], wording_of(data.families, row),
                            decided.positive[i] != 0, decided.weight[i]});
  }
  return out;
}

// Without the decisions there is nothing to say about splits.
Result<void> check_decided(const DecidedPosts& decided) {
  const auto positives = std::count(decided.positive.begin(), decided.positive.end(), 1);
  if (positives > 0 && static_cast<std::size_t>(positives) < decided.positive.size()) return {};
  return fail(Code::invalid_input,
              fmt::format("{} networks were referred, {} closed, and {} posts have a label of "
                          "either: it takes some of both",
                          decided.referred, decided.closed, decided.labelled));
}

}  // namespace

Result<KeptRanking> learn_ranking(const store::Case& from, const CaseData& data,
                                  const DecidedPosts& decided, Progress& progress) {
  TRY_OK(check_decided(decided));
  KeptRanking out;
  TRY(out.inputs, read_ranking_inputs(from));
  TRY(const rank::Catalogue catalogue, catalogue_of(from));
  if (catalogue.hash != out.inputs.catalogue) {
    return fail(Code::not_found,
                "the case was read with another catalogue: run `maillon link` first");
  }
  TRY(const rank::NeutralLexicon lexicon, neutral_lexicon(catalogue));
  for (const rank::LexiconEntry& entry : lexicon_entries(catalogue)) {
    out.lexicon_kind.push_back(entry.kind), out.lexicon_word.push_back(entry.word);
  }
  TRY(const PostInputs inputs, PostInputs::open(from, data, lexicon));
  Step step(progress, "learn");
  TRY(const Examples examples, read_examples(inputs, data, decided, progress));
  TRY(const rank::Model model,
      rank::train_model(examples.table, examples.examples, lexicon.fingerprint()));
  step.end(examples.examples.size());
  out.from = {decided.referred, decided.closed, decided.labelled, decided.posts,
              examples.examples.size()};
  out.model = model.to_bytes();
  std::vector<uint32_t> rows(data.posts.size());
  std::iota(rows.begin(), rows.end(), 0);
  out.post.assign(rows.size(), kNoScore);
  Step score(progress, "score");
  TRY_OK(inputs.read(
      rows,
      [&](uint32_t row, const rank::FeatureRow& features) {
        // A float of a number below 1 may be 1.
        out.post[row] =
            std::clamp(static_cast<float>(model.probability(features)), 1e-6F, 1 - 1e-6F);
      },
      progress));
  score.end(rows.size());
  return out;
}

}  // namespace maillon::tasks
