#include "tasks/decide.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/json_writer.h"
#include "base/printable.h"
#include "report/style.h"
#include "tasks/annotations.h"
#include "tasks/decisions.h"
#include "tasks/four_eyes/requests.h"
#include "tasks/show_case.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

// What was typed, for a message.
std::string shown(std::string_view text) {
  return printable(text, 60);
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
    return fail(Code::invalid_input,
                "'" + shown(text) + "' begins several identifiers; type more of it");
  if (!meant.empty()) return meant.front();
  const std::string wanted = kind == Target::post
                                 ? "a post (P-..., source:id)"
                                 : "a selector (a phone, handle ... as in a post, or S-...)";
  if (targets.empty())
    return fail(Code::not_found,
                fmt::format("'{}' is not in this case; name {}", shown(text), wanted));
  return fail(Code::invalid_input,
              fmt::format("'{}' is not what is asked for; name {}", shown(text), wanted));
}

// The short identifier, if it is the subject's alone: hashes can collide.
Result<std::string> unique_id(const CaseData& data, std::string id) {
  if (find_target(data, id, "").size() == 1) return id;
  return fail(Code::unsupported, id + " names more than one thing in this case; decide on another "
                                      "post or selector of the same");
}

// "what" of the annotated kinds: any target, by the ID that its page has.
Result<Target> require_any(const CaseData& data, const std::string& text,
                           const std::string& country) {
  const std::vector<Target> targets = find_target(data, text, country);
  if (targets.empty()) {
    return fail(Code::not_found, fmt::format("nothing in this case is called '{}'; name a network, "
                                             "post, selector or template",
                                             shown(text)));
  }
  if (targets.size() > 1 && is_short_id(text))
    return fail(Code::invalid_input,
                fmt::format("'{}' begins several identifiers; type more of it", shown(text)));
  return targets.front();
}

Result<void> decide_hub(const CaseData& data, const DecideSettings& settings,
                        store::Decision& made) {
  TRY(const uint32_t s, require_target(data, settings.a, Target::selector, settings.country));
  TRY(made.a, unique_id(data, selector_id(data.selectors, s)));
  made.value = signal_name(data, s);
  return {};
}

Result<uint32_t> require_network(const CaseData& data, const std::string& text) {
  const std::vector<Target> targets = find_target(data, text, "");
  if (!targets.empty() && targets.front().kind == Target::network) return targets.front().index;
  return fail(targets.empty() ? Code::not_found : Code::invalid_input,
              fmt::format("'{}' is {}; name a network (N-...)", shown(text),
                          targets.empty() ? "not in this case" : "not a network"));
}

std::string posts_in_words(std::size_t count) {
  return report::count_of(count, "post", "posts");
}

// Two networks, as sets of the posts that they have now.
Result<void> decide_networks(const CaseData& data, const DecideSettings& settings,
                             store::Decision& made) {
  TRY(const uint32_t a, require_network(data, settings.a));
  TRY(const uint32_t b, require_network(data, settings.b));
  const std::string name_a = network_id(data.networks.number[a]);
  const std::string name_b = network_id(data.networks.number[b]);
  if (a == b) {
    return fail(Code::invalid_input, "both names are the same network, " + name_a +
                                         "; `decide CASE split` parts a network");
  }
  made.a = write_side(data, name_a, data.networks.members(a));
  made.b = write_side(data, name_b, data.networks.members(b));
  made.value =
      fmt::format("{} ({}) and {} ({})", name_a, posts_in_words(data.networks.members(a).size()),
                  name_b, posts_in_words(data.networks.members(b).size()));
  return {};
}

Result<void> decide_posts(const CaseData& data, const DecideSettings& settings,
                          store::Decision& made) {
  TRY(const uint32_t a, require_target(data, settings.a, Target::post, settings.country));
  TRY(const uint32_t b, require_target(data, settings.b, Target::post, settings.country));
  if (a == b)
    return fail(Code::invalid_input, "both names are the same post, " + post_name(data.posts, a));
  TRY(made.a, unique_id(data, post_id(data.posts, a)));
  TRY(made.b, unique_id(data, post_id(data.posts, b)));
  made.value = post_name(data.posts, a) + " and " + post_name(data.posts, b);
  return {};
}

