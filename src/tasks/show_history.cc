#include "tasks/show_history.h"

#include <nlohmann/json.hpp>

#include "base/civil_time.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

namespace {

using Json = nlohmann::json;

void add_lines(const Json& pairs, uint32_t number, const std::string& on, const char* came,
               const char* went, std::vector<std::string>& lines) {
  if (!pairs.is_array()) return;
  for (const Json& pair : pairs) {
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_number_unsigned() ||
        !pair[1].is_number_unsigned()) {
      continue;
    }
    const auto from = pair[0].get<uint32_t>(), to = pair[1].get<uint32_t>();
    if (to == number) lines.push_back(came + network_id(from) + on);
    if (from == number) lines.push_back(went + network_id(to) + on);
  }
}

}  // namespace

std::vector<std::string> history_of(const store::Case& file, uint32_t number) {
  std::vector<std::string> lines;
  const auto acts = file.identity_acts();
  if (!acts) return lines;
  for (const store::IdentityAct& act : *acts) {
    const Json changes = Json::parse(act.changes, nullptr, false);
    if (!changes.is_object()) continue;
    const std::string on = " on " + format_date(act.time);
    add_lines(changes.value("merges", Json()), number, on, "took in ", "merged into ", lines);
    add_lines(changes.value("splits", Json()), number, on, "took over posts of ", "lost posts to ",
              lines);
  }
  return lines;
}

}  // namespace maillon::tasks
