// The catalogue of indicators as data: what `catalogue/*.yaml` and private overlay files hold.
// The format is described in docs/catalogue.md and, for other programs, in catalogue/schema.json.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace maillon::rank {

// The ILO/EC operational indicators (2009) have six dimensions; `none` is for facts about posts
// and networks that are no indicator of that list.
enum class Dimension : uint8_t {
  none,
  deceptive_recruitment,
  coercive_recruitment,
  recruitment_abuse_of_vulnerability,
  exploitation,
  coercion_at_destination,
  abuse_of_vulnerability_at_destination,
};
inline constexpr std::size_t kDimensions = 7;
std::string_view to_name(Dimension dimension);
std::optional<Dimension> parse_dimension(std::string_view name);

// Forms of exploitation, after the Palermo Protocol, article 3, and HTCDS 2.0.
enum class Form : uint8_t {
  labour,
  sexual,
  domestic_servitude,
  forced_marriage,
  begging,
  forced_criminality,
  organ_removal,
  armed_group,
};
inline constexpr std::size_t kForms = 8;
std::string_view to_name(Form form);
std::optional<Form> parse_form(std::string_view name);

enum class Strength : uint8_t { none, weak, medium, strong };
char to_letter(Strength strength);  // 'W', 'M', 'S'; '-' for none

// Elements of the Palermo Protocol's definition, a bit each.
enum class Palermo : uint8_t { act, means, purpose, child };
std::string_view to_name(Palermo element);

// Whose words the phrases are.
enum class Voice : uint8_t { recruiter, affected, any };

struct Phrase {
  std::string language;  // ISO 639-1
  std::string text;      // in the phrase language, see phrase.h
  uint32_t line = 0;     // of its file
};

struct LocalText {
  std::string language, text;
};

struct Indicator {
  std::string id;
  std::vector<LocalText> label;  // short, for a chip
  std::string meaning;           // in own words
  std::string against;           // what would speak against it
  Dimension dimension = Dimension::none;
  std::vector<std::string> palermo;  // "means:deception" ...
  uint8_t elements = 0;              // bits of Palermo, from the above
  uint8_t forms = 0;                 // bits of Form
  // What a source gives; none where no source gives one.
  std::array<Strength, kForms> adult{}, child{};
  // This project's own proposal, used where the sources are silent, and shown as such.
  Strength proposed = Strength::none;
  std::vector<std::string> sources;
  std::vector<std::string> ilo;   // ids of the published list
  std::vector<std::string> with;  // counts only where one of these is seen too
  bool common_in_lawful = false;
  Voice voice = Voice::recruiter;
  std::string rule;  // a structured indicator's name, see structured.h; "" = none
  std::vector<Phrase> phrases;
  uint32_t file = 0, line = 0;

  // The label in that language, else in English, else the id.
  std::string_view label_in(std::string_view language) const;
};

// What changes the reading of a hit or of a whole post.
enum class CueKind : uint8_t {
  negation_before,
  negation_after,
  clause,     // begins a clause: behind a comma, or with weight 2 wherever it stands
  condition,  // "if": a negator behind it denies nothing of what follows; a clause behind a comma
  refusal,
  quote,
  awareness,
  news,
  first_person,
  adult_independent,
  licensed,
  child_age,
  consent_screen,
};
inline constexpr std::size_t kCueKinds = 13;
std::string_view to_name(CueKind kind);
std::optional<CueKind> parse_cue_kind(std::string_view name);

struct Cue {
  std::string id;
  CueKind kind = CueKind::negation_before;
  uint32_t weight = 1;
  std::vector<Phrase> phrases;
  uint32_t file = 0, line = 0;
};

struct Hotline {
  std::string country;  // ISO 3166-1 alpha-2
  std::string name, phone, url, source;
  std::vector<std::string> languages;
  std::string verified_on;  // "2024-10-02"; "" = nobody has verified it
};

// A class of words that no score may depend on.
struct NeutralClass {
  std::string name;  // demonym, given_name, gendered, religion, ethnicity, country_name
  std::vector<Phrase> words;
};

struct Catalogue {
  std::vector<std::string> files;  // their names
  std::string edition;             // of the first file
  std::string hash;                // of all files' bytes, 16 hex digits
  std::vector<Indicator> indicators;
  std::vector<Cue> cues;
  std::vector<Hotline> hotlines;
  std::vector<NeutralClass> neutral;

  // Its place in `indicators`.
  std::optional<uint32_t> find(std::string_view id) const;
};

// True if the indicator counts beside those that are seen (ascending): it needs no other, or one
// of those that it needs is among them.
bool stands(const Catalogue& catalogue, const Indicator& indicator, std::span<const uint32_t> seen);

}  // namespace maillon::rank
