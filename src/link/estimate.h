// What sharing a signal of one class is worth, estimated from the heap itself: the
// share of pairs that have one operator among the pairs that share it.
#pragma once

#include <array>
#include <cstdint>

#include "link/compare.h"

namespace maillon::link {

using PatternCounts = std::array<uint64_t, kPatterns>;
// Of each context, given what is known of it (language, town, time).
using ContextTable = std::array<double, kContexts>;

// What is the same for all classes.
struct Population {
  ContextTable same{};                       // pairs of one operator
  ContextTable strangers{};                  // pairs chosen at random
  std::array<double, kComparable> chance{};  // u: strangers agree in something
};
// From pairs at random and from pairs that are tied twice.
Population describe_population(const PatternCounts& random, const PatternCounts& tied);

// Pairs that share a signal of one class as a mixture of two kinds of pairs.
struct Mixture {
  double same_share = 0;                   // lambda
  std::array<double, kComparable> tied{};  // m: pairs of one operator agree in something else
  ContextTable same{};                     // contexts of pairs of one operator
  const Population* population = nullptr;
  // That a pair of this pattern has one operator.
  double posterior(const Pattern& pattern) const;
};
// Expectation-maximisation over the patterns, in their order: exact, and the same for
// any order of the pairs. `ceiling`: where the share starts, and what it is drawn to
// by kPseudoPairs. Keeps a pointer to the population.
Mixture fit_mixture(const PatternCounts& pairs, const Population& population, double ceiling);

// With fewer pairs, or fewer of them tied twice, the default stands.
inline constexpr uint64_t kLeastPairs = 300;
inline constexpr uint64_t kLeastTied = 50;
// The default counts as if it had been seen in this many pairs.
inline constexpr double kPseudoPairs = 100;
// A pair that is likelier strangers than not is not linked by the signal.
inline constexpr double kLeastPosterior = 0.5;

bool is_enough(const PatternCounts& pairs);

// The posterior that a link of this class gives alone: the mean over the pairs that
// are linked (kLeastPosterior), drawn to the ceiling and never above it.
double posterior_alone(const PatternCounts& pairs, const Mixture& mixture, double ceiling);

}  // namespace maillon::link
