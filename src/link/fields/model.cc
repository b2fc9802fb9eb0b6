// The recipe that works (docs/decisions/010): u from random pairs; m by
// expectation-maximisation in sessions, each over pairs that agree on one column
// and teaching the others only, with u fixed; the prior from how many blocked
// pairs then come out as matches. One joint EM over all blocked pairs finds the
// wrong classes. When families have been found, all is learned once more from
// them, so that random pairs that happen to be matches no longer blur u.
#include "link/fields/model.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/hash.h"
#include "base/parallel.h"

namespace maillon::link {
namespace {

constexpr std::size_t kRandomPairs = 1U << 19;
constexpr std::size_t kSessionPairs = 1U << 17;
constexpr std::size_t kPairsPerValue = 24;
constexpr double kTrustBefore = 20;  // pairs that the weights of the round before stand for
constexpr double kCommonest =
    0.05;  // a column whose values agree by chance more often leads no session
constexpr std::size_t kModelStep = 4096;
constexpr double kUnit = 1024;
// Cells are empty together (no journal, so no volume and no pages): what each of them
// says has been said in part by the others. The figures hold from 1.4 to 3.
constexpr int32_t kEmptyTogether = 2;

using Counts = std::array<double, kLevels>;

// Shares of the levels; a level that was never seen has half a pair.
std::array<double, kLevels> to_shares(const Counts& counts, double floor) {
  std::array<double, kLevels> shares{};
  double sum = 0;
  for (uint32_t l = kDifferent; l < kLevels; ++l) sum += counts[l] + floor;
  for (uint32_t l = kDifferent; l < kLevels; ++l) shares[l] = (counts[l] + floor) / sum;
  return shares;
}

// How often each pattern occurs, in the order of patterns.
std::vector<std::pair<LevelPattern, double>> count_patterns(std::vector<LevelPattern> patterns) {
  std::sort(patterns.begin(), patterns.end());
  std::vector<std::pair<LevelPattern, double>> counted;
  for (const LevelPattern p : patterns) {
    if (counted.empty() || counted.back().first != p) counted.emplace_back(p, 0.0);
    counted.back().second += 1;
  }
  return counted;
}

std::array<double, kLevels> first_guess() {
  return to_shares({0, 0.05, 0.02, 0.03, 0.05, 0.05, 0.01, 0.79, 0.1}, 0);
}

// Of rows that have something in common (rows of one value, of one family) the pairs
// of each with the next, then with the one after, until there are enough.
void add_neighbours(std::span<const std::pair<uint32_t, uint32_t>> rows,
                    std::vector<RowPair>& pairs) {
  std::size_t made = 0;
  for (std::size_t step = 1; step < rows.size(); ++step) {
    for (std::size_t k = 0; k + step < rows.size(); ++k) {
      if (made++ == kPairsPerValue) return;
      pairs.push_back(to_pair(rows[k].second, rows[k + step].second));
    }
  }
}

void count_levels(LevelPattern pattern, std::vector<Counts>& counts) {
  for (std::size_t c = 0; c < counts.size(); ++c) counts[c][level_of(pattern, c)] += 1;
}

// Pairs that agree on the column: of each value's rows the next few.
std::vector<RowPair> session_pairs(const FieldColumn& column) {
  std::vector<std::pair<uint32_t, uint32_t>> by_value;
  for (uint32_t row = 0; row < column.value.size(); ++row) {
    if (column.value[row] != kNoValue) by_value.emplace_back(column.value[row], row);
  }
  std::sort(by_value.begin(), by_value.end());
  std::vector<RowPair> pairs;
  for (std::size_t i = 0; i < by_value.size();) {
    std::size_t j = i;
    while (j < by_value.size() && by_value[j].first == by_value[i].first) ++j;
    add_neighbours(std::span(by_value).subspan(i, j - i), pairs);
    i = j;
  }
  if (pairs.size() > kSessionPairs) {
    std::sort(pairs.begin(), pairs.end(), [](RowPair x, RowPair y) { return mix64(x) < mix64(y); });
    pairs.resize(kSessionPairs);
  }
  return pairs;
}

double agree_by_chance(const FieldColumn& column) {
  double sum = 0;
  for (const double n : column.count) sum += n * (n - 1);
  const auto stated = static_cast<double>(column.stated);
  return sum / std::max(stated * (stated - 1), 1.0);
}

struct Session {
  std::vector<Counts> matches;  // per column: expected matches at each level
  double share = 0;             // of the session's pairs that match
};

// EM with u fixed over pairs that agree on column `lead`.
Session run_session(const Fields& fields, const std::vector<std::array<double, kLevels>>& u,
                    std::size_t lead) {
  const std::size_t columns = fields.columns.size();
  const ComparedPairs pairs = compare_pairs(fields, session_pairs(fields.columns[lead]));
  const auto counted = count_patterns(pairs.patterns);
  std::vector<std::array<double, kLevels>> m(columns, first_guess());
  Session session{.matches = std::vector<Counts>(columns), .share = 0.5};
  if (pairs.pairs.size() < 20) return {std::vector<Counts>(columns), 0};
  for (int round = 0; round < 25; ++round) {
    for (Counts& counts : session.matches) counts.fill(0);
    double matches = 0, all = 0;
    for (const auto& [pattern, count] : counted) {
      double odds = session.share / (1 - session.share);
      for (std::size_t c = 0; c < columns; ++c) {
        const uint32_t level = level_of(pattern, c);
        if (c != lead && level != kMissing) odds *= m[c][level] / u[c][level];
      }
      const double expected = count * odds / (1 + odds);
      matches += expected;
      all += count;
      for (std::size_t c = 0; c < columns; ++c)
        session.matches[c][level_of(pattern, c)] += expected;
    }
    session.share = std::clamp(matches / all, 0.001, 0.999);
    for (std::size_t c = 0; c < columns; ++c) m[c] = to_shares(session.matches[c], 0.5);
  }
  session.matches[lead].fill(0);
  return session;
}

int32_t to_bits(double ratio) {
  return static_cast<int32_t>(std::lround(kUnit * std::log2(ratio)));
}

void set_bits(FieldWeights& weights) {
  const double together = (1 - weights.m[kOneSided]) / (1 - weights.u[kOneSided]);
  const int32_t discount = to_bits(together) - to_bits(together) / kEmptyTogether;
  for (uint32_t l = kDifferent; l < kLevels; ++l)
    weights.bits[l] = to_bits(weights.m[l] / weights.u[l]) - discount;
  weights.bits[kOneSided] = to_bits(weights.m[kOneSided] / weights.u[kOneSided]) / kEmptyTogether;
  weights.bits[kExact] = to_bits(weights.m[kExact]) - discount;
}

std::vector<uint32_t> stand_alone(std::size_t rows) {
  std::vector<uint32_t> label(rows);
  std::iota(label.begin(), label.end(), 0);
  return label;
}

// The share of random pairs that match: as many as come out of the blocked pairs.
int32_t learn_prior(const Fields& fields, FieldModel model, const ComparedPairs& blocked) {
  const auto rarity = value_rarity(fields, stand_alone(fields.rows));
  const auto rows = static_cast<double>(fields.rows);
  const double all = rows * (rows - 1) / 2;
  model.prior = 0;
  std::vector<double> ratio(blocked.pairs.size());
  for (std::size_t i = 0; i < ratio.size(); ++i) {
    ratio[i] = std::exp2(
        weigh_records(model, rarity, fields, blocked.patterns[i], first_of(blocked.pairs[i])) /
        kUnit);
  }
  double share = std::min(rows / all, 0.5);
  for (int round = 0; round < 20; ++round) {
    double matches = 0.5;
    for (const double r : ratio) {
      const double odds = r * share / (1 - share);
      matches += odds / (1 + odds);
    }
    share = std::clamp(matches / all, 1e-15, 0.5);
  }
  return to_bits(share / (1 - share));
}

}  // namespace

namespace {

// Records lie all over memory: what the next pairs need is on its way while this one
// is compared.
constexpr std::size_t kAhead = 4;

void fetch_values(const Fields& fields, RowPair pair) {
  __builtin_prefetch(fields.values_of(first_of(pair)));
  __builtin_prefetch(fields.values_of(second_of(pair)));
}

void fetch_views(const Fields& fields, RowPair pair) {
  for (const uint32_t row : {first_of(pair), second_of(pair)}) {
    const uint32_t* values = fields.values_of(row);
    for (std::size_t c = 0; c < fields.columns.size(); ++c) {
      if (values[c] != kNoValue) __builtin_prefetch(fields.columns[c].views.data() + values[c]);
    }
  }
}

}  // namespace

ComparedPairs compare_pairs(const Fields& fields, std::vector<RowPair>&& pairs) {
  ComparedPairs compared{std::move(pairs), {}};
  compared.patterns.resize(compared.pairs.size());
  parallel_blocks(
      compared.pairs.size(), kModelStep, [&](std::size_t begin, std::size_t end, std::size_t) {
        for (std::size_t i = begin; i < end; ++i) {
          if (i + 2 * kAhead < end) fetch_values(fields, compared.pairs[i + 2 * kAhead]);
          if (i + kAhead < end) fetch_views(fields, compared.pairs[i + kAhead]);
          const RowPair pair = compared.pairs[i];
          compared.patterns[i] = compare_records(fields, first_of(pair), second_of(pair));
        }
      });
  return compared;
}

std::vector<RowPair> random_pairs(std::size_t rows) {
  std::vector<RowPair> pairs;
  if (rows < 2) return pairs;
  const uint64_t all = static_cast<uint64_t>(rows) * (rows - 1) / 2;
  const uint64_t wanted = std::min<uint64_t>(kRandomPairs, 4 * all);
  for (uint64_t i = 0; i < wanted; ++i) {
    const auto a = static_cast<uint32_t>(mix64(2 * i + 1) % rows);
    const auto b = static_cast<uint32_t>(mix64(2 * i + 2) % rows);
    if (a != b) pairs.push_back(to_pair(a, b));
  }
  return pairs;
}

std::vector<std::vector<int32_t>> value_rarity(const Fields& fields,
                                               std::span<const uint32_t> label) {
  std::vector<std::vector<int32_t>> rarity(fields.columns.size());
  parallel_for(fields.columns.size(), [&](std::size_t c) {
    const FieldColumn& column = fields.columns[c];
    std::vector<std::pair<uint32_t, uint32_t>> carriers;  // value, family
    for (uint32_t row = 0; row < fields.rows; ++row) {
      if (column.value[row] != kNoValue) carriers.emplace_back(column.value[row], label[row]);
    }
    std::sort(carriers.begin(), carriers.end());
    std::vector<double> at_home(column.count.size(), 0);  // sum of squares over families
    for (std::size_t i = 0; i < carriers.size();) {
      std::size_t j = i;
      while (j < carriers.size() && carriers[j] == carriers[i]) ++j;
      at_home[carriers[i].first] += static_cast<double>(j - i) * static_cast<double>(j - i);
      i = j;
    }
    for (std::size_t v = 0; v < column.count.size(); ++v) {
      const double elsewhere = column.count[v] - at_home[v] / column.count[v];
      rarity[c].push_back(to_bits(static_cast<double>(column.stated) / (elsewhere + 1)));
    }
  });
  return rarity;
}

int32_t field_bits(const FieldModel& model, const std::vector<std::vector<int32_t>>& rarity,
                   const Fields& fields, std::size_t column, uint32_t level, uint32_t row) {
  if (level == kMissing) return 0;
  const int32_t bits = model.columns[column].bits[level];
  return level == kExact ? bits + rarity[column][fields.columns[column].value[row]] : bits;
}

int32_t weigh_records(const FieldModel& model, const std::vector<std::vector<int32_t>>& rarity,
                      const Fields& fields, LevelPattern pattern, uint32_t row) {
  int32_t sum = model.prior;
  for (std::size_t c = 0; c < fields.columns.size(); ++c)
    sum += field_bits(model, rarity, fields, c, level_of(pattern, c), row);
  return sum;
}

FieldModel learn_fields(const Fields& fields, const ComparedPairs& blocked,
                        const ComparedPairs& random) {
  const std::size_t columns = fields.columns.size();
  std::vector<Counts> by_chance(columns);
  for (const LevelPattern p : random.patterns) count_levels(p, by_chance);
  std::vector<std::array<double, kLevels>> u(columns);
  for (std::size_t c = 0; c < columns; ++c) u[c] = to_shares(by_chance[c], 0.5);
  std::vector<Counts> matches(columns);
  for (std::size_t lead = 0; lead < columns; ++lead) {
    if (agree_by_chance(fields.columns[lead]) > kCommonest) continue;
    const Session session = run_session(fields, u, lead);
    for (std::size_t c = 0; c < columns; ++c) {
      for (uint32_t l = kDifferent; l < kLevels; ++l)
        matches[c][l] += session.share * session.share * session.matches[c][l];
    }
  }
  FieldModel model;
  const std::array<double, kLevels> guess = first_guess();
  for (std::size_t c = 0; c < columns; ++c) {
    FieldWeights weights;
    for (uint32_t l = kDifferent; l < kLevels; ++l) matches[c][l] += 10 * guess[l];
    weights.m = to_shares(matches[c], 0.1);
    weights.u = u[c];
    set_bits(weights);
    model.columns.push_back(weights);
  }
  model.prior = learn_prior(fields, model, blocked);
  return model;
}

namespace {

// Pairs of records of one family, a few of each.
std::vector<RowPair> pairs_inside(const std::vector<uint32_t>& label, double& all) {
  std::vector<std::pair<uint32_t, uint32_t>> members;
  for (uint32_t row = 0; row < label.size(); ++row) members.emplace_back(label[row], row);
  std::sort(members.begin(), members.end());
  std::vector<RowPair> inside;
  all = 0.5;
  for (std::size_t i = 0; i < members.size();) {
    std::size_t j = i;
    while (j < members.size() && members[j].first == members[i].first) ++j;
    const auto size = static_cast<double>(j - i);
    all += size * (size - 1) / 2;
    add_neighbours(std::span(members).subspan(i, j - i), inside);
    i = j;
  }
  return inside;
}

}  // namespace

FieldModel relearn_fields(const Fields& fields, const std::vector<uint32_t>& label,
                          const ComparedPairs& random, const FieldModel& before) {
  const std::size_t columns = fields.columns.size();
  double matches = 0;
  const ComparedPairs inside = compare_pairs(fields, pairs_inside(label, matches));
  std::vector<Counts> same(columns), apart(columns);
  for (const LevelPattern p : inside.patterns) count_levels(p, same);
  for (std::size_t i = 0; i < random.pairs.size(); ++i) {
    const RowPair pair = random.pairs[i];
    if (label[first_of(pair)] != label[second_of(pair)]) count_levels(random.patterns[i], apart);
  }
  FieldModel model;
  for (std::size_t c = 0; c < columns; ++c) {
    FieldWeights weights;
    for (uint32_t l = kDifferent; l < kLevels; ++l)
      same[c][l] += kTrustBefore * before.columns[c].m[l];
    weights.m = to_shares(same[c], 0.1);
    weights.u = to_shares(apart[c], 0.5);
    set_bits(weights);
    model.columns.push_back(weights);
  }
  const auto rows = static_cast<double>(fields.rows);
  const double share = std::clamp(matches / (rows * (rows - 1) / 2), 1e-15, 0.5);
  model.prior = to_bits(share / (1 - share));
  return model;
}

}  // namespace maillon::link
