// Texts of which the truth is known, from a file.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "rank/fairness/rates.h"

namespace maillon::tasks {

struct TruthRow {
  std::string id, title, body, family;
  std::optional<bool> positive;                       // nothing: its label is left out
  std::array<std::string, rank::kAttributes> stated;  // as the file gives them; "" = it does not
};

struct TruthFile {
  std::vector<TruthRow> rows;
  uint64_t left_out = 0;  // rows whose label is among `left_out`, or that have none
  bool has_families = false;
  std::array<bool, rank::kAttributes> given{};  // the file has that column
};

struct TruthLabels {
  // Lower case. What is in neither list is negative.
  std::vector<std::string> positive{
      "1", "true", "yes", "positive", "referred", "deceptive_offer", "coercion"};
  std::vector<std::string> left_out{"help_seeking"};
};

// JSON lines or CSV (by its first byte) with `body` (or text), `label` (or kind), and if they are
// there id, title, language, sex, age, sector, nationality, family (or template). Code::io,
// Code::invalid_input with the line.
Result<TruthFile> read_truth(const std::string& path, const TruthLabels& labels);

struct SwapText {
  std::string id, variant, body;
};
// JSON lines with id, variant, body: texts of one id must come out alike.
Result<std::vector<SwapText>> read_swaps(const std::string& path);

}  // namespace maillon::tasks
