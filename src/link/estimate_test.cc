#include "link/estimate.h"

#include <gtest/gtest.h>

#include "base/hash.h"

namespace maillon::link {
namespace {

// Numbers in [0, 1), the same on every machine.
class PairDice {
 public:
  explicit PairDice(uint64_t seed) : state_(seed) {}
  double roll() {
    return static_cast<double>(mix64(++state_ * 0x9e3779b97f4a7c15ULL) >> 11) * 0x1p-53;
  }
  bool happens(double chance) { return roll() < chance; }

 private:
  uint64_t state_;
};

// Pairs of a known mixture.
struct World {
  double same_share = 0.9;
  double m = 0.7;               // one operator: something else agrees
  double same_city = 0.8;       // one operator
  double same_language = 0.95;  // one operator
  double known = 1;             // posts with a language, a town and a time

  Pattern pair(PairDice& dice, bool same) const {
    Context context;
    if (dice.happens(known)) context.language = dice.happens(same ? same_language : 0.2) ? 2 : 1;
    if (dice.happens(known)) context.city = dice.happens(same ? same_city : 0.01) ? 2 : 1;
    if (dice.happens(known))
      context.gap = static_cast<uint8_t>(1 + (same ? dice.roll() * 3 : 2 + dice.roll() * 3));
    const auto comparable = static_cast<uint8_t>(dice.roll() * 4);
    const bool tied = comparable > 0 && same && dice.happens(m);
    return {comparable, tied, static_cast<uint8_t>(index_of(context))};
  }
  PatternCounts session(int pairs, uint64_t seed, double share) const {
    PairDice dice(seed);
    PatternCounts counts{};
    for (int i = 0; i < pairs; ++i) {
      const bool same = dice.happens(share);
      ++counts[index_of(pair(dice, same))];
    }
    return counts;
  }
};

TEST(Pattern, NumbersGoThereAndBack) {
  for (std::size_t p = 0; p < kPatterns; ++p) EXPECT_EQ(index_of(pattern_at(p)), p);
}

TEST(FitMixture, RecoversWhatTheWorldWasMadeOf) {
  struct Row {
    const char* text;
    World world;
    double tolerance;
  };
  const Row rows[] = {
      {"as good as clean", {.same_share = 0.999}, 0.003},
      {"some recycled numbers", {.same_share = 0.95}, 0.01},
      {"a site's number in one post of four", {.same_share = 0.75}, 0.015},
      {"mostly noise", {.same_share = 0.25}, 0.03},
      {"operators that change everything", {.same_share = 0.8, .m = 0.15}, 0.03},
      {"operators that travel", {.same_share = 0.8, .same_city = 0.2}, 0.02},
      {"half of the circumstances unknown", {.same_share = 0.8, .known = 0.5}, 0.03},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    const PatternCounts pairs = row.world.session(8000, 1, row.world.same_share);
    const Population population = describe_population(row.world.session(20'000, 2, 0), pairs);
    const Mixture mixture = fit_mixture(pairs, population, 0.99);
    EXPECT_NEAR(mixture.same_share, row.world.same_share, row.tolerance);
    for (std::size_t n = 1; n < kComparable; ++n) EXPECT_NEAR(mixture.tied[n], row.world.m, 0.06);
    EXPECT_LE(posterior_alone(pairs, mixture, 0.99), 0.99);
    EXPECT_GE(posterior_alone(pairs, mixture, 0.99), kLeastPosterior);
  }
}

// Disagreement alone does not show strangers: operators change numbers.
TEST(FitMixture, StaysAtTheDefaultWhereNothingIsKnown) {
  const World world{.same_share = 0.9, .m = 0.5, .known = 0};
  const PatternCounts pairs = world.session(8000, 3, 0.6);
  const Population population = describe_population(world.session(20'000, 4, 0), pairs);
  EXPECT_NEAR(fit_mixture(pairs, population, 0.99).same_share, 0.99, 0.01);
}

TEST(FitMixture, AFewPairsMoveTheDefaultALittle) {
  const World world;
  const PatternCounts pairs = world.session(40, 5, 0.5);
  const Population population = describe_population(world.session(20'000, 6, 0), pairs);
  EXPECT_GT(fit_mixture(pairs, population, 0.99).same_share, 0.8);
  EXPECT_FALSE(is_enough(pairs));
  EXPECT_TRUE(is_enough(world.session(2000, 5, 0.5)));
}

TEST(Mixture, WhatIsNotKnownSaysNothing) {
  const World world{.same_share = 0.8};
  const PatternCounts pairs = world.session(8000, 7, world.same_share);
  const Population population = describe_population(world.session(20'000, 8, 0), pairs);
  const Mixture mixture = fit_mixture(pairs, population, 0.99);
  EXPECT_NEAR(mixture.posterior({0, false, 0}), mixture.same_share, 1e-9);
  EXPECT_GT(mixture.posterior({1, true, 0}), 0.99);
  EXPECT_LT(mixture.posterior({1, false, 0}), mixture.same_share);
}

}  // namespace
}  // namespace maillon::link
