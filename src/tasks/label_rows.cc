#include "tasks/label_rows.h"

#include <algorithm>
#include <map>
#include <span>

namespace maillon::tasks {

namespace {

std::span<const uint32_t> rows_of(const CaseData& data, const Target& target) {
  switch (target.kind) {
    case Target::post:
      return {&target.index, 1};
    case Target::selector:
      return data.selectors.carriers(target.index);
    case Target::family:
      return data.families.members(target.index);
    case Target::network:
      return data.networks.members(target.index);
  }
  return {};
}

}  // namespace

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
