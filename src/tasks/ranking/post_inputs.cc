#include "tasks/ranking/post_inputs.h"

#include <map>
#include <utility>

#include "tasks/read_text.h"

namespace maillon::tasks {

std::vector<std::string> ids_of(const IndicatorTable& table) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < table.size(); ++i) ids.emplace_back(table.id[i]);
  return ids;
}

Result<PostInputs> PostInputs::open(const store::Case& from, const CaseData& data,
                                    const rank::NeutralLexicon& lexicon) {
  if (data.indicators.empty()) {
    return fail(Code::not_found, "the case has not been read for indicators: run `maillon link`");
  }
  PostInputs out;
  out.from_ = &from, out.data_ = &data, out.lexicon_ = &lexicon;
  TRY(auto records, read_post_records(from, data.made.posts));
  if (!records) return fail(Code::corrupt, "derived/rows is missing: run `maillon link` again");
  out.records_ = *std::move(records);
  for (std::size_t p = 0; p < out.records_.import.size(); ++p) {
    TRY(SignSegment signs, load_signs(from, ImportId{out.records_.import[p]},
                                      out.records_.segment[p], data.indicators.table.size()));
    out.signs_.push_back(std::move(signs));
  }
  out.ids_ = ids_of(data.indicators.table);
  return out;
}

std::vector<rank::SignHit> PostInputs::hits_of(uint32_t row) const {
  const SignSegment& signs = signs_[records_.part[row]];
  const uint32_t record = records_.record[row];
  return record < signs.size() ? signs.hits_of(record) : std::vector<rank::SignHit>();
}

Result<void> PostInputs::read(std::span<const uint32_t> rows, const Use& use,
                              Progress& progress) const {
  const CasePhotoTexts photos(*from_, records_.import);
  const Posts& posts = data_->posts;
  return read_texts(
      *from_, places_of(posts), rows, [](std::size_t) {},
      [&](std::size_t, TextBatch&& batch) {
        photos.fill_rows(batch.records, batch.rows, posts.import, posts.file);
        rank::PostInputMaker inputs(*lexicon_);
        rank::FeatureMaker features(*lexicon_);
        rank::FeatureRow made;
        for (std::size_t k = 0; k < batch.rows.size(); ++k) {
          const uint32_t row = batch.rows[k];
          const rank::PostInput input =
              inputs.make(sign_fields(batch.records, k), hits_of(row),
                          data_->indicators.profiles.seen_of(data_->indicators.post[row]), ids_);
          features.make(input.text, input.indicators, made);
          use(row, made);
        }
      },
      progress);
}

}  // namespace maillon::tasks
