#include "tasks/freshness.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/hash.h"
#include "tasks/decisions.h"
#include "tasks/derived_io.h"
#include "tasks/pictures/listings.h"

namespace maillon::tasks {

namespace {

using Acts = std::set<uint32_t>;

constexpr std::size_t kActsNamed = 5;
constexpr uint32_t kMostActs = 1U << 24;  // in a row; more is no list of acts
constexpr std::string_view kSignalsFirst = "the step signals is stale and comes first";

// "1,3-7" for acts in ascending order.
std::string pack_acts(const Acts& acts) {
  std::string text;
  for (auto at = acts.begin(); at != acts.end();) {
    const uint32_t first = *at;
    uint32_t last = first;
    for (++at; at != acts.end() && *at == last + 1; ++at) last = *at;
    if (!text.empty()) text += ',';
    text += first == last ? fmt::format("{}", first) : fmt::format("{}-{}", first, last);
  }
  return text;
}

// What pack_acts made; nothing for another text.
std::optional<Acts> unpack_acts(std::string_view text) {
  Acts acts;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    uint32_t first = 0;
    auto read = std::from_chars(at, end, first);
    if (read.ec != std::errc{}) return std::nullopt;
    uint32_t last = first;
    if (read.ptr != end && *read.ptr == '-') read = std::from_chars(read.ptr + 1, end, last);
    if (read.ec != std::errc{} || last < first || last - first > kMostActs) return std::nullopt;
    for (uint64_t act = first; act <= last; ++act) acts.insert(static_cast<uint32_t>(act));
    at = read.ptr;
    if (at != end && *at++ != ',') return std::nullopt;
  }
  return acts;
}

// "import 3 was added", "decisions 5 and 7 were undone"
std::string acts_text(const std::vector<uint32_t>& acts, std::string_view one,
                      std::string_view many, std::string_view what_happened) {
  if (acts.size() == 1) return fmt::format("{} {} was {}", one, acts.front(), what_happened);
  if (acts.size() > kActsNamed)
    return fmt::format("{} {} were {}", acts.size(), many, what_happened);
  std::string list;
  for (std::size_t i = 0; i < acts.size(); ++i) {
    if (i > 0) list += i + 1 == acts.size() ? " and " : ", ";
    list += fmt::format("{}", acts[i]);
  }
  return fmt::format("{} {} were {}", many, list, what_happened);
}

struct ActWords {
  std::string_view one, many, came, unclear;
};
constexpr ActWords kImportWords{"import", "imports", "added",
                                "posts were imported or undone since the last link"};
constexpr ActWords kDecisionWords{"decision", "decisions", "made",
                                  "decisions were made or undone since the last link"};

// Which acts came and which were undone since a step ran.
void add_changed_acts(std::string_view then, std::string_view now, const ActWords& words,
                      std::vector<std::string>& reasons) {
  const std::optional<Acts> before = unpack_acts(then), after = unpack_acts(now);
  std::vector<uint32_t> came, gone;
  if (before && after) {
    std::set_difference(after->begin(), after->end(), before->begin(), before->end(),
                        std::back_inserter(came));
    std::set_difference(before->begin(), before->end(), after->begin(), after->end(),
                        std::back_inserter(gone));
  }
  const std::string since = " since the last link";
  if (!came.empty()) reasons.push_back(acts_text(came, words.one, words.many, words.came) + since);
  if (!gone.empty()) reasons.push_back(acts_text(gone, words.one, words.many, "undone") + since);
  if (came.empty() && gone.empty()) reasons.emplace_back(words.unclear);
}

// What is wrong with what a step wrote.
void add_damage(const store::Case& open_case, const store::StepStamp& stamp,
                std::vector<std::string>& reasons) {
  for (std::size_t i = 0; i < stamp.bundles.size(); ++i) {
    const std::string file = "derived/" + stamp.bundles[i] + ".mbun";
    if (!open_case.has_bundle(stamp.bundles[i])) {
      reasons.push_back(file + " is missing");
      continue;
    }
    const auto bundle = open_case.read_bundle(stamp.bundles[i]);
    if (!bundle) {
      reasons.push_back(file +
                        (bundle.error().code == Code::io ? " cannot be read" : " is damaged"));
    } else if (bundle->version() != kBundleVersion) {
      reasons.push_back(file + " is of another version of Maillon");
    } else if (bundle->file().checksum() != stamp.checksums[i]) {
      reasons.push_back(file + " is not the file that the step wrote");
    }
  }
}

void add_version(const store::StepStamp& stamp, std::string_view version,
                 std::vector<std::string>& reasons) {
  if (stamp.version == version) return;
  reasons.push_back(
      fmt::format("it was made by version {} of this step, this program has version {}",
                  stamp.version, version));
}

std::string or_word(const std::string& text, const char* word) {
  return text.empty() ? word : text;
}

void add_never_run(const store::Case& open_case, std::vector<std::string>& reasons) {
  const auto acts = open_case.identity_acts();
  const bool ran = open_case.has_bundle("posts") || (acts && !acts->empty());
  reasons.emplace_back(
      ran ? "what it made is not there: a link was cut short, or derived/ was deleted"
          : "it has not run yet");
}

// The words of a stamp's input: the hash, the imports, the decisions (StepInputs).
void add_reasons(const store::Case& open_case, const StepInputs& inputs, StepState& signals) {
  if (!signals.stamp) return add_never_run(open_case, signals.reasons);
  const store::StepStamp& stamp = *signals.stamp;
  std::vector<std::string>& reasons = signals.reasons;
  add_version(stamp, kSignalsVersion, reasons);
  if (stamp.settings_hash != inputs.country) {
    reasons.push_back(fmt::format("the default country was {} at the last link and is {} now",
                                  or_word(stamp.settings_hash, "none"),
                                  or_word(inputs.country, "none")));
  }
  add_damage(open_case, stamp, reasons);
  signals.whole = reasons.empty();
  std::vector<std::string> acts;
  if (word_at(stamp.input_hash, 0) != inputs.records)
    add_changed_acts(word_at(stamp.input_hash, 1), inputs.import_acts, kImportWords, acts);
  if (word_at(stamp.input_hash, 2) != inputs.restricted)
    acts.emplace_back("hash lists class other pictures as abuse of children since the last link");
  if (!inputs.to_look_up.empty()) acts.push_back(inputs.to_look_up);
  reasons.insert(reasons.begin(), acts.begin(), acts.end());
}

void add_reasons_of_networks(const store::Case& open_case, const StepInputs& inputs,
                             const StepState& signals, StepState& networks) {
  if (!networks.stamp) return add_never_run(open_case, networks.reasons);
  const store::StepStamp& stamp = *networks.stamp;
  std::vector<std::string>& reasons = networks.reasons;
  add_version(stamp, kNetworksVersion, reasons);
  if (!signals.fresh()) reasons.emplace_back(kSignalsFirst);
  if (word_at(stamp.input_hash, 0) != inputs.records + inputs.decisions) {
    // Of imports the step before it tells, unless it ran alone and this one did not.
    if (word_at(stamp.input_hash, 1) != inputs.import_acts && signals.fresh())
      add_changed_acts(word_at(stamp.input_hash, 1), inputs.import_acts, kImportWords, reasons);
    if (word_at(stamp.input_hash, 2) != inputs.decision_acts)
      add_changed_acts(word_at(stamp.input_hash, 2), inputs.decision_acts, kDecisionWords, reasons);
    if (reasons.empty()) reasons.emplace_back(kDecisionWords.unclear);
  }
  if (stamp.settings_hash != inputs.evidence) {
    reasons.push_back(fmt::format("the evidence was {} at the last link and is {} now",
                                  or_word(stamp.settings_hash, "all kinds"),
                                  or_word(inputs.evidence, "all kinds")));
  }
  add_damage(open_case, stamp, reasons);
}

}  // namespace

