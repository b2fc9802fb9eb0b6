#include "rank/combine.h"

#include <gtest/gtest.h>

namespace maillon::rank {
namespace {

TEST(Combine, IsTheRuleOfTheList) {
  const struct {
    StrengthCount count;
    bool positive;
  } rows[] = {{{2, 0, 0, 0}, true},  {{1, 0, 0, 0}, false}, {{1, 1, 0, 0}, true},
              {{1, 0, 1, 0}, true},  {{0, 3, 0, 0}, true},  {{0, 2, 0, 0}, false},
              {{0, 2, 1, 0}, true},  {{0, 1, 9, 0}, false}, {{0, 0, 9, 0}, false},
              {{1, 0, 0, 9}, false}, {{0, 0, 0, 0}, false}};
  for (const auto& row : rows) {
    EXPECT_EQ(is_positive(row.count), row.positive)
        << row.count.strong << row.count.medium << row.count.weak;
  }
}

Indicator make(const std::string& id, Dimension dimension, Strength strength, uint8_t elements) {
  Indicator i;
  i.id = id;
  i.dimension = dimension;
  i.forms = 0xFF;
  i.proposed = strength;
  i.elements = elements;
  return i;
}

constexpr uint8_t kAct = 1, kMeans = 2, kChild = 8;

Catalogue small() {
  Catalogue out;
  out.indicators = {make("S1", Dimension::coercion_at_destination, Strength::strong, kMeans),
                    make("S2", Dimension::coercion_at_destination, Strength::strong, kMeans),
                    make("M1", Dimension::deceptive_recruitment, Strength::medium, kMeans),
                    make("M2", Dimension::deceptive_recruitment, Strength::medium, kMeans),
                    make("W1", Dimension::deceptive_recruitment, Strength::weak, kAct),
                    make("N1", Dimension::none, Strength::strong, kAct)};
  out.indicators[4].common_in_lawful = true;
  return out;
}

TEST(Combine, NeedsACombination) {
  const Catalogue catalogue = small();
  const struct {
    std::vector<uint32_t> seen;
    Level level;
  } rows[] = {{{}, Level::none},    {{0}, Level::low},          {{0, 1}, Level::medium},
              {{2, 3}, Level::low}, {{2, 3, 4}, Level::medium}, {{0, 1, 2, 3, 4}, Level::high},
              {{5}, Level::low},    {{0, 5}, Level::low}};
  for (const auto& row : rows) {
    EXPECT_EQ(combine(catalogue, {row.seen, {}, false, false}).level, row.level) << row.seen.size();
  }
}

TEST(Combine, AChildWhoIsOfferedNeedsNoMeans) {
  Catalogue catalogue = small();
  catalogue.indicators.push_back(make("C1", Dimension::none, Strength::medium, kChild));
  catalogue.indicators.push_back(
      make("C2", Dimension::deceptive_recruitment, Strength::medium, kAct | kChild));
  for (const bool adult : {false, true}) {
    for (const Wording wording : {Wording::agrees, Wording::ordinary}) {
      const std::vector<uint32_t> offered{6}, called{7};
      EXPECT_EQ(combine(catalogue, {offered, {}, true, adult, wording}).level, Level::high);
      // In news and warnings no child is spoken of as one who is here.
      EXPECT_LE(combine(catalogue, {offered, {}, false, adult, wording}).level, Level::low);
      EXPECT_LE(combine(catalogue, {called, {}, true, adult, wording}).level, Level::low);
    }
  }
}

TEST(Combine, AChildMakesItMorePressing) {
  const Catalogue catalogue = small();
  const std::vector<uint32_t> seen = {0, 1};
  EXPECT_EQ(combine(catalogue, {seen, {}, true, false}).level, Level::high);
}

TEST(Combine, AdultWorkStaysLowWithoutMeansOrChild) {
  Catalogue catalogue = small();
  for (Indicator& i : catalogue.indicators) i.elements = kAct;
  const std::vector<uint32_t> seen = {0, 1, 2, 3, 4};
  const Combination capped = combine(catalogue, {seen, {}, false, true});
  EXPECT_EQ(capped.level, Level::low);
  EXPECT_TRUE(capped.capped);
  EXPECT_EQ(combine(catalogue, {seen, {}, true, true}).level, Level::high);
  catalogue.indicators[0].elements = kMeans;
  EXPECT_EQ(combine(catalogue, {seen, {}, false, true}).level, Level::high);
}

TEST(Combine, CountsOnlyWithWhatItNeeds) {
  Catalogue catalogue = small();
  catalogue.indicators[1].with = {"M1"};
  const std::vector<uint32_t> alone = {0, 1}, both = {0, 1, 2};
  EXPECT_EQ(combine(catalogue, {alone, {}, false, false}).level, Level::low);
  EXPECT_EQ(combine(catalogue, {both, {}, false, false}).level, Level::medium);
}

TEST(Combine, KeepsSeenDeniedAndNotStatedApart) {
  const Catalogue catalogue = small();
  const std::vector<uint32_t> seen = {4}, denied = {0};
  const Combination sum = combine(catalogue, {seen, denied, false, false});
  EXPECT_EQ(sum.palermo[static_cast<std::size_t>(Palermo::act)], Element::seen);
  EXPECT_EQ(sum.palermo[static_cast<std::size_t>(Palermo::means)], Element::denied);
  EXPECT_EQ(sum.palermo[static_cast<std::size_t>(Palermo::purpose)], Element::not_stated);
}

TEST(Combine, AWeightOfASourceComesBeforeAProposal) {
  Catalogue catalogue = small();
  catalogue.indicators[0].adult[static_cast<std::size_t>(Form::labour)] = Strength::weak;
  catalogue.indicators[0].forms = 1U << static_cast<unsigned>(Form::labour);
  catalogue.indicators[1].forms = catalogue.indicators[0].forms;
  const std::vector<uint32_t> seen = {0, 1};
  const Combination sum = combine(catalogue, {seen, {}, false, false});
  EXPECT_EQ(sum.dimensions[static_cast<std::size_t>(Dimension::coercion_at_destination)].weak, 1U);
  EXPECT_EQ(sum.proposals, 1U);
}

}  // namespace
}  // namespace maillon::rank
