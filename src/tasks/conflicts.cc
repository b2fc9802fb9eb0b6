#include "tasks/conflicts.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>

#include <fmt/format.h>

#include "base/civil_time.h"
#include "tasks/acts.h"
#include "tasks/decisions.h"

namespace maillon::tasks {

namespace {

constexpr std::size_t kMost = 20;

bool has(const std::vector<uint32_t>& rows, uint32_t row) {
  return std::binary_search(rows.begin(), rows.end(), row);
}

bool meet(const std::vector<uint32_t>& x, const std::vector<uint32_t>& y) {
  return std::any_of(x.begin(), x.end(), [&](uint32_t row) { return has(y, row); });
}

// Do the two speak of the same, side by side or crosswise?
bool face(const DecidedSets& x, const DecidedSets& y) {
  return (meet(x.a, y.a) && meet(x.b, y.b)) || (meet(x.a, y.b) && meet(x.b, y.a));
}

// Rows that decisions, or the networks as they are, hold together.
class Together {
 public:
  uint32_t find(uint32_t row) {
    const auto at = root_.try_emplace(row, row).first;
    if (at->second == row) return row;
    const uint32_t root = find(at->second);
    root_[row] = root;
    return root;
  }
  void join(uint32_t x, uint32_t y) { root_[find(x)] = find(y); }
  void join(const DecidedSets& sets) {
    for (const auto* side : {&sets.a, &sets.b}) {
      for (const uint32_t row : *side) join(sets.a.front(), row);
    }
  }

 private:
  std::unordered_map<uint32_t, uint32_t> root_;
};

// A post of x that is held together with one of y; kNone if there is none.
uint32_t find_held(Together& together, const std::vector<uint32_t>& x,
                   const std::vector<uint32_t>& y) {
  std::map<uint32_t, uint32_t> roots;
  for (const uint32_t row : x) roots.emplace(together.find(row), row);
  for (const uint32_t row : y) {
    const auto at = roots.find(together.find(row));
    if (at != roots.end()) return at->second;
  }
  return kNone;
}

class Finder {
 public:
  Finder(const CaseData& data, std::span<const store::Decision> decisions,
         const store::Decision& made)
      : data_(data), sets_(decided_sets(data, decisions)) {
    for (const store::Decision& d : decisions) by_act_[d.id] = &d;
    const std::vector<DecidedSets> one = decided_sets(data, std::span(&made, 1));
    if (!one.empty()) made_ = one.front();
  }

  std::vector<Conflict> find() {
    if (made_.a.empty()) return {};
    for (const DecidedSets& earlier : sets_) {
      if (earlier.same != made_.same && face(earlier, made_))
        found_.push_back({Conflict::contradicts, *by_act_[earlier.act], ""});
    }
    if (found_.empty()) made_.same ? find_for_same() : find_for_different();
    if (found_.size() > kMost) found_.resize(kMost);
    return std::move(found_);
  }

 private:
  // A new "same" must not bring together what a "different" holds apart: by other decisions, or
  // because a post of it is in a network with the other side.
  void find_for_same() {
    Together together;
    for (const DecidedSets& earlier : sets_) {
      if (earlier.same) together.join(earlier);
    }
    std::unordered_map<uint32_t, uint32_t> first;  // of a network
    const auto join_network = [&](uint32_t row) {
      const uint32_t network = data_.networks.network[row];
      if (network != 0) together.join(row, first.try_emplace(network, row).first->second);
    };
    for (const DecidedSets& sets : sets_) {
      for (const auto* side : {&sets.a, &sets.b})
        std::for_each(side->begin(), side->end(), join_network);
    }
    for (const auto* side : {&made_.a, &made_.b})
      std::for_each(side->begin(), side->end(), join_network);
    Together with = together;
    with.join(made_);
    for (const DecidedSets& earlier : sets_) {
      if (earlier.same) continue;
      // What is so already (a link has not run since) is not for this decision to answer.
      if (find_held(together, earlier.a, earlier.b) != kNone) continue;
      const uint32_t a = find_held(with, earlier.a, earlier.b);
      if (a == kNone) continue;
      found_.push_back({Conflict::triangle, *by_act_[earlier.act], third_of(earlier, with, a)});
    }
  }

