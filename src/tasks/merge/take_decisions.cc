#include "tasks/merge/take_decisions.h"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/printable.h"
#include "tasks/annotations.h"
#include "tasks/conflicts.h"
#include "tasks/decisions.h"
#include "tasks/four_eyes/four_eyes.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

bool is_of_network(const store::Decision& d) {
  return !is_linking_kind(d.kind) && d.a.starts_with("N-");
}

// The same act of the same person: taken over before, or both cases have it from a third.
bool is_same_act(const store::Decision& x, const store::Decision& y) {
  if (x.kind != y.kind || x.value != y.value || x.actor != y.actor || x.time != y.time)
    return false;
  // Numbers of networks are each case's own.
  if (is_of_network(x) && is_of_network(y)) return x.b == y.b;
  return x.a == y.a && x.b == y.b;
}

// Takes one after another; each sees those before it.
class Taker {
 public:
  Taker(const std::string& name, const std::vector<store::Decision>& theirs,
        std::vector<store::Decision> here, const AnnotationReader& wrote, const CaseData& data,
        bool referred_waits)
      : name_(name),
        theirs_(theirs),
        here_(std::move(here)),
        wrote_(wrote),
        data_(data),
        referred_waits_(referred_waits) {}

  // The decision as it stands here, or why it cannot.
  Result<store::Decision> to_here(const store::Decision& theirs) {
    store::Decision made = theirs;
    const std::string where = fmt::format("act {} of {}", theirs.id, name_);
    made.reason = theirs.reason.empty() ? where : theirs.reason + " (" + where + ")";
    if (theirs.kind == "search" || theirs.kind == "mapping") {
      TRY_OK(check_name(theirs));
    } else if (theirs.kind == "hub" || theirs.kind == "not_hub") {
      TRY_OK(check_there(theirs.a));
      TRY_OK(check_conflicts(made));
    } else if (is_linking_kind(theirs.kind)) {
      if (read_side(data_, theirs.a).empty() || read_side(data_, theirs.b).empty())
        return fail(Code::not_found, "its posts are not here");
      TRY_OK(check_conflicts(made));
    } else if (is_of_network(theirs)) {
      TRY_OK(find_network(theirs, made));
    } else {
      TRY(made.a, find_same(theirs.a));
    }
    return made;
  }

 private:
  Result<void> check_there(const std::string& id) const {
    const std::vector<Target> targets = find_target(data_, id, "");
    if (targets.size() == 1) return {};
    return fail(Code::not_found, id + (targets.empty() ? " is not here" : " names several here"));
  }
  Result<void> check_name(const store::Decision& theirs) const {
    const store::Decision* const other = find_named(here_, theirs.kind, theirs.a);
    if (other == nullptr) return {};
    return fail(Code::invalid_input,
                fmt::format("'{}' is the name of another here", printable(theirs.a)));
  }
  Result<void> check_conflicts(const store::Decision& made) const {
    const std::vector<Conflict> conflicts = find_conflicts(data_, here_, made);
    if (conflicts.empty()) return {};
    return fail(Code::invalid_input,
                fmt::format("here {}", printable(conflicts_text(std::span(conflicts).first(1)))));
  }
  // A template is named by its first post, which may not be the first here.
  Result<std::string> find_same(const std::string& id) const {
    if (id.starts_with("T-") && find_target(data_, id, "").empty()) {
      for (const Target& post : find_target(data_, "P-" + id.substr(2), "")) {
        const std::string here = template_of(data_, post.index);
        if (post.kind == Target::post && !here.empty()) return here;
      }
    }
    TRY_OK(check_there(id));
    return id;
  }
  Result<void> find_network(const store::Decision& theirs, store::Decision& made) {
    const std::vector<uint32_t> rows = read_side(data_, theirs.b);
    if (rows.empty()) return fail(Code::not_found, "the posts of that network are not here");
    const std::string network = network_of(data_, rows.front());
    made.a = network.empty() ? post_id(data_.posts, rows.front()) : network;
    if (theirs.kind != "triage") return {};
    if (network.empty())
      return fail(Code::not_found,
                  fmt::format("its first post, {}, is in no network here", made.a));
    if (referred_waits_ && theirs.value == kReferredAct)
      return fail(Code::invalid_input,
                  fmt::format("that {} is referred waits for a second person here: maillon triage",
                              network));
    // A state that somebody gave here, or that another network gave which is the same one here.
    const auto& stands = wrote_.of(network).triage;
    const bool is_theirs =
        std::any_of(theirs_.begin(), theirs_.end(), [&](const store::Decision& d) {
          return d.kind == "triage" && d.value == stands.state && d.actor == stands.actor &&
                 d.time == stands.time;
        });
    if (!stands.actor.empty() && !is_theirs && stands.state != theirs.value)
      return fail(Code::invalid_input, fmt::format("here {} is {} by {}", network, stands.state,
                                                   printable(stands.actor)));
    const auto given = states_.try_emplace(network, theirs.a).first;
    if (given->second == theirs.a) return {};
    return fail(Code::invalid_input, fmt::format("{} there and {} there are one network here, {}",
                                                 given->second, theirs.a, network));
  }

  const std::string& name_;
  const std::vector<store::Decision>& theirs_;
  std::vector<store::Decision> here_;  // in force, but for what came from the same case
  const AnnotationReader& wrote_;
  const CaseData& data_;
  const bool referred_waits_;                  // four eyes
  std::map<std::string, std::string> states_;  // network here -> the one there that gave its state
};

}  // namespace

Result<TakenDecisions> take_decisions(const std::vector<store::Decision>& theirs,
                                      const std::string& name, DecisionPart part, store::Case& into,
                                      const CaseData& data) {
  TRY(const std::vector<store::Decision> all, into.all_decisions());
  const auto is_theirs = [&](const store::Decision& d) {
    return std::any_of(theirs.begin(), theirs.end(),
                       [&](const store::Decision& t) { return is_same_act(d, t); });
  };
  std::vector<store::Decision> own;
  for (const store::Decision& d : all) {
    if (d.active && !is_theirs(d)) own.push_back(d);
  }
  TRY(const AnnotationReader wrote, AnnotationReader::open(into, data));
  TRY(const bool referred_waits, waits_for_second_person(into, kReferredAct));
  Taker taker(name, theirs, std::move(own), wrote, data, referred_waits);
  TakenDecisions taken;
  for (const store::Decision& d : theirs) {
    if (is_linking_kind(d.kind) != (part == DecisionPart::on_links)) continue;
    if (std::any_of(all.begin(), all.end(),
                    [&](const store::Decision& h) { return is_same_act(h, d); })) {
      ++taken.known;
      continue;
    }
    const auto made = taker.to_here(d);
    if (!made) {
      taken.left_out.push_back(fmt::format("act {} ({}: {}): {}", d.id, d.kind,
                                           printable(words_of(d)), made.error().message));
      continue;
    }
    TRY_OK(into.decide(*made, {d.actor, d.time}));
    ++taken.taken;
  }
  return taken;
}

}  // namespace maillon::tasks
