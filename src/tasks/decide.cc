#include "tasks/decide.h"

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/printable.h"
#include "tasks/show_case.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

std::string_view to_name(DecisionKind kind) {
  switch (kind) {
    case DecisionKind::same:
      return "same";
    case DecisionKind::different:
      return "different";
    case DecisionKind::hub:
      return "hub";
    case DecisionKind::not_hub:
      return "not_hub";
  }
  return "";
}

// The index of what is meant; fails with what to do if it is of another kind.
Result<uint32_t> require_target(const CaseData& data, const std::string& text,
                                decltype(Target::kind) kind, const std::string& country) {
  const std::vector<Target> targets = find_target(data, text, country);
  std::vector<uint32_t> meant;
  for (const Target& target : targets) {
    if (target.kind == kind) meant.push_back(target.index);
  }
  if (kind == Target::post && meant.size() > 1)
    return fail(Code::invalid_input, several_posts(data, text, meant));
  // A phone may be in the case for several services; the likeliest is meant. Not so
  // an identifier of which too little was typed.
  if (meant.size() > 1 && is_short_id(text))
    return fail(Code::invalid_input, "'" + text + "' begins several identifiers; type more of it");
  if (!meant.empty()) return meant.front();
  const std::string wanted = kind == Target::post
                                 ? "a post (P-..., source:id)"
                                 : "a selector (a phone, handle ... as in a post, or S-...)";
  if (targets.empty())
    return fail(Code::not_found, fmt::format("'{}' is not in this case; name {}", text, wanted));
  return fail(Code::invalid_input,
              fmt::format("'{}' is not what is asked for; name {}", text, wanted));
}

// The short identifier, if it is the subject's alone: hashes can collide.
Result<std::string> unique_id(const CaseData& data, std::string id) {
  if (find_target(data, id, "").size() == 1) return id;
  return fail(Code::unsupported, id + " names more than one thing in this case; decide on another "
                                      "post or selector of the same");
}

void print(const store::Decision& decision, store::ActId act, const std::string& case_path,
           const Context& context, Output& out) {
  if (context.json) {
    JsonWriter json;
    json.begin_object();
    json.member("act", act).member("kind", decision.kind).member("subject", decision.value);
    json.member("reason", decision.reason).end_object();
    out.write(json.take() + "\n");
    return;
  }
  out.write(fmt::format("act {}: {}: {}\n", act, decision.kind, printable(decision.value)));
  out.write(fmt::format(
      "`maillon link {}` puts it into effect; `maillon undo {} --act {}` takes it back\n",
      printable(case_path), printable(case_path), act));
}

}  // namespace

Result<store::Decision> make_decision(const CaseData& data, const DecideSettings& settings) {
  store::Decision decision;
  decision.kind = to_name(settings.kind);
  decision.reason = settings.reason;
  if (settings.kind == DecisionKind::hub || settings.kind == DecisionKind::not_hub) {
    TRY(const uint32_t s, require_target(data, settings.a, Target::selector, settings.country));
    TRY(decision.a, unique_id(data, selector_id(data.selectors, s)));
    decision.value = signal_name(data, s);
    return decision;
  }
  TRY(const uint32_t a, require_target(data, settings.a, Target::post, settings.country));
  TRY(const uint32_t b, require_target(data, settings.b, Target::post, settings.country));
  if (a == b)
    return fail(Code::invalid_input, "both names are the same post, " + post_name(data.posts, a));
  TRY(decision.a, unique_id(data, post_id(data.posts, a)));
  TRY(decision.b, unique_id(data, post_id(data.posts, b)));
  decision.value = post_name(data.posts, a) + " and " + post_name(data.posts, b);
  return decision;
}

Result<Outcome> append_decision(const std::string& case_path, const store::Decision& decision,
                                const Context& context, Output& out) {
  TRY(store::Case file, store::Case::open(case_path, store::Access::write));
  TRY(const store::ActId act, file.decide(decision, context.by));
  print(decision, act, case_path, context, out);
  return Outcome::done;
}

Result<Outcome> decide(const DecideSettings& settings, const Context& context, Output& out) {
  store::Decision decision;
  {  // readers and the writer are different openings of the case
    TRY(const OpenedCase opened, open_linked(settings.case_path));
    DecideSettings whole = settings;
    whole.country = opened.country_or(settings.country);
    TRY(decision, make_decision(opened.data, whole));
  }
  return append_decision(settings.case_path, decision, context, out);
}

}  // namespace maillon::tasks
