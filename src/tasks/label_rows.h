// Which posts carry which label: those that were labelled, and those of a network, a wording or
// a selector that was.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tasks/annotations.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

struct LabelRows {
  std::vector<std::string> names;           // as written, ascending by bytes
  std::vector<std::vector<uint32_t>> rows;  // of each label, ascending
};
LabelRows gather_label_rows(const AnnotationReader& annotations, const CaseData& data);

}  // namespace maillon::tasks
