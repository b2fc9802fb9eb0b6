// `evaluate TRUTH.csv PREDICTED.csv`: how well found clusters, or selectors, agree
// with the truth.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "simulate/evaluate.h"
#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct EvaluateSettings {
  std::string truth, predicted;  // CSV tables with a header
  std::string truth_column = "operator";
  std::string cluster_column = "network";
  // What names a row in both tables: of posts the id, of pictures, say, their sha256.
  std::string join_column = "id";
  // A table of selectors: also score what bare connected components over them find.
  std::string components;
};

// Scores of one way to cluster, and how the tables were joined.
struct ClusterReport {
  simulate::Scores scores;
  simulate::Scores components;  // if asked for
  bool has_components = false;
  uint64_t missing = 0;    // posts of the truth that the prediction lacks: they stand alone
  uint64_t left_out = 0;   // posts of the prediction that the truth lacks
  uint64_t ambiguous = 0;  // ids that the prediction has more than once: the first counts
  bool by_id = true;       // its rows are posts
  bool by_source = false;  // joined by source and id, else by the one column
};
Result<ClusterReport> evaluate_networks(const EvaluateSettings& settings);
// The scores as a small table; `name` is what the first row is called.
std::string scores_text(const ClusterReport& report, const std::string& name, std::size_t width);
Result<Outcome> evaluate_files(const EvaluateSettings& settings, const Context& context,
                               Output& out);

// The truth's columns phones, emails, handles, wallets and ibans (lists joined by
// ';') against a table of selectors. Account handles and web addresses are not in
// the truth and are left out.
struct SelectorsReport {
  std::vector<simulate::SelectorScores> scores;
  uint64_t not_compared = 0;  // rows of the prediction: URLs, account handles
  uint64_t left_out = 0;      // rows of posts that the truth lacks
};
Result<SelectorsReport> evaluate_selectors(const std::string& truth, const std::string& selectors);
Result<Outcome> evaluate_selector_files(const std::string& truth, const std::string& selectors,
                                        const Context& context, Output& out);

}  // namespace maillon::tasks
