#include "rank/compiled.h"

#include <string>

#include <gtest/gtest.h>

#include "rank/read_catalogue.h"

namespace maillon::rank {
namespace {

Catalogue made() {
  const CatalogueFile file{"f.yaml", R"yaml(
format: 1
edition: "7"
indicators:
  - id: A-1
    label: {en: Papers, fr: Papiers}
    meaning: Papers are kept.
    dimension: coercion_at_destination
    palermo: ["means:coercion"]
    sources: [a, b]
    proposed: S
    lawful: rare
    phrases:
      en: ["keep ..2 (passport|id card)", "(hand|give) & papers", "deport*"]
      ru: ["паспорт забрали"]
  - id: A-2
    meaning: Fees.
    sources: [c]
    with: [A-1]
    voice: affected
    phrases:
      en: ["(fee ..2 #|no fee)"]
cues:
  - id: N-1
    kind: negation_before
    phrases: {en: [never, "do not"]}
neutral:
  - class: demonym
    phrases: {en: [martian]}
hotlines:
  - {country: FR, name: Line, phone: "1", languages: [fr], source: s}
)yaml"};
  auto catalogue = read_sound_catalogue({&file, 1});
  EXPECT_TRUE(catalogue) << catalogue.error().message;
  return *std::move(catalogue);
}

constexpr const char* kText =
    "They keep your passports. Never give me the papers, you will be deported. "
    "A fee of 50. Паспорта забрали.";

std::string found(const Matcher& matcher) {
  Scanner scanner(matcher);
  std::string out;
  for (const Match& match : scanner.find(kText)) {
    const PhraseOwner& owner = matcher.owners()[match.owner];
    out += (owner.cue ? "cue " : "") + std::to_string(owner.index) + ":" +
           std::to_string(match.first) + "-" + std::to_string(match.end) + "/" +
           std::to_string(match.passed) + " ";
  }
  return out;
}

TEST(Compiled, IsTheSameCatalogueAndMatcher) {
  const Catalogue catalogue = made();
  const std::string bytes = compile(catalogue);
  EXPECT_EQ(compile(made()), bytes);
  EXPECT_EQ(compiled_hash(bytes), catalogue.hash);
  const auto again = compiled_catalogue(bytes);
  ASSERT_TRUE(again);
  EXPECT_EQ(compile(*again), bytes);  // so every member is there
  EXPECT_EQ(again->indicators[0].label_in("fr"), "Papiers");
  EXPECT_EQ(again->indicators[1].with, std::vector<std::string>{"A-1"});
  EXPECT_EQ(again->hotlines[0].phone, "1");
  const auto matcher = compiled_matcher(bytes);
  ASSERT_TRUE(matcher);
  EXPECT_EQ(found(*matcher), found(Matcher(catalogue)));
  EXPECT_NE(found(*matcher), "");
}

TEST(Compiled, OtherBytesAreRefused) {
  const std::string bytes = compile(made());
  EXPECT_EQ(compiled_hash(""), "");
  EXPECT_EQ(compiled_hash("maillon catalogue 1\nshort"), "");
  for (std::size_t size = 0; size < bytes.size(); size += 7) {
    const std::string_view cut = std::string_view(bytes).substr(0, size);
    EXPECT_FALSE(compiled_matcher(cut)) << size;
  }
  EXPECT_FALSE(compiled_matcher(bytes + "x"));
  EXPECT_FALSE(compiled_catalogue(bytes.substr(0, 60)));
}

}  // namespace
}  // namespace maillon::rank
