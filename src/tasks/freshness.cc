#include "tasks/freshness.h"

#include <algorithm>
#include <vector>

#include "base/hash.h"

namespace maillon::tasks {

Result<StepInputs> read_inputs(const store::Case& open_case) {
  StepInputs inputs;
  TRY(const std::vector<store::Import> imports, open_case.imports());
  std::string text;
  for (const store::Import& import : imports) {
    if (!import.active) continue;
    text += std::to_string(import.id.value) + "\n";
    for (const store::ImportedFile& file : import.files)
      text += to_hex(file.sha256) + file.plan + "\n";
  }
  inputs.records = to_hex(sha256(text));
  TRY(const std::vector<store::Decision> decisions, open_case.decisions());
  text.clear();
  for (const store::Decision& d : decisions)
    text += d.kind + "\t" + d.a + "\t" + d.b + "\t" + d.value + "\n";
  inputs.decisions = to_hex(sha256(text));
  TRY(const std::optional<std::string> evidence, open_case.setting("evidence"));
  TRY(const std::optional<std::string> country, open_case.setting("country"));
  inputs.evidence = evidence.value_or("");
  inputs.country = country.value_or("");
  return inputs;
}

Result<bool> is_fresh(const store::Case& open_case, std::string_view step, std::string_view input,
                      std::string_view settings, std::string_view version) {
  TRY(const std::optional<store::StepStamp> stamp, open_case.stamp(step));
  if (!stamp || stamp->input_hash != input || stamp->settings_hash != settings ||
      stamp->version != version)
    return false;
  return std::all_of(stamp->bundles.begin(), stamp->bundles.end(),
                     [&](const std::string& name) { return open_case.has_bundle(name); });
}

Result<std::string> why_stale(const store::Case& open_case) {
  TRY(const StepInputs inputs, read_inputs(open_case));
  TRY(const std::optional<store::StepStamp> signals, open_case.stamp("signals"));
  TRY(const std::optional<store::StepStamp> networks, open_case.stamp("networks"));
  if (!signals || !networks) return std::string("nothing has been linked yet");
  if (signals->version != kSignalsVersion || networks->version != kNetworksVersion) {
    return std::string("the last link was by another version of Maillon");
  }
  if (signals->input_hash != inputs.records)
    return std::string("posts were imported or undone since the last link");
  if (signals->settings_hash != inputs.country)
    return std::string("the default country was changed since the last link");
  if (networks->input_hash != inputs.records + inputs.decisions) {
    return std::string("decisions were made or undone since the last link");
  }
  if (networks->settings_hash != inputs.evidence)
    return std::string("the kinds of evidence were changed since the last link");
  return std::string();
}

}  // namespace maillon::tasks
