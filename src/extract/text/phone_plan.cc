#include "extract/text/phone_plan.h"

#include <cstddef>

namespace maillon::extract {
namespace {

struct Plan {
  std::string_view region, calling, trunk;
  std::size_t least, most;  // digits without trunk prefix and calling code
  bool trunk_optional;      // numbers are as often written without it
};

// National plans as of the ITU's national numbering plans; mobile and ordinary
// fixed lines, no short codes.
constexpr Plan kPlans[] = {
    {"US", "1", "1", 10, 10, true},   {"CA", "1", "1", 10, 10, true},
    {"RU", "7", "8", 10, 10, true},   {"KZ", "7", "8", 10, 10, true},
    {"EG", "20", "0", 8, 10, false},  {"ZA", "27", "0", 9, 9, false},
    {"GR", "30", "", 10, 10, true},   {"NL", "31", "0", 9, 9, false},
    {"BE", "32", "0", 8, 9, false},   {"FR", "33", "0", 9, 9, false},
    {"ES", "34", "", 9, 9, true},     {"HU", "36", "06", 8, 9, false},
    {"IT", "39", "", 8, 11, true},    {"RO", "40", "0", 9, 9, false},
    {"CH", "41", "0", 9, 9, false},   {"AT", "43", "0", 7, 12, false},
    {"GB", "44", "0", 9, 10, false},  {"DK", "45", "", 8, 8, true},
    {"SE", "46", "0", 7, 9, false},   {"NO", "47", "", 8, 8, true},
    {"PL", "48", "", 9, 9, true},     {"DE", "49", "0", 7, 11, false},
    {"PE", "51", "0", 8, 9, true},    {"MX", "52", "", 10, 11, true},
    {"AR", "54", "0", 10, 11, true},  {"BR", "55", "0", 10, 11, true},
    {"CL", "56", "", 9, 9, true},     {"CO", "57", "", 10, 10, true},
    {"VE", "58", "0", 10, 10, false}, {"MY", "60", "0", 8, 10, false},
    {"AU", "61", "0", 9, 9, false},   {"ID", "62", "0", 8, 12, false},
    {"PH", "63", "0", 8, 10, false},  {"NZ", "64", "0", 8, 10, false},
    {"SG", "65", "", 8, 8, true},     {"TH", "66", "0", 8, 9, false},
    {"JP", "81", "0", 9, 10, false},  {"KR", "82", "0", 8, 10, false},
    {"VN", "84", "0", 9, 10, false},  {"CN", "86", "0", 10, 11, true},
    {"TR", "90", "0", 10, 10, true},  {"IN", "91", "0", 10, 10, true},
    {"PK", "92", "0", 9, 10, false},  {"LK", "94", "0", 9, 9, false},
    {"MA", "212", "0", 9, 9, false},  {"DZ", "213", "0", 8, 9, false},
    {"TN", "216", "", 8, 8, true},    {"LY", "218", "0", 9, 9, false},
    {"SN", "221", "", 9, 9, true},    {"CI", "225", "", 10, 10, true},
    {"NG", "234", "0", 8, 10, false}, {"CM", "237", "", 9, 9, true},
    {"GH", "233", "0", 9, 9, false},  {"KE", "254", "0", 9, 9, false},
    {"PT", "351", "", 9, 9, true},    {"LU", "352", "", 6, 9, true},
    {"IE", "353", "0", 7, 9, false},  {"FI", "358", "0", 7, 10, false},
    {"BG", "359", "0", 8, 9, false},  {"LT", "370", "8", 8, 8, true},
    {"LV", "371", "", 8, 8, true},    {"EE", "372", "", 7, 8, true},
    {"MD", "373", "0", 8, 8, false},  {"AM", "374", "0", 8, 8, false},
    {"BY", "375", "80", 9, 9, true},  {"UA", "380", "0", 9, 9, false},
    {"RS", "381", "0", 8, 9, false},  {"HR", "385", "0", 8, 9, false},
    {"SI", "386", "0", 8, 8, false},  {"CZ", "420", "", 9, 9, true},
    {"SK", "421", "0", 9, 9, false},  {"UZ", "998", "", 9, 9, true},
    {"GE", "995", "0", 9, 9, true},   {"AZ", "994", "0", 9, 9, false},
    {"EC", "593", "0", 8, 9, false},  {"HK", "852", "", 8, 8, true},
    {"TW", "886", "0", 8, 9, false},  {"BD", "880", "0", 10, 10, false},
    {"LB", "961", "0", 7, 8, false},  {"JO", "962", "0", 8, 9, false},
    {"SY", "963", "0", 9, 9, false},  {"IQ", "964", "0", 10, 10, false},
    {"KW", "965", "", 8, 8, true},    {"SA", "966", "0", 8, 9, false},
    {"QA", "974", "", 8, 8, true},    {"AE", "971", "0", 8, 9, false},
    {"IL", "972", "0", 8, 9, false},  {"NP", "977", "0", 10, 10, true},
};

const Plan* find_plan(std::string_view region) {
  for (const Plan& plan : kPlans) {
    if (plan.region == region) return &plan;
  }
  return nullptr;
}

bool in_range(const Plan& plan, std::size_t size) {
  return size >= plan.least && size <= plan.most;
}

PlanFit fit_after_calling(const Plan& plan, std::string_view rest) {
  if (!plan.trunk.empty() && rest.starts_with(plan.trunk) &&
      in_range(plan, rest.size() - plan.trunk.size())) {
    return PlanFit::good;  // "+44 (0)20"
  }
  return in_range(plan, rest.size()) ? PlanFit::good : PlanFit::none;
}

}  // namespace

PlanFit fit_national(std::string_view digits, std::string_view region) {
  const Plan* plan = find_plan(region);
  if (plan == nullptr) {
    return digits.size() >= 8 && digits.size() <= 12 ? PlanFit::unknown : PlanFit::none;
  }
  if (!plan->trunk.empty() && digits.starts_with(plan->trunk) &&
      in_range(*plan, digits.size() - plan->trunk.size())) {
    return PlanFit::good;
  }
  if (in_range(*plan, digits.size()) && (plan->trunk.empty() || !digits.starts_with('0'))) {
    return plan->trunk_optional ? PlanFit::good : PlanFit::loose;
  }
  if (digits.starts_with(plan->calling) && plan->calling.size() >= 2 &&
      fit_after_calling(*plan, digits.substr(plan->calling.size())) == PlanFit::good) {
    return PlanFit::loose;
  }
  if (digits.starts_with('7') && plan->calling == "7" && digits.size() == 11) return PlanFit::good;
  return PlanFit::none;
}

PlanFit fit_international(std::string_view digits) {
  bool known = false;
  for (const Plan& plan : kPlans) {
    if (!digits.starts_with(plan.calling)) continue;
    known = true;
    if (fit_after_calling(plan, digits.substr(plan.calling.size())) == PlanFit::good) {
      return PlanFit::good;
    }
  }
  if (known) return PlanFit::none;
  return digits.size() >= 8 && digits.size() <= 15 ? PlanFit::unknown : PlanFit::none;
}

}  // namespace maillon::extract