bool names_network(const CaseData& data, const std::string& text) {
  const std::vector<Target> targets = find_target(data, text, "");
  return !targets.empty() && targets.front().kind == Target::network;
}

Result<void> decide_split(const CaseData& data, const DecideSettings& settings,
                          store::Decision& made) {
  TRY(const uint32_t n, require_network(data, settings.a));
  const std::string name = network_id(data.networks.number[n]);
  const auto members = data.networks.members(n);
  std::vector<uint32_t> go, rest;
  for (const std::string& text : settings.posts) {
    TRY(const uint32_t row, require_target(data, text, Target::post, settings.country));
    if (std::find(members.begin(), members.end(), row) == members.end()) {
      return fail(Code::invalid_input, fmt::format("{} is not in {}; name posts of that network",
                                                   post_name(data.posts, row), name));
    }
    TRY_OK(unique_id(data, post_id(data.posts, row)));
    go.push_back(row);
  }
  std::sort(go.begin(), go.end());
  go.erase(std::unique(go.begin(), go.end()), go.end());
  for (const uint32_t row : members) {
    if (!std::binary_search(go.begin(), go.end(), row)) rest.push_back(row);
  }
  if (go.empty())
    return fail(Code::invalid_input, "name the posts of " + name + " that go their own way");
  if (rest.empty())
    return fail(Code::invalid_input, "these are all posts of " + name + "; name a part of them");
  made.a = write_side(data, name, go);
  made.b = write_side(data, name, rest);
  made.value = fmt::format("{}: {} from the other {}", name, posts_in_words(go.size()),
                           report::thousands(rest.size()));
  return {};
}

// Of a network its first post is kept too: networks come and go, posts stay.
Result<void> annotate(const CaseData& data, const DecideSettings& settings, store::Decision& made) {
  made.value = settings.value;
  if (settings.kind == DecisionKind::triage && !is_triage_state(settings.value)) {
    return fail(Code::invalid_input, fmt::format("'{}' is no state of triage; use new, in_review, "
                                                 "referred or closed",
                                                 shown(settings.value)));
  }
  if (settings.kind == DecisionKind::note) {
    TRY_OK(check_words("the note", made.value, kMostNote, true));
    if (is_blank(made.value))
      return fail(Code::invalid_input, "the note is empty; `maillon undo` takes a note back");
  } else if (settings.kind != DecisionKind::triage) {
    TRY_OK(check_words("the label", made.value, kMostName));
    if (made.value.find_first_not_of(' ') == std::string::npos)
      return fail(Code::invalid_input, "the label is empty; name one");
  }
  Target target;
  if (settings.kind == DecisionKind::triage) {
    TRY(target.index, require_network(data, settings.a));
    target.kind = Target::network;
  } else {
    TRY(target, require_any(data, settings.a, settings.country));
  }
  made.a = target_id(data, target);
  if (target.kind == Target::network)
    made.b = post_id(data.posts, data.networks.members(target.index).front());
  return {};
}

}  // namespace

std::string_view to_name(DecisionKind kind) {
  constexpr std::array<std::string_view, 9> kNames = {
      "same", "different", "hub", "not_hub", "split", "triage", "note", "label", "unlabel"};
  return kNames[static_cast<std::size_t>(kind)];
}

Result<store::Decision> make_decision(const CaseData& data, const DecideSettings& settings) {
  store::Decision made;
  made.kind = to_name(settings.kind);
  made.reason = settings.reason;
  TRY_OK(check_words("the reason", made.reason, kMostReason, true));
  switch (settings.kind) {
    case DecisionKind::hub:
    case DecisionKind::not_hub:
      TRY_OK(decide_hub(data, settings, made));
      break;
    case DecisionKind::same:
    case DecisionKind::different:
      if (names_network(data, settings.a) || names_network(data, settings.b)) {
        TRY_OK(decide_networks(data, settings, made));
      } else {
        TRY_OK(decide_posts(data, settings, made));
      }
      break;
    case DecisionKind::split:
      TRY_OK(decide_split(data, settings, made));
      break;
    default:
      TRY_OK(annotate(data, settings, made));
  }
  return made;
}

