#include "rank/structured.h"
#include <algorithm>
namespace maillon::rank {
bool is_structured_rule(std::string_view name) {
  constexpr std::string_view kRules[] = {
      "contact_only_by_messenger", "no_verifiable_employer", "pay_out_of_line", "one_contact_many_names",
      "same_wording_many_names", "route_over_borders", "posting_rhythm", "young_age_stated", "hidden_contact"};
  return std::find(std::begin(kRules), std::end(kRules), name) != std::end(kRules);
}
}
