// What `show`, lists and tables tell of indicators.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/signs.h"
#include "tasks/case_data.h"
#include "tasks/show_case.h"

namespace maillon::tasks {

// `language` is that of the labels; texts are read for the words that fired.
report::SignSummary signs_of_network(const CaseData& data, uint32_t network_index,
                                     std::string_view language = "en");
// With the words of each indicator in its first posts that show any, and with the hotlines of the
// countries of posts in which somebody may be asking for help.
report::SignSummary signs_of_network(const OpenedCase& from, uint32_t network_index, int64_t now,
                                     std::string_view language = "en");
// With its words, and the hotlines of its country where somebody may be asking for help. `record`
// is the post's, as read. `now`: Unix seconds, for the age of what was verified.
report::SignSummary signs_of_post(const OpenedCase& from, uint32_t row, const RecordBatch& record,
                                  int64_t now, std::string_view language = "en");

// "CO-01" ... of a network's or post's profile: those that tell most first.
std::vector<std::string> sign_ids(const Indicators& indicators, uint32_t profile);
std::vector<std::string> sign_labels(const Indicators& indicators, uint32_t profile,
                                     std::string_view language = "en");
// "high", "low" ...; "" if the case has not been read for indicators.
std::string_view level_of(const Indicators& indicators, const std::vector<uint32_t>& profiles,
                          uint32_t index);
std::string_view kind_of(const Indicators& indicators, const std::vector<uint32_t>& profiles,
                         uint32_t index);

}  // namespace maillon::tasks