Result<StepInputs> read_inputs(const store::Case& open_case) {
  StepInputs inputs;
  TRY(const std::vector<store::Import> imports, open_case.imports());
  std::string text;
  Acts acts;
  for (const store::Import& import : imports) {
    if (!import.active) continue;
    acts.insert(import.id.value);
    text += std::to_string(import.id.value) + "\n";
    for (const store::ImportedFile& file : import.files)
      text += to_hex(file.sha256) + file.plan + "\n";
  }
  inputs.records = to_hex(sha256(text));
  inputs.import_acts = pack_acts(acts);
  TRY(const std::vector<store::Decision> decisions, open_case.decisions());
  text.clear();
  acts.clear();
  for (const store::Decision& d : decisions) {
    if (!is_linking_kind(d.kind)) continue;  // notes and so on make nothing stale
    text += d.kind + "\t" + d.a + "\t" + d.b + "\t" + d.value + "\n";
    acts.insert(d.id);
  }
  inputs.decisions = to_hex(sha256(text));
  inputs.decision_acts = pack_acts(acts);
  TRY(const std::optional<std::string> evidence, open_case.setting("evidence"));
  TRY(const std::optional<std::string> country, open_case.setting("country"));
  inputs.evidence = evidence.value_or("");
  inputs.country = country.value_or("");
  TRY(inputs.restricted, state_of_restrictions(open_case));
  TRY(inputs.to_look_up, why_look_up(open_case));
  return inputs;
}

Result<CaseState> read_case_state(const store::Case& open_case, const StepInputs& inputs) {
  CaseState state;
  state.signals.step = "signals";
  state.networks.step = "networks";
  TRY(state.signals.stamp, open_case.stamp("signals"));
  TRY(state.networks.stamp, open_case.stamp("networks"));
  add_reasons(open_case, inputs, state.signals);
  add_reasons_of_networks(open_case, inputs, state.signals, state.networks);
  return state;
}

Result<std::string> why_stale(const store::Case& open_case) {
  TRY(const StepInputs inputs, read_inputs(open_case));
  TRY(const CaseState state, read_case_state(open_case, inputs));
  if (state.fresh()) return std::string();
  if (!state.signals.stamp && !state.networks.stamp)
    return std::string("nothing has been linked yet");
  std::string text;
  for (const StepState* step : {&state.signals, &state.networks}) {
    for (const std::string& reason : step->reasons) {
      if (reason == kSignalsFirst) continue;  // its own reasons stand already
      text += (text.empty() ? "" : "; ") + reason;
    }
  }
  return text;
}

}  // namespace maillon::tasks
