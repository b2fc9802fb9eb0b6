// Fellegi and Sunter's model, in the shape that this field allows. The textbook
// compares columns (name, street, date of birth), each of which every record has and
// keeps. Posts carry few selectors, and operators change them: that two posts with one
// phone have different e-mail addresses says little, and agreements come in bunches
// (posts of one week agree in all, posts of two seasons in nothing), so a latent class
// model over the columns takes the second kind for strangers. Two things hold:
//
// - Agreement in anything else is all but proof: strangers who share a phone do not
//   share an e-mail address as well (u, from pairs chosen at random). So pairs that are
//   tied twice show what pairs of one operator look like: language, town, time.
// - Pairs at random show what strangers look like.
//
// What is left is a mixture of two kinds of pairs with known contexts. Unknown are the
// share lambda of pairs with one operator, and m, how often such a pair is tied twice,
// by the number of classes in which it could be. Expectation-maximisation from lambda
// at the default; with m given the likelihood is concave in lambda, so there is no
// wrong class to end in.
#include "link/estimate.h"

#include <algorithm>
#include <cmath>

namespace maillon::link {
namespace {

constexpr int kMaxRounds = 500;
constexpr double kConverged = 1e-9;
// Pairs that a smoothed table is drawn to its base by.
constexpr double kSmooth = 50;
// Of an operator's pairs, so many look like any two posts: other contacts, another town,
// another season. Whatever differs then speaks against by 9 bits at most, so a class
// that was found clean (lambda 99.9 %) is not divided by the oddness of single pairs.
constexpr double kUnlike = 0.002;

using Marginals = std::array<std::array<double, kGaps>, 3>;  // language, city, gap

std::array<uint8_t, 3> parts_of(std::size_t context) {
  const Context c = context_at(context);
  return {c.language, c.city, c.gap};
}

// What is known of a context: bit 0 language, bit 1 town, bit 2 time.
std::size_t known_of(std::size_t context) {
  const auto parts = parts_of(context);
  return (parts[0] > 0 ? 1U : 0U) | (parts[1] > 0 ? 2U : 0U) | (parts[2] > 0 ? 4U : 0U);
}

using ContextCounts = std::array<double, kContexts>;

// As if language, town and time had nothing to do with each other.
ContextTable independent(const ContextCounts& counts) {
  constexpr std::size_t kValues[] = {3, 3, kGaps};
  Marginals share{};
  for (std::size_t part = 0; part < 3; ++part) {
    double sum = 0;
    for (std::size_t value = 1; value < kValues[part]; ++value) {
      for (std::size_t c = 0; c < kContexts; ++c)
        share[part][value] += parts_of(c)[part] == value ? counts[c] : 0;
      share[part][value] += 0.5;
      sum += share[part][value];
    }
    for (std::size_t value = 1; value < kValues[part]; ++value) share[part][value] /= sum;
    share[part][0] = 1;
  }
  ContextTable table{};
  for (std::size_t c = 0; c < kContexts; ++c) {
    const auto parts = parts_of(c);
    table[c] = share[0][parts[0]] * share[1][parts[1]] * share[2][parts[2]];
  }
  return table;
}

// Shares within what is known, drawn to `base` where there are few pairs.
ContextTable smooth(const ContextCounts& counts, const ContextTable& base) {
  std::array<double, 8> pairs{};
  for (std::size_t c = 0; c < kContexts; ++c) pairs[known_of(c)] += counts[c];
  ContextTable table{};
  for (std::size_t c = 0; c < kContexts; ++c)
    table[c] = (counts[c] + kSmooth * base[c]) / (pairs[known_of(c)] + kSmooth);
  return table;
}

ContextCounts contexts_of(const PatternCounts& pairs, bool tied_only) {
  ContextCounts counts{};
  for (std::size_t p = 0; p < kPatterns; ++p) {
    if (!tied_only || pattern_at(p).tied)
      counts[pattern_at(p).context] += static_cast<double>(pairs[p]);
  }
  return counts;
}

struct Tied {
  std::array<double, kComparable> tied{}, all{};
};
Tied count_tied(const PatternCounts& pairs) {
  Tied count;
  for (std::size_t p = 0; p < kPatterns; ++p) {
    const Pattern pattern = pattern_at(p);
    count.all[pattern.comparable] += static_cast<double>(pairs[p]);
    if (pattern.tied) count.tied[pattern.comparable] += static_cast<double>(pairs[p]);
  }
  return count;
}

}  // namespace

Population describe_population(const PatternCounts& random, const PatternCounts& tied) {
  Population population;
  const ContextCounts strangers = contexts_of(random, false), same = contexts_of(tied, true);
  population.strangers = smooth(strangers, independent(strangers));
  population.same = smooth(same, independent(same));
  const Tied by_chance = count_tied(random);
  for (std::size_t n = 0; n < kComparable; ++n)
    population.chance[n] = (by_chance.tied[n] + 0.5) / (by_chance.all[n] + 1);
  return population;
}

double Mixture::posterior(const Pattern& pattern) const {
  const std::size_t n = pattern.comparable;
  const double m = n == 0 ? 1 : pattern.tied ? tied[n] : 1 - tied[n];
  const double u = n == 0 ? 1 : pattern.tied ? population->chance[n] : 1 - population->chance[n];
  const double stranger = population->strangers[pattern.context];
  const double usual = m * same[pattern.context], chance = u * stranger;
  const double for_same = same_share * ((1 - kUnlike) * usual + kUnlike * chance);
  return for_same / (for_same + (1 - same_share) * chance);
}

Mixture fit_mixture(const PatternCounts& pairs, const Population& population, double ceiling) {
  Mixture mixture;
  mixture.population = &population;
  mixture.same = smooth(contexts_of(pairs, true), population.same);
  mixture.same_share = ceiling;
  const Tied seen = count_tied(pairs);
  double all = 0;
  for (std::size_t n = 0; n < kComparable; ++n) {
    all += seen.all[n];
    mixture.tied[n] = (seen.tied[n] + 1) / (seen.all[n] + 2);
  }
  for (int round = 0; round < kMaxRounds; ++round) {
    Tied same;
    for (std::size_t p = 0; p < kPatterns; ++p) {
      if (pairs[p] == 0) continue;
      const Pattern pattern = pattern_at(p);
      const double expected = static_cast<double>(pairs[p]) * mixture.posterior(pattern);
      same.all[pattern.comparable] += expected;
      if (pattern.tied) same.tied[pattern.comparable] += expected;
    }
    double sum = 0;
    for (std::size_t n = 0; n < kComparable; ++n) {
      sum += same.all[n];
      mixture.tied[n] = (same.tied[n] + 1) / (same.all[n] + 2);
    }
    const double before = mixture.same_share;
    mixture.same_share = (sum + kPseudoPairs * ceiling) / (all + kPseudoPairs);
    if (std::abs(before - mixture.same_share) < kConverged) break;
  }
  return mixture;
}

bool is_enough(const PatternCounts& pairs) {
  const Tied seen = count_tied(pairs);
  double all = 0, tied = 0;
  for (std::size_t n = 0; n < kComparable; ++n) {
    all += seen.all[n];
    tied += seen.tied[n];
  }
  return all >= static_cast<double>(kLeastPairs) && tied >= static_cast<double>(kLeastTied);
}

double posterior_alone(const PatternCounts& pairs, const Mixture& mixture, double ceiling) {
  double sum = 0, linked = 0;
  for (std::size_t p = 0; p < kPatterns; ++p) {
    const double posterior = mixture.posterior(pattern_at(p));
    if (posterior < kLeastPosterior) continue;
    linked += static_cast<double>(pairs[p]);
    sum += static_cast<double>(pairs[p]) * posterior;
  }
  return std::min(ceiling, (sum + kPseudoPairs * ceiling) / (linked + kPseudoPairs));
}

}  // namespace maillon::link
