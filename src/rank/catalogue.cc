#include "rank/catalogue.h"

#include <algorithm>

namespace maillon::rank {
namespace {

constexpr std::array<std::string_view, kDimensions> kDimensionNames = {
    "none",
    "deceptive_recruitment",
    "coercive_recruitment",
    "recruitment_abuse_of_vulnerability",
    "exploitation",
    "coercion_at_destination",
    "abuse_of_vulnerability_at_destination"};
constexpr std::array<std::string_view, kForms> kFormNames = {
    "labour",          "sexual",     "domestic_servitude",
    "forced_marriage", "begging",    "forced_criminality",
    "organ_removal",   "armed_group"};
constexpr std::array<std::string_view, kCueKinds> kCueNames = {
    "negation_before", "negation_after", "clause",        "condition",    "refusal",
    "quote",           "awareness",      "news",          "first_person", "adult_independent",
    "licensed",        "child_age",      "consent_screen"};

template <class E, std::size_t N>
std::optional<E> find_name(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto at = std::find(names.begin(), names.end(), name);
  if (at == names.end()) return std::nullopt;
  return static_cast<E>(at - names.begin());
}

}  // namespace

std::string_view to_name(Dimension d) {
  return kDimensionNames[static_cast<std::size_t>(d)];
}
std::optional<Dimension> parse_dimension(std::string_view name) {
  return find_name<Dimension>(kDimensionNames, name);
}
std::string_view to_name(Form form) {
  return kFormNames[static_cast<std::size_t>(form)];
}
std::optional<Form> parse_form(std::string_view name) {
  return find_name<Form>(kFormNames, name);
}
std::string_view to_name(CueKind kind) {
  return kCueNames[static_cast<std::size_t>(kind)];
}
std::optional<CueKind> parse_cue_kind(std::string_view name) {
  return find_name<CueKind>(kCueNames, name);
}
char to_letter(Strength strength) {
  return "-WMS"[static_cast<std::size_t>(strength)];
}
std::string_view to_name(Palermo element) {
  constexpr std::array<std::string_view, 4> names = {"act", "means", "purpose", "child"};
  return names[static_cast<std::size_t>(element)];
}

std::string_view Indicator::label_in(std::string_view language) const {
  std::string_view english = id;
  for (const LocalText& text : label) {
    if (text.language == language) return text.text;
    if (text.language == "en") english = text.text;
  }
  return english;
}

std::optional<uint32_t> Catalogue::find(std::string_view id) const {
  const auto at = std::find_if(indicators.begin(), indicators.end(),
                               [&](const Indicator& i) { return i.id == id; });
  if (at == indicators.end()) return std::nullopt;
  return static_cast<uint32_t>(at - indicators.begin());
}

bool stands(const Catalogue& catalogue, const Indicator& indicator,
            std::span<const uint32_t> seen) {
  if (indicator.with.empty()) return true;
  return std::any_of(indicator.with.begin(), indicator.with.end(), [&](const std::string& id) {
    const auto other = catalogue.find(id);
    return other && std::binary_search(seen.begin(), seen.end(), *other);
  });
}

}  // namespace maillon::rank
