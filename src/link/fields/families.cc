// From a table to families, in five moves:
//   1. prepare: rows that state the same are one row; distinct values of each column,
//      their words, how rare they are;
//   2. block: records that share something rare are worth comparing (block.h);
//   3. compare: each column of a pair becomes a level of likeness (compare.h);
//   4. learn what each level is worth in bits (model.h);
//   5. join without chaining (cluster.h), and learn again from what came out until
//      nothing changes.
#include "link/fields/families.h"

#include <algorithm>
#include <numeric>

#include "base/hash.h"
#include "base/parallel.h"
#include "link/fields/block.h"
#include "link/fields/cluster.h"
#include "link/fields/compare.h"
#include "link/fields/model.h"

namespace maillon::link {
namespace {

constexpr int kLearningRounds = 6;
constexpr std::size_t kFamilyStep = 4096;

std::vector<uint32_t> cluster(const Fields& fields, const FieldModel& model,
                              const std::vector<std::vector<int32_t>>& rarity,
                              const ComparedPairs& blocked) {
  std::vector<WeighedPair> likely;
  for (std::size_t i = 0; i < blocked.pairs.size(); ++i) {
    const RowPair pair = blocked.pairs[i];
    const int32_t odds = weigh_records(model, rarity, fields, blocked.patterns[i], first_of(pair));
    if (odds > 0) likely.push_back({pair, odds});
  }
  return join_records(fields.rows, std::move(likely), [&](uint32_t a, uint32_t b) {
    return weigh_records(model, rarity, fields, compare_records(fields, a, b), a);
  });
}

// Rows that state the same in all columns, as one row: a flood of copies costs
// nothing and makes no value common.
struct Distinct {
  RecordTable table;
  std::vector<uint32_t> record;  // per row of the full table: row of this one
  std::vector<uint32_t> copies;  // per record
};

Distinct collapse_copies(const RecordTable& full) {
  const std::size_t rows = full.rows();
  std::vector<std::pair<uint64_t, uint32_t>> keys(rows);
  parallel_blocks(rows, kFamilyStep, [&](std::size_t begin, std::size_t end, std::size_t) {
    std::string joined;
    for (std::size_t row = begin; row < end; ++row) {
      joined.clear();
      for (const StringColumn& column : full.columns) joined.append(column[row]).push_back('\0');
      keys[row] = {hash64(joined), static_cast<uint32_t>(row)};
    }
  });
  std::sort(keys.begin(), keys.end());
  std::vector<uint32_t> first(rows);
  for (std::size_t i = 0, begin = 0; i < rows; ++i) {
    if (keys[i].first != keys[begin].first) begin = i;
    first[keys[i].second] = keys[begin].second;
  }
  Distinct out{{full.names, std::vector<StringColumn>(full.columns.size())}, {}, {}};
  out.record.resize(rows);
  for (uint32_t row = 0; row < rows; ++row) {
    if (first[row] != row) {
      out.record[row] = out.record[first[row]];
      ++out.copies[out.record[row]];
      continue;
    }
    out.record[row] = static_cast<uint32_t>(out.copies.size());
    out.copies.push_back(1);
    for (std::size_t c = 0; c < full.columns.size(); ++c)
      out.table.columns[c].push_back(full.columns[c][row]);
  }
  return out;
}

// A record's copies alone are a family only if what they state is rare enough to say
// so: `own_odds` of a record with itself.
Families to_families(const Distinct& distinct, const std::vector<uint32_t>& label,
                     const std::vector<int32_t>& own_odds) {
  std::vector<uint32_t> size(label.size(), 0);
  for (uint32_t r = 0; r < label.size(); ++r) size[label[r]] += distinct.copies[r];
  Families families;
  families.family.assign(distinct.record.size(), kNoFamily);
  std::vector<uint32_t> number(label.size(), kNoFamily);
  for (uint32_t row = 0; row < distinct.record.size(); ++row) {
    const uint32_t r = distinct.record[row];
    const uint32_t l = label[r];
    if (size[l] < 2 || (size[l] == distinct.copies[r] && own_odds[r] <= 0)) continue;
    if (number[l] == kNoFamily) number[l] = families.count++;
    families.family[row] = number[l];
  }
  return families;
}

// (hash, place) of each text, by hash.
std::vector<std::pair<uint64_t, uint32_t>> by_hash(const StringColumn& texts) {
  std::vector<std::pair<uint64_t, uint32_t>> order;
  for (uint32_t i = 0; i < texts.size(); ++i) order.emplace_back(hash64(texts[i]), i);
  std::sort(order.begin(), order.end());
  return order;
}

FieldKnowledge to_knowledge(const Fields& fields, const FieldModel& model,
                            const std::vector<std::vector<int32_t>>& rarity) {
  FieldKnowledge out;
  out.prior = {model.prior};
  out.rows = {fields.rows};
  for (std::size_t c = 0; c < fields.columns.size(); ++c) {
    const FieldColumn& column = fields.columns[c];
    out.name.push_back(column.name);
    out.kind.push_back(static_cast<uint8_t>(column.kind));
    const auto& bits = model.columns[c].bits;
    out.bits.insert(out.bits.end(), bits.begin(), bits.end());
    for (const auto& [hash, v] : by_hash(column.text)) {
      out.value_hash.push_back(hash);
      out.value_rarity.push_back(rarity[c][v]);
      out.value_count.push_back(column.count[v]);
    }
    for (const auto& [hash, w] : by_hash(column.word)) {
      out.word_hash.push_back(hash);
      out.word_weight.push_back(word_weight(column.count.size(), column.word_count[w]));
    }
    out.value_offsets.push_back(out.value_hash.size());
    out.word_offsets.push_back(out.word_hash.size());
  }
  return out;
}

}  // namespace

RecordFamilies find_record_families(const RecordTable& table, Progress& progress) {
  progress.begin_step("fields", kLearningRounds + 2, "steps");
  RecordFamilies found;
  const Distinct distinct = collapse_copies(table);
  const Fields fields = prepare_fields(distinct.table);
  std::vector<uint32_t> label(distinct.copies.size());
  std::iota(label.begin(), label.end(), 0);
  std::vector<int32_t> own_odds(label.size(), 0);
  if (!fields.columns.empty()) {
    const ComparedPairs blocked = compare_pairs(fields, find_record_pairs(fields));
    progress.advance(1);
    const ComparedPairs random = compare_pairs(fields, random_pairs(fields.rows));
    progress.advance(1);
    auto rarity = value_rarity(fields, label);
    FieldModel model = learn_fields(fields, blocked, random);
    label = cluster(fields, model, rarity, blocked);
    for (int round = 1; round < kLearningRounds; ++round) {
      model = relearn_fields(fields, label, random, model);
      rarity = value_rarity(fields, label);
      std::vector<uint32_t> next = cluster(fields, model, rarity, blocked);
      progress.advance(1);
      const bool settled = next == label;
      label = std::move(next);
      if (settled) break;
    }
    for (uint32_t r = 0; r < label.size(); ++r)
      own_odds[r] = weigh_records(model, rarity, fields, compare_records(fields, r, r), r);
    found.knowledge = to_knowledge(fields, model, rarity);
  }
  found.families = to_families(distinct, label, own_odds);
  progress.end_step();
  return found;
}

namespace {

// The entry of `hash` among sorted [begin, end), or the number of entries.
std::size_t find_hash(const std::vector<uint64_t>& hashes, uint64_t begin, uint64_t end,
                      uint64_t hash) {
  const auto first = hashes.begin() + static_cast<std::ptrdiff_t>(begin);
  const auto last = hashes.begin() + static_cast<std::ptrdiff_t>(end);
  const auto at = std::lower_bound(first, last, hash);
  return at != last && *at == hash ? static_cast<std::size_t>(at - hashes.begin()) : hashes.size();
}

// A value made ready from its text alone.
struct LooseValue {
  std::string text;
  std::vector<FieldWord> words;
  FieldValueView view;
};

// Both values' words get numbers by which equal ones are equal.
void prepare_pair(const FieldKnowledge& known, std::size_t column, LooseValue& a, LooseValue& b) {
  std::vector<std::string_view> all;
  for (LooseValue* value : {&a, &b}) {
    for (const std::string_view word : cut_words(value->text)) all.push_back(word);
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  for (LooseValue* value : {&a, &b}) {
    std::vector<std::string_view> words = cut_words(value->text);
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    for (const std::string_view word : words) {
      const std::size_t at = find_hash(known.word_hash, known.word_offsets[column],
                                       known.word_offsets[column + 1], hash64(word));
      const int32_t weight = at < known.word_hash.size() ? known.word_weight[at] : 64;
      const auto number = std::lower_bound(all.begin(), all.end(), word) - all.begin();
      value->words.push_back({word, letters_of(word), static_cast<uint32_t>(number), weight});
    }
    value->view = make_view(value->text, value->words);
  }
}

}  // namespace

std::vector<FieldEvidence> weigh_two_records(const FieldKnowledge& known,
                                             const std::vector<std::string>& a,
                                             const std::vector<std::string>& b) {
  const std::size_t columns = known.size();
  std::vector<LooseValue> left(columns), right(columns);
  std::vector<FieldValueView> views_a(columns), views_b(columns);
  for (std::size_t c = 0; c < columns; ++c) {
    const auto kind = static_cast<FieldKind>(known.kind[c]);
    left[c].text = normalise_value(a[c], kind);
    right[c].text = normalise_value(b[c], kind);
    prepare_pair(known, c, left[c], right[c]);
    views_a[c] = left[c].view;
    views_b[c] = right[c].view;
  }
  const LevelPattern pattern = compare_views(known.kind, views_a, views_b);
  std::vector<FieldEvidence> evidence;
  for (std::size_t c = 0; c < columns; ++c) {
    const uint32_t level = level_of(pattern, c);
    if (level == kMissing) continue;
    FieldEvidence item{c, level, known.bits[c * (known.bits.size() / columns) + level], 0};
    if (level == kExact) {
      const std::size_t at = find_hash(known.value_hash, known.value_offsets[c],
                                       known.value_offsets[c + 1], left[c].view.hash);
      if (at < known.value_hash.size()) {
        item.bits += known.value_rarity[at];
        item.shared_by = known.value_count[at];
      }
    }
    evidence.push_back(item);
  }
  return evidence;
}

}  // namespace maillon::link
