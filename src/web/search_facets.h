// Facets of a search: what was found, counted by country, language, source, town, year, month,
// network, label, price, level and indicators.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "tasks/case_data.h"
#include "tasks/label_rows.h"
#include "tasks/prices.h"
#include "web/http.h"
#include "web/page_json.h"

namespace maillon::web {

// Values of a facet that may have thousands.
inline constexpr std::size_t kFacetValues = 30;

// The rows (of `found`, in their order) that pass what the request chose of the facets
// (country=FR,GB,-US). `facets` becomes an object with the counts of each facet over what passes
// the others: the kFacetValues largest (of indicators all) as [{what, count}], by count, then by
// name; of prices the ranges in their order. Linear in the rows.
std::vector<uint32_t> narrow(const tasks::CaseData& data, const tasks::LabelRows& labels,
                             const tasks::CasePrices& prices, std::span<const uint32_t> found,
                             const Request& request, Json& facets);

}  // namespace maillon::web
