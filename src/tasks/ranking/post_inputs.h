// The posts of a case as the ranker sees them.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "rank/ranker/features.h"
#include "rank/ranker/post_input.h"
#include "store/case.h"
#include "tasks/case_data.h"
#include "tasks/derived_io.h"
#include "tasks/indicators/sign_segments.h"
#include "tasks/pictures/photo_texts.h"

namespace maillon::tasks {

std::vector<std::string> ids_of(const IndicatorTable& table);

// Reads texts again from the originals. Case, data and lexicon must outlive it.
class PostInputs {
 public:
  // Code::not_found where the case has not been read for indicators.
  static Result<PostInputs> open(const store::Case& from, const CaseData& data,
                                 const rank::NeutralLexicon& lexicon);

  // Features of the rows, each once, in any order and on all threads; records that cannot be read
  // are passed over. `use` may only write to what belongs to the row.
  using Use = std::function<void(uint32_t row, const rank::FeatureRow& features)>;
  Result<void> read(std::span<const uint32_t> rows, const Use& use, Progress& progress) const;

 private:
  PostInputs() = default;
  std::vector<rank::SignHit> hits_of(uint32_t row) const;

  const store::Case* from_ = nullptr;
  const CaseData* data_ = nullptr;
  const rank::NeutralLexicon* lexicon_ = nullptr;
  PostRecords records_;
  std::vector<SignSegment> signs_;  // by part
  std::vector<std::string> ids_;
};

}  // namespace maillon::tasks
