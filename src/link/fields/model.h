// What each level of likeness of each column is worth, in bits, learned from the
// table itself (Fellegi and Sunter 1969).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "link/fields/block.h"
#include "link/fields/compare.h"
#include "link/fields/table.h"

namespace maillon::link {

struct FieldWeights {
  // log2(m / u) of each level, 1/1024 bits; of kExact log2(m) alone: the value's
  // own rarity is added to it.
  std::array<int32_t, kLevels> bits{};
  std::array<double, kLevels> m{}, u{};
};

struct FieldModel {
  std::vector<FieldWeights> columns;
  int32_t prior = 0;  // log2 odds that two random records are of one family, 1/1024
};

// -log2 of the share of rows that state each value although they are of another
// family than who states it: what agreeing on it by chance would take, 1/1024 bits.
// A family's copies do not make its own values common.
std::vector<std::vector<int32_t>> value_rarity(const Fields& fields,
                                               std::span<const uint32_t> label);

// One column's part of the evidence for a pair.
int32_t field_bits(const FieldModel& model, const std::vector<std::vector<int32_t>>& rarity,
                   const Fields& fields, std::size_t column, uint32_t level, uint32_t row);

// Log odds that the two are of one family: prior + fields, 1/1024 bits.
int32_t weigh_records(const FieldModel& model, const std::vector<std::vector<int32_t>>& rarity,
                      const Fields& fields, LevelPattern pattern, uint32_t row);

// Pairs of records with how alike their columns are.
struct ComparedPairs {
  std::vector<RowPair> pairs;
  std::vector<LevelPattern> patterns;  // beside pairs
};
ComparedPairs compare_pairs(const Fields& fields, std::vector<RowPair>&& pairs);
// Any two records, chosen by hash; the same for the same number of rows.
std::vector<RowPair> random_pairs(std::size_t rows);

// Learns from blocked pairs and from random ones.
FieldModel learn_fields(const Fields& fields, const ComparedPairs& blocked,
                        const ComparedPairs& random);

// Learns again from what families came out: m from pairs inside, u from random
// pairs across.
FieldModel relearn_fields(const Fields& fields, const std::vector<uint32_t>& label,
                          const ComparedPairs& random, const FieldModel& before);

}  // namespace maillon::link
