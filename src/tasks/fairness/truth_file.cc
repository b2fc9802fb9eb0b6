#include "tasks/fairness/truth_file.h"

#include <algorithm>
#include <fstream>
#include <functional>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/ascii.h"
#include "tasks/evaluate_csv.h"

namespace maillon::tasks {
namespace {

using Json = nlohmann::json;

// Columns by place; of a pair of names either will do.
enum Column : std::size_t {
  kId,
  kTitle,
  kBody,
  kText,
  kLabel,
  kKind,
  kFamily,
  kTemplate,
  kLanguage,
  kSex,
  kAge,
  kSector,
  kNationality,
  kColumns,
};
constexpr std::array<std::string_view, kColumns> kNames = {
    "id",       "title",    "body", "text", "label",  "kind",       "family",
    "template", "language", "sex",  "age",  "sector", "nationality"};

using Cells = std::array<std::string, kColumns>;

bool is_among(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

class Taker {
 public:
  Taker(const TruthLabels& labels, TruthFile& to) : labels_(labels), to_(to) {}

  void take(Cells&& cells) {
    const auto either = [&](Column a, Column b) { return cells[a].empty() ? cells[b] : cells[a]; };
    const std::string label = to_lower(either(kLabel, kKind));
    TruthRow row{cells[kId],           cells[kTitle],
                 either(kBody, kText), either(kFamily, kTemplate),
                 std::nullopt,         {}};
    for (std::size_t a = 0; a < rank::kAttributes; ++a) {
      row.stated[a] = std::move(cells[kLanguage + a]);
      to_.given[a] = to_.given[a] || !row.stated[a].empty();
    }
    to_.has_families = to_.has_families || !row.family.empty();
    if (label.empty() || is_among(labels_.left_out, label)) {
      ++to_.left_out;
    } else {
      row.positive = is_among(labels_.positive, label);
    }
    to_.rows.push_back(std::move(row));
  }

 private:
  const TruthLabels& labels_;
  TruthFile& to_;
};

std::string cell_of(const Json& row, std::string_view name) {
  const auto at = row.find(name);
  if (at == row.end() || at->is_null()) return "";
  return at->is_string() ? at->get<std::string>() : at->dump();
}

Result<void> read_lines(const std::string& path, const std::function<void(const Json&)>& each) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(Code::io, fmt::format("{}: cannot be read", path));
  uint64_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.find_first_not_of(" \r\t") == std::string::npos) continue;
    const Json row = Json::parse(line, nullptr, false);
    if (!row.is_object()) {
      return fail(Code::invalid_input, fmt::format("{}: line {} is no JSON object", path, number));
    }
    each(row);
  }
  return {};
}

Result<void> read_csv(const std::string& path, Taker& taker) {
  TRY(const CsvColumns csv, read_csv_columns(path, {kNames.begin(), kNames.end()}));
  for (std::size_t r = 0; r < csv.rows; ++r) {
    Cells cells;
    for (std::size_t c = 0; c < kColumns; ++c) {
      if (csv.found[c]) cells[c] = csv.columns[c][r];
    }
    taker.take(std::move(cells));
  }
  return {};
}

}  // namespace

Result<TruthFile> read_truth(const std::string& path, const TruthLabels& labels) {
  std::ifstream probe(path, std::ios::binary);
  if (!probe) return fail(Code::io, fmt::format("{}: cannot be read", path));
  TruthFile out;
  Taker taker(labels, out);
  if (probe.peek() == '{') {
    TRY_OK(read_lines(path, [&](const Json& row) {
      Cells cells;
      for (std::size_t c = 0; c < kColumns; ++c) cells[c] = cell_of(row, kNames[c]);
      taker.take(std::move(cells));
    }));
  } else {
    TRY_OK(read_csv(path, taker));
  }
  const bool has_text = std::any_of(out.rows.begin(), out.rows.end(), [](const TruthRow& row) {
    return !row.body.empty() || !row.title.empty();
  });
  if (!has_text || out.left_out == out.rows.size()) {
    return fail(Code::invalid_input,
                fmt::format("{}: no row has a text and a label: it takes columns (or members) "
                            "body and label, and may have id, language, sex, age, sector, "
                            "nationality, family",
                            path));
  }
  return out;
}

Result<std::vector<SwapText>> read_swaps(const std::string& path) {
  std::vector<SwapText> out;
  TRY_OK(read_lines(path, [&](const Json& row) {
    out.push_back({cell_of(row, "id"), cell_of(row, "variant"), cell_of(row, "body")});
  }));
  const bool whole = std::all_of(out.begin(), out.end(), [](const SwapText& text) {
    return !text.id.empty() && !text.body.empty();
  });
  if (out.empty() || !whole) {
    return fail(Code::invalid_input, fmt::format("{}: each line takes id, variant and body", path));
  }
  return out;
}

}  // namespace maillon::tasks
