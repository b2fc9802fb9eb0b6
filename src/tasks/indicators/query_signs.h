// Levels and indicators that a query asks for (`level:`, `indicator:`): whether they are named
// right, and what its answer must say of how they were come by.
#pragma once

#include <string>

#include "base/result.h"
#include "report/said.h"
#include "search/query.h"
#include "store/case.h"
#include "tasks/indicators/indicators.h"

namespace maillon::tasks {

bool asks_for_signs(const search::QueryNode& query);

// Code::invalid_input, naming the nearest, for an indicator that is not in `known`, in which
// capitals do not matter. Where `known` is empty the catalogue of the case is asked, and its faults
// are the answer.
Result<void> check_signs(const store::Case& of, const IndicatorTable& known,
                         const search::QueryNode& query);

// The same of one indicator, by its id.
Result<void> check_sign(const store::Case& of, const IndicatorTable& known, const std::string& id);

// That the case has not been read for indicators, or that they are older than it or than the
// catalogue; empty if all is well. `known`: what is shown of the case.
Result<report::Sentence> signs_note(const store::Case& of, const Indicators& known);

}  // namespace maillon::tasks
