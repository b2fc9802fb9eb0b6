#include "rank/reading.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "rank/read_catalogue.h"

namespace maillon::rank {
namespace {

// A catalogue of its own: the test is of the rules, not of the words.
constexpr const char* kCatalogue = R"(format: 1
edition: "t"
indicators:
- {id: KEEP, meaning: m, sources: [s], phrases: {en: ["keep ..2 passport"], fr: ["garde ..2 passeport"]}}
- {id: FEE, meaning: m, sources: [s], phrases: {en: [deposit, "registration fee"]}}
- {id: CALL, meaning: m, sources: [s], phrases: {en: ["if you ..5 police"]}}
- {id: PAIR, meaning: m, sources: [s], phrases: {en: ["lock* & door"]}}
- {id: FINE, meaning: m, sources: [s], phrases: {en: [fine]}}
- {id: TOOK, meaning: m, sources: [s], voice: affected, phrases: {en: ["took my passport"]}}
cues:
- {id: no, kind: negation_before, phrases: {en: [never, no, "do not"], fr: [jamais]}}
- {id: not-after, kind: negation_after, phrases: {en: ["not required"]}}
- {id: but, kind: clause, weight: 2, phrases: {en: [but], fr: [mais]}}
- {id: we, kind: clause, phrases: {en: [we, you], fr: [on]}}
- {id: if, kind: condition, phrases: {en: [if]}}
- {id: refuse, kind: refusal, phrases: {en: ["refuse to"]}}
- {id: they-say, kind: quote, phrases: {en: ["they tell you"]}}
- {id: warn, kind: awareness, phrases: {en: [beware, "warning signs"]}}
- {id: sure, kind: awareness, weight: 2, phrases: {en: ["helpline for victims"]}}
- {id: me, kind: first_person, phrases: {en: [me, my]}}
- {id: court, kind: news, phrases: {en: [court, police]}}
)";

struct Expected {
  const char* text;
  const char* hits;  // "KEEP seen, FEE denied"
  Stance stance = Stance::plain;
};

TEST(Reading, TellsNamedFromThere) {
  const CatalogueFile file{"t.yaml", kCatalogue};
  const auto catalogue = read_sound_catalogue({&file, 1});
  ASSERT_TRUE(catalogue) << catalogue.error().message;
  const Matcher matcher(*catalogue);
  TextReader reader(*catalogue, matcher);
  const Expected rows[] = {
      {"We keep your passport.", "KEEP seen"},
      {"We never keep your passport.", "KEEP denied"},
      {"We never lie. We keep your passport.", "KEEP seen"},
      {"No agency; deposit at once", "FEE seen"},
      {"A deposit is not required", "FEE denied"},
      {"Deposit. References not required", "FEE seen"},
      {"Refuse to pay a deposit to anybody", "FEE refused"},
      {"They tell you to pay a deposit", "FEE quoted"},
      {"The advert said \"we keep your passport\" and more", "KEEP quoted"},
      {"The advert said «pay a deposit»", "FEE quoted"},
      {"An inch is 1\" and the deposit is low", "FEE seen"},
      {"Beware of those who keep your passport", "KEEP seen"},
      {"Warning signs. Beware: they keep your passport", "KEEP reported", Stance::awareness},
      {"Beware, beware, beware: a deposit", "FEE seen"},
      {"Helpline for victims. Do they keep your passport?", "KEEP reported", Stance::awareness},
      {"Police say, the court heard that they keep a passport", "KEEP reported", Stance::news},
      {"He took my passport", "TOOK seen", Stance::help_seeking},
      {"on ne garde jamais ton passeport", "KEEP denied"},  // within its gap
      {"We keep no foreign passport", "KEEP denied"},
      {"We keep, but never, passports", "KEEP seen"},
      {"If you do not pay, the police", "CALL seen"},
      {"Do not lock the door", "PAIR denied"},
      {"Lock never the door", "PAIR denied"},
      // A list goes on, a clause does not.
      {"We ask no papers, money, deposit", "FEE denied"},
      {"No papers asked, we keep the passport", "KEEP seen"},
      {"No papers but a deposit", "FEE seen"},
      {"Pas de frais, mais on garde ton passeport", "KEEP seen"},
      {"No deposit if you leave", "FEE denied"},
      {"Never mind, if you leave: the deposit", "FEE seen"},
      // A phrase of one language in a text of another.
      {"Nous sommes ici avec vous pour la fin", ""},
      {"We have it and there is a fine", "FINE seen"},
      {"Nous sommes ici avec vous. And there is the fine for you", "FINE seen"},
      {"fin", "FINE seen"},  // too short to say
      // Nothing but quotations quotes nobody.
      {"\"We keep your passport.\"", "KEEP seen"},
      {"«We keep your passport» «deposit»", "KEEP seen, FEE seen"},
      // Who asks for help may name whom he asks.
      {"Helpline for victims: he took my passport", "TOOK reported", Stance::awareness},
      {"Helpline for victims, help me: he took my passport", "TOOK seen", Stance::help_seeking},
      {"jamais on garde ton passeport", "KEEP denied"},
      {"never garde ton passeport", "KEEP seen"},  // a negator of another language
      {"Do you keep my passport? No, never.", "KEEP denied"},
      {"Q. Do you keep my passport? A. No.", "KEEP denied"},
      {"Do you keep my passport? We do.", "KEEP seen"},
      {"", ""},
  };
  for (const Expected& row : rows) {
    SCOPED_TRACE(row.text);
    const FieldText field{Field::body, row.text};
    const TextReading reading = reader.read({&field, 1});
    std::string hits;
    for (const SignHit& hit : reading.hits) {
      if (!hits.empty()) hits += ", ";
      hits += catalogue->indicators[hit.indicator].id + " " + std::string(to_name(hit.state));
    }
    EXPECT_EQ(hits, row.hits);
    EXPECT_EQ(reading.stance, row.stance);
  }
}

// With a look at every cue for every sign, and at every sign for every cue, this would take hours.
TEST(Reading, OneLongSentenceOfSignsAndNegatorsIsReadInLinearTime) {
  const CatalogueFile file{"t.yaml", kCatalogue};
  const auto catalogue = read_sound_catalogue({&file, 1});
  ASSERT_TRUE(catalogue);
  const Matcher matcher(*catalogue);
  TextReader reader(*catalogue, matcher);
  constexpr std::size_t kTimes = 20'000;
  std::string text;
  for (std::size_t i = 0; i < kTimes; ++i) {
    text += "we never keep your passport and you do pay to us here and at once the deposit ";
  }
  const FieldText field{Field::body, text};
  const TextReading reading = reader.read({&field, 1});
  const auto count = [&](HitState state) {
    return static_cast<std::size_t>(
        std::count_if(reading.hits.begin(), reading.hits.end(),
                      [&](const SignHit& hit) { return hit.state == state; }));
  };
  EXPECT_EQ(count(HitState::denied), kTimes);
  EXPECT_EQ(count(HitState::seen), kTimes);
}

TEST(Reading, KeepsTheRangeInTheOriginal) {
  const CatalogueFile file{"t.yaml", kCatalogue};
  const auto catalogue = read_sound_catalogue({&file, 1});
  ASSERT_TRUE(catalogue);
  const Matcher matcher(*catalogue);
  TextReader reader(*catalogue, matcher);
  const std::string text = "★ Wé ＫＥＥＰ your ｐassport ★";
  const FieldText fields[] = {{Field::title, "deposit"}, {Field::body, text}};
  const TextReading reading = reader.read(fields);
  ASSERT_EQ(reading.hits.size(), 2U);
  EXPECT_EQ(reading.hits[0].field, Field::title);
  EXPECT_EQ(text.substr(reading.hits[1].begin, reading.hits[1].end - reading.hits[1].begin),
            "ＫＥＥＰ your ｐassport");
}

}  // namespace
}  // namespace maillon::rank
