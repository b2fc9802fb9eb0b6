#include "tasks/evidence_input.h"

#include <algorithm>

#include <fmt/format.h>

namespace maillon::tasks {
namespace {

bool uses(std::string_view evidence, std::string_view kind) {
  return evidence.empty() || evidence.find(kind) != std::string_view::npos;
}

}  // namespace

void fill_columns(const Posts& posts, const Selectors& selectors, const Families& families,
                  std::string_view evidence, EvidenceColumns& out) {
  const std::size_t rows = posts.size();
  for (uint32_t s = 0; s < selectors.size(); ++s) {
    out.selectors.push_back(
        {static_cast<SelectorKind>(selectors.kind[s]), static_cast<Service>(selectors.service[s])});
  }
  out.carrier_offsets = selectors.carrier_offsets;
  out.carrier = selectors.carrier;
  if (!uses(evidence, "selector")) {
    out.carrier.clear();
    std::fill(out.carrier_offsets.begin(), out.carrier_offsets.end(), 0);
  }
  out.family = families.family;
  if (!uses(evidence, "text")) std::fill(out.family.begin(), out.family.end(), link::kNoFamily);
  out.city.resize(rows);
  out.language.resize(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    out.city[row] = posts.city[row] == 0 ? link::kNoPlace : posts.city[row];
    out.language[row] = posts.language[row];
  }
  out.input = {.posted_at = posts.posted_at,
               .city = out.city,
               .language = out.language,
               .family = out.family,
               .families = static_cast<uint32_t>(families.size()),
               .selectors = out.selectors,
               .carrier_offsets = out.carrier_offsets,
               .carrier = out.carrier,
               .hub_decision = out.hub_decision};
}

Result<void> check_evidence(std::string_view evidence) {
  for (std::size_t at = 0; at < evidence.size();) {
    const std::size_t comma = std::min(evidence.find(',', at), evidence.size());
    const std::string_view kind = evidence.substr(at, comma - at);
    if (kind != "text" && kind != "selector") {
      return fail(Code::invalid_input,
                  fmt::format("--evidence {}: not a kind of evidence; use text, selector or both: "
                              "--evidence text,selector",
                              kind));
    }
    at = comma + 1;
  }
  return {};
}

}  // namespace maillon::tasks
