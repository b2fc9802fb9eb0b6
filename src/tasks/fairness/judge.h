// How texts and posts come out, for reports on fairness.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "rank/catalogue.h"
#include "rank/fairness/rates.h"
#include "rank/matcher.h"
#include "rank/neutral/lexicon.h"
#include "rank/ranker/model.h"
#include "rank/reading.h"
#include "tasks/fairness/truth_file.h"
#include "tasks/show_case.h"

namespace maillon::tasks {

// A post is raised whose level is medium or high, and whose learned score is 1/2 or more.
bool is_raised(uint8_t level);

// A catalogue with what reads texts by it, and the learned model if there is one.
struct TextJudge {
  rank::Catalogue catalogue;
  rank::Matcher matcher;
  rank::NeutralLexicon lexicon;  // the model's
  std::optional<rank::Model> model;
  std::vector<std::string> ids;  // of the indicators

  TextJudge(rank::Catalogue from, rank::NeutralLexicon words);
};
// With the model of its ranking, if it has one that was made of the catalogue as it is.
Result<TextJudge> judge_of_case(const store::Case& from);

struct Verdict {
  uint8_t level = 0;       // rank::Level
  std::string indicators;  // ids of those seen
  double score = -1;       // below 0: no model
};
Verdict judge_text(const TextJudge& judge, std::string_view title, std::string_view body,
                   rank::FeatureRow* features = nullptr);

struct Judgement {
  std::vector<std::string> measures;
  std::vector<rank::Judged> posts;
  std::string note;                      // why there is no learned measure; "" = there is
  std::optional<rank::Figures> learned;  // of the ranker that is trained on a truth, held out
};
// Of the posts of a case: "raised", "learned".
Result<Judgement> judge_case(const OpenedCase& from, const rank::Catalogue& catalogue,
                             Progress& progress);
// Of texts with their truth: "recall", "false_positives", and the same of a ranker that is trained
// on them where they name their families, each held out in turn: "learned_recall",
// "learned_false_pos". Sets judge.model, trained on all.
Judgement judge_truth(TextJudge& judge, const TruthFile& truth);

// The texts of which a variant came out otherwise.
struct SwapFault {
  std::string id;
  bool level = false, indicators = false, score = false;
};
struct SwapCheck {
  uint64_t ids = 0, texts = 0;
  bool scored = false;
  std::vector<SwapFault> faults;  // of level or score; indicators alone are no fault
  uint64_t other_indicators = 0;  // ids whose variants show others at the same level and score
};
SwapCheck check_swaps(const TextJudge& judge, const std::vector<SwapText>& texts);

}  // namespace maillon::tasks
