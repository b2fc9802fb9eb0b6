#include "tasks/annotations.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/civil_time.h"
#include "tasks/decisions.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

using Json = nlohmann::json;
using Pairs = std::vector<std::pair<uint32_t, uint32_t>>;

// What one link did to the numbers.
struct Change {
  store::ActId act = 0;
  Pairs merges, splits;  // (from, to)
};

Pairs read_pairs(const Json& list) {
  Pairs pairs;
  if (!list.is_array()) return pairs;
  for (const Json& pair : list) {
    if (pair.is_array() && pair.size() == 2 && pair[0].is_number_unsigned() &&
        pair[1].is_number_unsigned())
      pairs.emplace_back(pair[0].get<uint32_t>(), pair[1].get<uint32_t>());
  }
  return pairs;
}

Result<std::vector<Change>> read_changes(const store::Case& file) {
  std::vector<Change> changes;
  TRY(const std::vector<store::IdentityAct> acts, file.identity_acts());
  for (const store::IdentityAct& act : acts) {
    const Json json = Json::parse(act.changes, nullptr, false);
    if (!json.is_object()) continue;
    changes.push_back({act.id, read_pairs(json.value("merges", Json())),
                       read_pairs(json.value("splits", Json()))});
  }
  return changes;
}

bool is_annotation(std::string_view kind) {
  return kind == "triage" || kind == "note" || kind == "label" || kind == "unlabel";
}

uint32_t network_number(std::string_view id) {
  uint32_t number = 0;
  if (id.starts_with("N-")) std::from_chars(id.data() + 2, id.data() + id.size(), number);
  return number;
}

// The IDs on which a decision stands now.
class Follower {
 public:
  Follower(const CaseData& data, std::vector<Change> changes)
      : data_(data), changes_(std::move(changes)) {}

  std::set<std::string> follow(const store::Decision& d) const {
    const uint32_t number = network_number(d.a);
    if (number == 0) return {d.a};
    std::set<uint32_t> now{number};
    for (const Change& change : changes_) {
      if (change.act < d.id) continue;
      const std::set<uint32_t> before = now;
      for (const auto& [from, to] : change.merges) {
        if (!before.contains(from)) continue;
        now.erase(from);
        now.insert(to);
      }
      for (const auto& [from, to] : change.splits) {
        if (before.contains(from)) now.insert(to);
      }
    }
    std::set<std::string> ids;
    for (const uint32_t n : now) {
      if (data_.networks.find(n)) ids.insert(network_id(n));
    }
    if (ids.empty()) ids.insert(by_first_post(d));
    return ids;
  }

 private:
  std::string by_first_post(const store::Decision& d) const {
    const std::vector<uint32_t> rows = read_side(data_, d.b);
    if (rows.empty()) return d.a;
    const std::string network = network_of(data_, rows.front());
    return network.empty() ? post_id(data_.posts, rows.front()) : network;
  }

  const CaseData& data_;
  std::vector<Change> changes_;
};

void add(const store::Decision& d, const std::string& id, report::Annotations& to) {
  if (d.kind == "note") {
    to.notes.push_back({d.id, d.time, d.actor, d.value, d.a});
  } else if (d.kind == "triage" && id == d.a) {
    to.triage = {d.value, d.reason, d.actor, d.time};
  } else if (d.kind == "label" || d.kind == "unlabel") {
    std::erase(to.labels, d.value);
    if (d.kind == "label") to.labels.push_back(d.value);
  }
}

}  // namespace

Result<AnnotationReader> AnnotationReader::open(const store::Case& file, const CaseData& data) {
  AnnotationReader reader;
  TRY(std::vector<store::Decision> decisions, file.decisions());
  std::erase_if(decisions, [](const store::Decision& d) { return !is_annotation(d.kind); });
  const bool on_networks =
      std::any_of(decisions.begin(), decisions.end(),
                  [](const store::Decision& d) { return network_number(d.a) != 0; });
  std::vector<Change> changes;
  if (on_networks) {
    TRY(changes, read_changes(file));
  }
  const Follower follower(data, std::move(changes));
  std::map<std::pair<std::string, std::string>, const store::Decision*> before;  // on, from
  for (const store::Decision& d : decisions) {
    for (const std::string& id : follower.follow(d)) {
      add(d, id, reader.by_id_[id]);
      if (d.kind == "triage" && id != d.a) before[{id, d.a}] = &d;
    }
  }
  for (const auto& [on, d] : before) {
    std::string line = fmt::format("{}, of whose posts some are here now, was {} by {} on {}", d->a,
                                   d->value, d->actor, format_date(d->time));
    if (!d->reason.empty()) line += " (" + d->reason + ")";
    reader.by_id_[on.first].before.push_back(std::move(line));
  }
  return reader;
}

const report::Annotations& AnnotationReader::of(std::string_view id) const {
  static const report::Annotations none;
  const auto at = by_id_.find(id);
  return at == by_id_.end() ? none : at->second;
}

report::Annotations annotations_of(const store::Case& file, const CaseData& data,
                                   std::string_view id) {
  const auto reader = AnnotationReader::open(file, data);
  return reader ? reader->of(id) : report::Annotations{};
}

bool is_triage_state(std::string_view state) {
  constexpr std::array<std::string_view, 4> kStates = {"new", "in_review", "referred", "closed"};
  return std::find(kStates.begin(), kStates.end(), state) != kStates.end();
}

}  // namespace maillon::tasks