Result<Decided> append_decision(const std::string& case_path, const CaseData& data,
                                const store::Decision& decision, bool anyway,
                                const std::string& known_state, const Context& context) {
  TRY(store::Case file, store::Case::open(case_path, store::Access::write));
  Decided done;
  if (!anyway) {
    TRY(const std::vector<store::Decision> decisions, file.decisions());
    done.conflicts = find_conflicts(data, decisions, decision);
    TRY(const Sha256 state, file.state_hash());
    if (done.conflicts.empty() && !known_state.empty() && known_state != to_hex(state))
      done.conflicts = find_changed(decisions, decision);
    if (!done.conflicts.empty()) return done;
  }
  if (decision.kind == to_name(DecisionKind::triage) && decision.value == kReferredAct) {
    TRY(const Permission asked, ask_permission(file, wanted_of(decision), context.by));
    done.request = asked.request;
    if (!asked.is_granted) return done;
  }
  TRY(done.act, file.decide(decision, context.by));
  return done;
}

void print_decision(const store::Decision& decision, store::ActId act, const std::string& case_path,
                    const Context& context, Output& out) {
  const bool is_linking = is_linking_kind(decision.kind);
  if (context.json) {
    JsonWriter json;
    json.begin_object();
    json.member("act", act).member("kind", decision.kind);
    json.member("subject", is_linking ? decision.value : words_of(decision));
    json.member("reason", decision.reason).end_object();
    out.write(json.take() + "\n");
    return;
  }
  out.write(fmt::format("act {}: {}: {}\n", act, decision.kind, printable(words_of(decision))));
  const std::string path = printable(case_path);
  out.write(is_linking
                ? fmt::format("`maillon link {}` puts it into effect; `maillon undo {} --act {}` "
                              "takes it back\n",
                              path, path, act)
                : fmt::format("`maillon undo {} --act {}` takes it back\n", path, act));
}

void print_waiting(const store::Decision& decision, store::ActId request,
                   const std::string& case_path, const Context& context, Output& out) {
  if (context.json) {
    JsonWriter json;
    json.begin_object().member("request", request).member("kind", decision.kind);
    json.member("subject", words_of(decision)).member("reason", decision.reason).end_object();
    out.write(json.take() + "\n");
    return;
  }
  out.write(
      fmt::format("request {} waits for a second person: {}\n`maillon confirm {} {}` by "
                  "another puts it into effect\n",
                  request, printable(words_of(decision)), printable(case_path), request));
}

Result<Outcome> decide(const DecideSettings& settings, const Context& context, Output& out) {
  TRY(OpenedCase opened, open_linked(settings.case_path));
  DecideSettings whole = settings;
  whole.country = opened.country_or(settings.country);
  TRY(const store::Decision decision, make_decision(opened.data, whole));
  opened.reader.reset();
  opened.file.reset();  // readers and the writer are different openings of the case
  TRY(const Decided done,
      append_decision(settings.case_path, opened.data, decision, settings.anyway, "", context));
  if (done.request != 0) {
    print_waiting(decision, done.request, settings.case_path, context, out);
    return Outcome::empty;
  }
  if (done.act == 0) {
    if (context.json) {
      JsonWriter json;
      json.begin_object().key("conflicts");
      write_conflicts(json, done.conflicts);
      json.end_object();
      out.write(json.take() + "\n");
      out.flush();
    }
    return fail(Code::invalid_input,
                fmt::format("{}; nothing was written. `--anyway` decides it all the same (the "
                            "later word counts), `maillon undo` takes the earlier back",
                            printable(conflicts_text(done.conflicts))));
  }
  print_decision(decision, done.act, settings.case_path, context, out);
  return Outcome::done;
}

}  // namespace maillon::tasks
