#include "tasks/decide.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/printable.h"
#include "tasks/show_case.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

constexpr std::size_t kKeyDigits = 32;

std::optional<uint64_t> parse_hex(std::string_view digits) {
  uint64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [at, error] = std::from_chars(digits.data(), end, value, 16);
  if (error != std::errc{} || at != end) return std::nullopt;
  return value;
}

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

}  // namespace

std::string decision_post(const Key128& key) {
  return fmt::format("{:016x}{:016x}", key.high, key.low);
}

std::optional<uint32_t> find_decision_post(const Posts& posts, std::string_view text) {
  if (text.size() != kKeyDigits) return std::nullopt;
  const auto high = parse_hex(text.substr(0, 16)), low = parse_hex(text.substr(16));
  if (!high || !low) return std::nullopt;
  auto at = std::lower_bound(posts.key_high.begin(), posts.key_high.end(), *high);
  for (; at != posts.key_high.end() && *at == *high; ++at) {
    const auto row = static_cast<uint32_t>(at - posts.key_high.begin());
    if (posts.key_low[row] == *low) return row;
  }
  return std::nullopt;
}

std::string decision_selector(const Selectors& selectors, uint32_t selector) {
  return fmt::format("{}/{}/{}",
                     maillon::to_name(static_cast<SelectorKind>(selectors.kind[selector])),
                     maillon::to_name(static_cast<Service>(selectors.service[selector])),
                     selectors.value[selector]);
}

std::optional<uint32_t> find_decision_selector(const Selectors& selectors, std::string_view text) {
  const std::size_t first = text.find('/');
  const std::size_t second = first == text.npos ? text.npos : text.find('/', first + 1);
  if (second == text.npos) return std::nullopt;
  const auto kind = parse_selector_kind(text.substr(0, first));
  const auto service = parse_service(text.substr(first + 1, second - first - 1));
  if (!kind || !service) return std::nullopt;
  return selectors.find(*kind, *service, text.substr(second + 1));
}

namespace {

// The index of what is meant; fails with what to do if it is of another kind.
Result<uint32_t> require_target(const CaseData& data, const std::string& text,
                                decltype(Target::kind) kind, const std::string& country) {
  const std::vector<Target> targets = find_target(data, text, country);
  for (const Target& target : targets) {
    if (target.kind == kind) return target.index;
  }
  const std::string wanted = kind == Target::post
                                 ? "a post (P-..., source:id)"
                                 : "a selector (a phone, handle ... as in a post, or S-...)";
  if (targets.empty())
    return fail(Code::not_found, fmt::format("'{}' is not in this case; name {}", text, wanted));
  return fail(Code::invalid_input,
              fmt::format("'{}' is not what is asked for; name {}", text, wanted));
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

Result<Outcome> decide(const DecideSettings& settings, const Context& context, Output& out) {
  TRY(OpenedCase opened, open_linked(settings.case_path));
  const CaseData& data = opened.data;
  store::Decision decision;
  decision.kind = to_name(settings.kind);
  decision.reason = settings.reason;
  if (settings.kind == DecisionKind::hub || settings.kind == DecisionKind::not_hub) {
    TRY(const uint32_t s,
        require_target(data, settings.a, Target::selector, opened.country_or(settings.country)));
    decision.a = decision_selector(data.selectors, s);
    decision.value = signal_name(data, s);
  } else {
    TRY(const uint32_t a,
        require_target(data, settings.a, Target::post, opened.country_or(settings.country)));
    TRY(const uint32_t b,
        require_target(data, settings.b, Target::post, opened.country_or(settings.country)));
    if (a == b)
      return fail(Code::invalid_input, "both names are the same post, " + post_name(data.posts, a));
    decision.a = decision_post(data.posts.key(a));
    decision.b = decision_post(data.posts.key(b));
    decision.value = post_name(data.posts, a) + " and " + post_name(data.posts, b);
  }
  opened.reader.reset();
  opened.file.reset();  // readers and the writer are different openings of the case
  TRY(store::Case file, store::Case::open(settings.case_path, store::Access::write));
  TRY(const store::ActId act, file.decide(decision, context.by));
  print(decision, act, settings.case_path, context, out);
  return Outcome::done;
}

}  // namespace maillon::tasks
