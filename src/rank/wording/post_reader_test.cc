#include "rank/wording/post_reader.h"

#include <gtest/gtest.h>

#include "rank/neutral/lexicon_test_words.h"
#include "rank/read_catalogue.h"
#include "rank/wording/learn_wording.h"

namespace maillon::rank {
namespace {

// A catalogue and a wording of its own: the test is of how the two go together.
constexpr const char* kTwoSigns = R"(format: 1
edition: "t"
indicators:
- {id: KEEP, meaning: m, sources: [s], dimension: coercion_at_destination, proposed: S, forms: [labour], phrases: {en: ["keep passport*"]}}
- {id: LOCK, meaning: m, sources: [s], dimension: coercion_at_destination, proposed: S, forms: [labour], phrases: {en: ["lock door*"]}}
cues:
- {id: adult, kind: adult_independent, phrases: {en: ["my own rules"]}}
- {id: warn, kind: awareness, weight: 2, phrases: {en: [beware]}}
)";

std::vector<KnownText> texts() {
  std::vector<KnownText> out;
  const std::pair<PostKind, std::array<const char*, 4>> kinds[] = {
      {PostKind::plain,
       {"museum keeper wanted pension", "museum guard holidays pension", "museum pension contract",
        "pension holidays contract"}},
      {PostKind::deceptive_offer,
       {"dancers abroad ticket", "abroad ticket advance", "dancers ticket advance",
        "abroad dancers advance"}},
      {PostKind::coercion, {"debt quota girls", "quota debt boss", "boss quota", "debt boss"}},
      {PostKind::awareness,
       {"leaflet warns readers", "campaign leaflet", "warns campaign readers",
        "leaflet campaign readers"}},
      {PostKind::news,
       {"tribunal verdict", "verdict prosecutor", "tribunal prosecutor said",
        "verdict said tribunal"}},
      {PostKind::help_seeking,
       {"rescue me trapped", "trapped rescue please", "please rescue", "trapped me please"}},
  };
  for (const auto& [kind, parts] : kinds) {
    for (const char* part : parts) out.push_back({part, kind, part});
  }
  return out;
}

struct Row {
  const char* text;
  PostKind kind;
  Level level;
  Wording wording;
  HitState state = HitState::seen;  // of all hits
};

TEST(PostReader, PhrasesAndWordingTogether) {
  const CatalogueFile file{"t.yaml", kTwoSigns};
  const auto catalogue = read_sound_catalogue({&file, 1});
  ASSERT_TRUE(catalogue) << catalogue.error().message;
  const Matcher matcher(*catalogue);
  const NeutralLexicon lexicon = small_lexicon();
  const WordingModel model = learn_wording(lexicon, texts()).value();
  PostReader reader(*catalogue, matcher, lexicon, model);
  const Row rows[] = {
      // The phrases say it, and the wording does not know better.
      {"They keep passports and lock doors", PostKind::coercion, Level::medium, Wording::agrees},
      {"Nothing known here", PostKind::plain, Level::none, Wording::agrees},
      // Named, but in a warning or in news: reported.
      {"Leaflet: campaign warns readers of those who keep passports and lock doors",
       PostKind::awareness, Level::none, Wording::stance, HitState::reported},
      {"Tribunal verdict, prosecutor said: they keep passports, lock doors", PostKind::news,
       Level::none, Wording::stance, HitState::reported},
      // A word of a warning stands there, but all else is a controller's: the signs count.
      {"Beware: debt, quota, boss. They keep passports and lock doors", PostKind::coercion,
       Level::medium, Wording::coercion},
      // A rule is met, but all else is a museum's.
      {"Museum keeper wanted: keep passports of visitors, lock doors. Pension, holidays, contract",
       PostKind::plain, Level::low, Wording::ordinary},
      // No phrase is there.
      {"Dancers abroad, ticket advance", PostKind::deceptive_offer, Level::low,
       Wording::deceptive_offer},
      {"Debt quota: boss", PostKind::coercion, Level::low, Wording::coercion},
      {"Trapped. Please rescue me", PostKind::help_seeking, Level::none, Wording::stance},
      // Who works for herself is raised by a sign only.
      {"Dancers abroad, ticket advance, my own rules", PostKind::plain, Level::none,
       Wording::agrees},
  };
  for (const Row& row : rows) {
    const FieldText fields[] = {{Field::body, row.text}};
    const PostReading read = reader.read(fields);
    EXPECT_EQ(to_name(read.kind), to_name(row.kind)) << row.text;
    EXPECT_EQ(to_name(read.sum.level), to_name(row.level)) << row.text;
    EXPECT_EQ(static_cast<int>(read.wording), static_cast<int>(row.wording)) << row.text;
    EXPECT_EQ(to_name(kind_of(read.text.stance, read.sum, read.wording)), to_name(read.kind));
    for (const SignHit& hit : read.text.hits) {
      EXPECT_EQ(to_name(hit.state), to_name(row.state)) << row.text;
    }
  }
}

}  // namespace
}  // namespace maillon::rank
