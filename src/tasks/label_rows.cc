#include "tasks/label_rows.h"

#include <algorithm>
#include <map>

namespace maillon::tasks {

LabelRows gather_label_rows(const AnnotationReader& annotations, const CaseData& data) {
  std::map<std::string, std::vector<uint32_t>> by_label;
  for (const auto& [id, of] : annotations.all()) {
    if (of.labels.empty()) continue;
    const std::vector<Target> targets = find_target(data, id, "");
    if (targets.empty()) continue;
    const auto rows = rows_of(data, targets.front());
    for (const std::string& label : of.labels) {
      std::vector<uint32_t>& to = by_label[label];
      to.insert(to.end(), rows.begin(), rows.end());
    }
  }
  LabelRows out;
  for (auto& [label, rows] : by_label) {
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    out.names.push_back(label);
    out.rows.push_back(std::move(rows));
  }
  return out;
}

}  // namespace maillon::tasks
