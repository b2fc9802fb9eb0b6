#include "tasks/redo.h"

#include <map>
#include <vector>

#include "tasks/decide.h"

namespace maillon::tasks {

namespace {

bool is_same_word(const store::Decision& x, const store::Decision& y) {
  return x.kind == y.kind && x.a == y.a && x.b == y.b && x.value == y.value && x.reason == y.reason;
}

}  // namespace

Result<std::optional<store::Decision>> find_redo(const store::Case& file) {
  TRY(const std::vector<store::ActLine> acts, file.acts());
  TRY(const std::vector<store::Decision> decisions, file.all_decisions());
  std::map<store::ActId, const store::Decision*> by_act;
  for (const store::Decision& d : decisions) by_act[d.id] = &d;
  const auto decision_of = [&](store::ActId act) {
    const auto at = by_act.find(act);
    return at == by_act.end() ? nullptr : at->second;  // nullptr: an import
  };
  std::vector<const store::Decision*> undone;  // the next to be done again last
  for (const store::ActLine& act : acts) {
    if (act.kind == "undo") undone.push_back(decision_of(act.undoes));
    if (act.kind == "import") undone.clear();
    if (act.kind != "decide") continue;
    const store::Decision* made = decision_of(act.id);
    const bool is_again = !undone.empty() && undone.back() != nullptr && made != nullptr &&
                          is_same_word(*undone.back(), *made);
    if (is_again) {
      undone.pop_back();
    } else {
      undone.clear();
    }
  }
  if (undone.empty() || undone.back() == nullptr) return std::optional<store::Decision>();
  return std::optional<store::Decision>(*undone.back());
}

Result<Outcome> redo(const std::string& case_path, const Context& context, Output& out) {
  std::optional<store::Decision> next;
  {
    TRY(const store::Case file, store::Case::open(case_path, store::Access::read));
    TRY(next, find_redo(file));
  }
  if (!next) {
    say("there is nothing to do again in " + case_path +
        "; an import that was undone is imported again");
    return Outcome::empty;
  }
  return append_decision(case_path, *next, context, out);
}

}  // namespace maillon::tasks