  // C: the post of the new decision that is not of the earlier one, if there is such.
  std::string third_of(const DecidedSets& earlier, Together& with, uint32_t a) const {
    uint32_t third = a;
    for (const auto* side : {&made_.b, &made_.a}) {
      for (const uint32_t row : *side) {
        if (!has(earlier.a, row) && !has(earlier.b, row) && with.find(row) == with.find(a))
          third = row;
      }
    }
    return post_id(data_.posts, third);
  }

  // A new "different" between what earlier decisions "same" tie together through others.
  void find_for_different() {
    Together together;
    for (const DecidedSets& earlier : sets_) {
      if (earlier.same) together.join(earlier);
    }
    const uint32_t held = find_held(together, made_.a, made_.b);
    if (held == kNone) return;
    for (const DecidedSets& earlier : sets_) {
      if (!earlier.same || together.find(earlier.a.front()) != together.find(held)) continue;
      uint32_t third = earlier.a.front();
      for (const auto* side : {&earlier.a, &earlier.b}) {
        for (const uint32_t row : *side) {
          if (!has(made_.a, row) && !has(made_.b, row)) third = row;
        }
      }
      found_.push_back({Conflict::triangle, *by_act_[earlier.act], post_id(data_.posts, third)});
    }
  }

  const CaseData& data_;
  std::vector<DecidedSets> sets_;
  std::map<store::ActId, const store::Decision*> by_act_;
  DecidedSets made_;
  std::vector<Conflict> found_;
};

std::string_view to_name(Conflict::Kind kind) {
  return kind == Conflict::contradicts ? "contradicts"
         : kind == Conflict::triangle  ? "triangle"
                                       : "changed";
}

}  // namespace

std::vector<Conflict> find_conflicts(const CaseData& data,
                                     std::span<const store::Decision> decisions,
                                     const store::Decision& made) {
  if (made.kind == "hub" || made.kind == "not_hub") {
    const std::string opposite = made.kind == "hub" ? "not_hub" : "hub";
    std::vector<Conflict> found;
    for (const store::Decision& d : decisions) {
      if (d.a != made.a || (d.kind != "hub" && d.kind != "not_hub")) continue;
      found.clear();  // the latest counts
      if (d.kind == opposite) found.push_back({Conflict::contradicts, d, ""});
    }
    return found;
  }
  if (!is_linking_kind(made.kind)) return {};
  return Finder(data, decisions, made).find();
}

std::vector<Conflict> find_changed(std::span<const store::Decision> decisions,
                                   const store::Decision& made) {
  const std::vector<std::string> subjects = subjects_of(made);
  std::vector<Conflict> found;
  for (auto d = decisions.rbegin(); d != decisions.rend() && found.size() < kMost; ++d) {
    const std::vector<std::string> theirs = subjects_of(*d);
    const bool is_about = std::any_of(theirs.begin(), theirs.end(), [&](const std::string& id) {
      return std::find(subjects.begin(), subjects.end(), id) != subjects.end();
    });
    // Notes and labels stand beside each other.
    const bool is_alike = is_linking_kind(d->kind) == is_linking_kind(made.kind) &&
                          made.kind != "note" && made.kind != "label" && d->kind != "note" &&
                          d->kind != "label";
    if (is_about && is_alike) found.push_back({Conflict::changed, *d, ""});
  }
  return found;
}

std::string conflicts_text(std::span<const Conflict> conflicts) {
  std::string text;
  for (const Conflict& conflict : conflicts) {
    const store::Decision& act = conflict.act;
    if (!text.empty()) text += "; ";
    text += fmt::format("act {} of {} on {} says: {}: {}", act.id, act.actor, format_date(act.time),
                        act.kind, words_of(act));
    if (!act.reason.empty()) text += " (" + act.reason + ")";
    if (conflict.kind == Conflict::triangle)
      text += fmt::format(", and {} would be with both", conflict.third);
  }
  return text;
}

void write_conflicts(JsonWriter& json, std::span<const Conflict> conflicts) {
  json.begin_array();
  for (const Conflict& conflict : conflicts) {
    json.begin_object().member("kind", to_name(conflict.kind)).key("act");
    write_json(json, act_line(conflict.act));
    json.member("third", conflict.third).end_object();
  }
  json.end_array();
}

}  // namespace maillon::tasks
